package guardrails.frozen

default deny := false

deny if count(input.teams) > 1
