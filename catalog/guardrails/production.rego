# What tables of bounds cannot say: rules over several values at once.
package guardrails.production

# In production, what a team uses most may not hang on a model whose version Azure changes by itself.
deny contains {"msg": msg, "at": at, "help": "set `versionUpgrade: NoAutoUpgrade`"} if {
	input.environment == "prod"
	some name, model in input.models
	model.kind == "foundry"
	model.enabled
	model.versionUpgrade != "NoAutoUpgrade"
	granted(name)
	msg := sprintf("`%s` is granted in production, and Azure may change its version", [name])
	at := sprintf("models/%s/versionUpgrade", [name])
}

# A team with an Entra group is known in Entra: only such teams may have more than 5 models.
warn contains {"msg": msg, "at": at} if {
	some name, team in input.teams
	count(team.models) > 5
	not team.entraGroupId
	msg := sprintf("`%s` has %d models, and no Entra group says who its members are", [name, count(team.models)])
	at := sprintf("teams/%s", [name])
}

granted(model) if {
	some team in input.teams
	team.enabled
	team.models[model]
}
