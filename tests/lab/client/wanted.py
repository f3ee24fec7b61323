"""What the inputs promise, read from the YAML by other means than platgen's: who may call which model, how, and how much of it."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

# What a client can ask for, the capability that it needs, and the path below an OpenAI v1 endpoint.
OPERATIONS = {
    "chat": ("chat", "/chat/completions"),
    "chat, streamed": ("chat", "/chat/completions"),
    "completions": ("completions", "/completions"),
    "embeddings": ("embeddings", "/embeddings"),
    "responses": ("responses", "/responses"),
    "chat by Azure's client": ("chat", "/chat/completions"),
}

# Operations whose path names the model.
BY_PATH = ("chat by Azure's client",)


@dataclass(frozen=True)
class Limit:
    """Tokens per minute and tokens per period, either of which may be absent."""

    rate: int | None
    quota: int | None = None
    period: str | None = None

    @staticmethod
    def of(entry):
        quota = entry.get("tokenQuota")
        if entry.get("dailyTokenQuota") is not None:
            quota = {"tokens": entry["dailyTokenQuota"], "period": "Daily"}
        if quota in (None, "none"):
            return Limit(entry.get("tokensPerMinute"))
        return Limit(entry.get("tokensPerMinute"), quota["tokens"], quota["period"])


@dataclass
class Model:
    name: str
    enabled: bool
    capabilities: list
    aliases: list
    address: str | None = None  # of a model on the cluster
    deployments: list = field(default_factory=list)  # of a Foundry model: (account, deployment), the preferred one first
    pooled: bool = False

    def upstream(self, operation):
        """Where a granted call goes: host's kind and name, path, and the name of the model that is asked for."""
        capability, path = OPERATIONS[operation]
        if self.address:
            return {"kind": "pod", "address": self.address}, "/v1" + path, self.name
        account, deployment = self.deployments[0]
        about = {"kind": "foundry", "account": account, "deployment": deployment}
        return about, "/openai/v1" + path, deployment


@dataclass
class Team:
    name: str
    enabled: bool
    grants: dict  # Limit by model
    total: Limit
    secrets: list  # names in the Key Vault, primary first


@dataclass
class Platform:
    base: str
    models: dict
    teams: dict

    def resolve(self, asked):
        """The model that a client means, by name or by alias; None if there is no such model."""
        found = [model for model in self.models.values() if model.enabled and asked in (model.name, *model.aliases)]
        return found[0] if found else None

    def wanted(self, team, asked, operation):
        """Status and error code of a call."""
        if not team.enabled:
            return 401, None  # the keys are suspended, and API Management looks at them first
        model = self.resolve(asked)
        if model is None or model.name not in team.grants:
            return 403, "model_not_allowed"
        if OPERATIONS[operation][0] not in model.capabilities:
            return 400, "operation_not_supported"
        return 200, None


def merge(base, over):
    """An overlay: mappings key by key, lists of named things by name, everything else is replaced, null removes."""
    if isinstance(base, dict) and isinstance(over, dict):
        merged = {key: merge(base.get(key), value) for key, value in over.items() if value is not None}
        return {key: value for key, value in {**base, **merged}.items() if over.get(key, value) is not None}
    named = [isinstance(each, list) and all(isinstance(one, dict) and "name" in one for one in each) for each in (base, over)]
    if all(named):
        merged = {one["name"]: one for one in base}
        merged.update({one["name"]: merge(merged.get(one["name"]), one) for one in over})
        return list(merged.values())
    return over


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {}


def read(root, environment):
    """The platform of one environment, from the inputs below a folder."""
    root = Path(root)
    overlay = load(root / "catalog/environments" / f"{environment}.yaml")
    changes = overlay.pop("models", {})
    platform = merge(load(root / "catalog/platform.yaml"), overlay)
    base = f"{platform['platform']['name']}-{platform['platform']['suffix']}"
    catalog = {}
    for path in [root / "catalog/models.yaml", *sorted((root / "catalog/models").glob("*.yaml"))]:
        for kind, entries in (load(path) if path.exists() else {}).items():
            catalog.setdefault(kind, []).extend(entries)
    changed = lambda kind: [merge(entry, changes.get(entry["name"], {})) for entry in catalog.get(kind, [])]
    models = [kaito(entry) for entry in changed("kaitoModels")]
    models += [foundry(entry, base, platform["platform"]["location"]) for entry in changed("foundryModels")]
    models = {model.name: model for model in models}
    groups = {group["name"]: group["models"] for group in catalog.get("accessGroups", [])}
    written = [load(path) for path in sorted((root / "teams").glob("*/access.yaml"))]
    teams = [team(entry, groups, models) for entry in written if environment in entry.get("environments", [environment])]
    return Platform(base, models, {each.name: each for each in teams})


def kaito(entry):
    capabilities = entry.get("capabilities", ["chat", "completions"])
    return Model(entry["name"], entry["enabled"], capabilities, [], address=entry["staticIP"])


def foundry(entry, base, home):
    account = lambda location: f"af-{base}" if location == home else f"af-{base}-{location}"
    single = [{"name": entry["name"], "location": entry.get("location", home)}]
    deployments = sorted(entry.get("deployments", single), key=lambda one: one.get("priority", 1))
    chats = ["chat", "responses"] if entry.get("format", "OpenAI") == "OpenAI" else ["chat"]
    usual = ["embeddings"] if "embed" in entry["modelName"].lower() else chats
    return Model(
        entry["name"], entry["enabled"], entry.get("capabilities", usual), entry.get("aliases", []),
        deployments=[(account(one.get("location", home)), entry["name"]) for one in deployments], pooled="deployments" in entry,
    )


def team(entry, groups, models):
    grants = {}
    for name in entry.get("groups", []):
        for grant in groups[name]:
            assert grant["name"] not in grants, f"two groups grant {grant['name']}: not foreseen here"
            grants[grant["name"]] = Limit.of(grant)
    for kind in entry.get("models", {}).values():  # after the groups: a grant of the team's own wins
        grants.update({grant["name"]: Limit.of(grant) for grant in kind})
    name, keys = entry["team"]["name"], entry.get("keys", {})
    secrets = [f"apim-{name}", f"apim-{name}-secondary"][: keys.get("count", 1)] if keys.get("keyVault", True) else []
    grants = {model: limit for model, limit in grants.items() if models[model].enabled}
    return Team(name, entry.get("enabled", True), grants, Limit.of(entry.get("limits", {})), secrets)
