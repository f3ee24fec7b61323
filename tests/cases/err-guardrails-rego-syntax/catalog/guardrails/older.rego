package guardrails.older

deny[msg] {
	msg := "older"
}
