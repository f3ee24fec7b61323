package guardrails.silent

denny contains "never heard"
