# What tables of bounds cannot say: rules over several values at once.
package guardrails.production

# In production, a model that teams use keeps its version as long as Azure serves it, and gets the next one on the day it
# ends: `NoAutoUpgrade` would stop every team on that day. Another version of an embedding model makes other vectors, so
# that change is never left to Azure.
deny contains {"msg": msg, "at": at, "help": "set `versionUpgrade: OnceCurrentVersionExpired`"} if {
	input.environment == "prod"
	some name, model in input.models
	model.kind == "foundry"
	model.enabled
	not startswith(name, "text-embedding-")
	model.versionUpgrade != "OnceCurrentVersionExpired"
	granted(name)
	msg := sprintf("`%s` is granted in production, and is not upgraded on the day its version ends, or is before", [name])
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
