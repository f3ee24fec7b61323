package guardrails.unsafe

deny contains msg if {
	msg := sprintf("%s", [nobody])
}
