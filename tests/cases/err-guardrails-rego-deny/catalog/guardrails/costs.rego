package guardrails.costs

deny contains {"msg": msg, "at": at, "help": "ask for a smaller model"} if {
	some team, request in input.teams
	startswith(request.costCenter, "CC-2")
	some model, _ in request.models
	input.models[model].kind == "foundry"
	msg := sprintf("`%s` pays for `%s`, which its cost centre does not cover.", [team, model])
	at := sprintf("teams/%s/models/%s", [team, model])
}

deny contains {"msg": msg, "at": at} if {
	some name, model in input.models
	some index, deployment in model.deployments
	deployment.skuName == "GlobalStandard"
	msg := sprintf("`%s` leaves the region", [name])
	at := sprintf("models/%s/deployments/%d/skuName", [name, index])
}

deny contains msg if {
	input.platform.tags.costCenter == "CC-1"
	msg := "CC-1 is closed"
}

deny contains {"msg": "the budget is unknown", "at": "platform/budget"} if not input.platform.budget
