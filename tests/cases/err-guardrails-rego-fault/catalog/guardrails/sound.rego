package guardrails.sound

deny contains "a sound policy is heard"
