package guardrails.quotas

# Grants without a quota are only worth a word.
warn contains {"msg": msg, "at": at} if {
	some team, request in input.teams
	some model, grant in request.models
	not grant.tokenQuota
	msg := sprintf("`%s` may use `%s` without a quota", [team, model])
	at := sprintf("teams/%s/models/%s", [team, model])
}
