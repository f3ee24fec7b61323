"""What has to be refused while things are not as they should be: half applied, suspended, removed, keys outside of products."""

from access import answer, ask, client


def attempt(where, key, model):
    """Status and error code of a chat with a key."""
    return answer(lambda: ask(client(where.endpoint, key), "chat", model, "must not be answered"))[:2]


def models_of(platform):
    return [model.name for model in platform.models.values() if model.enabled]


def without_guard(platform, where, problems):
    """The API's policy was refused: nothing answers, since there are no operations."""
    operations = where.arm("GET", f"{where.service}/apis/openai-api/operations")["value"]
    if operations:
        problems.append(f"API without its policy: expected no operation, got {[one['name'] for one in operations]}")
    for model in models_of(platform):
        got = attempt(where, "0" * 32, model)
        if got[0] not in (401, 404):
            problems.append(f"API without its policy, model {model!r}: expected 401 or 404, got {got}")


def half_applied(platform, where, team, problems):
    """A product's policy was refused: the product leads to no API and has no key; all other teams are served."""
    link = where.arm("GET", f"{where.service}/products/product-{team}/apis/openai-api")
    if where.keys(f"sub-{team}") is not None or link is not None:
        problems.append(f"team {team}, product without its policy: expected neither key nor API, got them")
    for other in platform.teams.values():
        if other.name == team or not other.enabled:
            continue
        chats = [model for model in other.grants if "chat" in platform.models[model].capabilities]
        got = attempt(where, where.keys(f"sub-{other.name}")[0], chats[0])
        if got != (200, None):
            problems.append(f"team {other.name}, model {chats[0]!r}, chat beside team {team} half applied: expected 200, got {got}")


def outside_products(platform, where, problems):
    """Keys that an administrator makes by hand, for the API or for all APIs, pass no product's policy: the API refuses them."""
    for name, scope in [("nobody-all", f"{where.service}/apis"), ("nobody-one", f"{where.service}/apis/openai-api")]:
        subscription = f"{where.service}/subscriptions/{name}"
        where.arm("PUT", subscription, {"properties": {"scope": scope, "displayName": name, "state": "active"}})
        key = where.keys(name)[0]
        for model in models_of(platform):
            got = attempt(where, key, model)
            if got != (403, "no_product"):
                problems.append(f"a key of {scope.rsplit('/', 1)[1]}, model {model!r}, chat: expected 403 no_product, got {got}")
        where.arm("DELETE", subscription)


def suspended(platform, where, problems):
    """Whoever activates a disabled team's keys by hand meets its policy."""
    for team in platform.teams.values():
        if team.enabled:
            continue
        subscription = f"{where.service}/subscriptions/sub-{team.name}"
        where.arm("PATCH", subscription, {"properties": {"state": "active"}})
        for model in models_of(platform):
            got = attempt(where, where.keys(f"sub-{team.name}")[0], model)
            if got != (403, "team_suspended"):
                problems.append(f"team {team.name} activated by hand, model {model!r}, chat: expected 403 team_suspended, got {got}")
        where.arm("PATCH", subscription, {"properties": {"state": "suspended"}})


def removed(platform, where, team, keys, resources, problems):
    """A removed team has left nothing, and its keys are nobody's."""
    for key in keys:
        got = attempt(where, key, models_of(platform)[0])
        if got[0] != 401:
            problems.append(f"team {team}, which was removed: expected 401, got {got}")
    left = [one for one in resources if team in one.replace("/", "-").split("-")]
    if left:
        problems.append(f"team {team}, which was removed: expected no resource of its, got {left}")
    for secret in (f"apim-{team}", f"apim-{team}-secondary"):
        try:
            where.secret(secret)
            problems.append(f"team {team}, which was removed: expected no secret {secret}, got it")
        except OSError:
            pass
