package guardrails.bracket

deny contains "no" if {
	input.teams.beta)
}
