package guardrails.counting

deny contains "many" if count(input.environment) > count(input.teams.beta.models["gpt-4.1"].tokensPerMinute)
