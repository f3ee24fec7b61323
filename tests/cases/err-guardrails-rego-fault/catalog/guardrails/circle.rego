package guardrails.circle

deny contains "round" if first

first if second

second if first
