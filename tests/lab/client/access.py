"""Every team against every name of a model and every operation, with the stock OpenAI client: what is answered, and what reached a model."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import openai

import cloud
from wanted import BY_PATH, OPERATIONS

# What a client may carry that is nobody's business behind the gateway.
FOREIGN = {"Cookie": "session=of-the-client", "x-api-key": "key-of-the-client"}
OWN = "authorization-of-the-client"


def client(endpoint, key, by="header"):
    """The SDK with a team's key: in the header api-key, beside an Authorization of its own; or as the SDK sends it, as bearer token."""
    headers = FOREIGN | ({"api-key": key} if by == "header" else {})
    secret = OWN if by == "header" else key
    return openai.OpenAI(base_url=endpoint, api_key=secret, default_headers=headers, max_retries=0, timeout=120)


def azure(gateway, key):
    """Azure's SDK, which puts the model into the path."""
    return openai.AzureOpenAI(azure_endpoint=gateway, api_key=key, api_version="2024-10-21", default_headers=FOREIGN, max_retries=0, timeout=120)


def answer(call):
    """Status, error code and what came: the SDK's answer, or the response of a refusal."""
    try:
        return 200, None, call()
    except openai.APIStatusError as refused:
        return refused.status_code, refused.code, refused.response


def ask(sdk, operation, model, text, **more):
    """One call; a stream is read to its end and gives the times of its chunks."""
    messages = [{"role": "user", "content": text}]
    match operation:
        case "chat" | "chat by Azure's client":
            return sdk.chat.completions.create(model=model, messages=messages, **more)
        case "chat, streamed":
            stream = sdk.chat.completions.create(model=model, messages=messages, stream=True, stream_options={"include_usage": True}, **more)
            chunks = [(time.monotonic(), chunk) for chunk in stream]
            assert any(chunk.choices and chunk.choices[0].delta.content for _, chunk in chunks), "a stream without text"
            return [at for at, _ in chunks]
        case "completions":
            return sdk.completions.create(model=model, prompt=text, **more)
        case "embeddings":
            return sdk.embeddings.create(model=model, input=text, **more)
        case "responses":
            return sdk.responses.create(model=model, input=text, store=False, **more)
    raise AssertionError(operation)


def names(platform):
    """What clients may send as model: every name and alias of the catalog, what exists nowhere, and what looks alike."""
    known = [name for model in platform.models.values() for name in (model.name, *model.aliases)]
    return [*known, "gpt-none", next(name for name in known if name.upper() != name).upper(), " " + known[0], known[0] + "/.."]


def check(platform, where, teams, problems):
    """The whole matrix; says how many calls were granted and how many refused."""
    cloud.forget_upstream()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda team: Team(platform, where, team, problems).check(), teams))
    arrived = {}
    for request in cloud.upstream():
        arrived.setdefault(marker(request), []).append(request)
    granted = [call for calls in done for call in calls if call.granted]
    assert granted, "nobody may do anything: nothing is shown"
    for call in granted:
        problems.extend(call.wrong_upstream(arrived.pop(call.marker, [])))
    for text in arrived:
        problems.append(f"{text}: reached a model although it was refused")
    return len(granted), sum(map(len, done)) - len(granted)


def marker(request):
    """The text of a request, by which it is known again."""
    body = request.get("body") or {}
    return body.get("input") or body.get("prompt") or (body.get("messages") or [{}])[0].get("content")


# After so many refusals the breaker of a pay-as-you-go deployment opens.
REFUSALS = 3


def spill(platform, where, teams, problems):
    """A pooled model whose preferred deployment is busy is answered by the next one."""
    for team in teams:
        for model in (platform.models[name] for name in team.grants if team.enabled):
            if not model.pooled or "chat" not in model.capabilities:
                continue
            (busy, _), (account, _), *_ = model.deployments
            cloud.fail(f"{busy}.openai.azure.com", 429, REFUSALS)
            call = Call(team, model.name, "chat", model, ())
            call.marker += " while the preferred deployment is busy"
            status, code, _ = answer(lambda: ask(client(where.endpoint, where.keys(f"sub-{team.name}")[0]), "chat", model.name, call.marker))
            accounts = [request["endpoint"]["account"] for request in cloud.upstream() if marker(request) == call.marker]
            if (status, accounts[-1:]) != (200, [account]):
                problems.append(f"{call.marker}: expected 200 of {account}, got {(status, code)} of {accounts}")
            where.control("DELETE", "counters")  # closes the breaker


class Call:
    """One call of a team: `asked` is what was sent as model."""

    def __init__(self, team, asked, operation, model, secrets):
        self.team, self.asked, self.operation, self.model, self.secrets = team, asked, operation, model, secrets
        self.marker = f"team {team.name}, model {asked!r}, {operation}"
        self.granted = False

    def wrong_upstream(self, requests):
        """What is wrong with what reached the model."""
        if len(requests) != 1:
            return [f"{self.marker}: expected one request upstream, got {len(requests)}"]
        [request] = requests
        about, path, name = self.model.upstream(self.operation)
        sent = {header.lower(): values for header, values in request["headers"].items()}
        authorization = sent.get("authorization", [""])[0]
        got = {key: request["endpoint"].get(key) for key in about}, request["path"], request["body"]["model"]
        wrong = [f"upstream: expected {(about, path, name)}, got {got}"] if got != (about, path, name) else []
        for secret in (*self.secrets, OWN, *FOREIGN.values()):
            if secret in json.dumps(request):
                wrong.append(f"a credential of the client reached the model: {[h for h in sent if secret in str(sent[h])]}")
        if about["kind"] == "pod" and authorization:
            wrong.append("upstream: expected no Authorization for a model on the cluster, got one")
        if about["kind"] == "foundry" and not authorization.startswith("Bearer ey"):
            wrong.append(f"upstream: expected the gateway's own token, got {authorization[:10]!r}")
        return [f"{self.marker}: {one}" for one in wrong]


class Team:
    """The calls of one team, one after the other."""

    def __init__(self, platform, where, team, problems):
        self.platform, self.where, self.team, self.problems = platform, where, team, problems
        self.streams = []  # seconds from the first chunk to the last
        self.secrets = where.keys(f"sub-{team.name}")
        # The team's keys are those that the last root has put into the vault.
        stored = [where.secret(name) for name in team.secrets]
        self.expect("the key vault's keys", self.secrets[: len(stored)], tuple(stored))
        self.sdk = client(where.endpoint, self.secrets[0])
        self.bearer = client(where.endpoint, self.secrets[1], "bearer")
        self.azure = azure(where.gateway, self.secrets[0])

    def expect(self, what, expected, got):
        if expected != got:
            self.problems.append(f"team {self.team.name}, {what}: expected {expected}, got {got}")

    def check(self):
        self.lists()
        self.strangers()
        calls = [self.call(asked, operation) for asked in names(self.platform) for operation in OPERATIONS]
        # One that takes its time shows that nothing is held back; a busy client may read another one late and all at once.
        if self.streams and max(self.streams) < 0.08:
            self.problems.append(f"team {self.team.name}, streams: expected chunks as they are made, over 0.15 s, got all within {max(self.streams):.3f} s")
        return calls

    def call(self, asked, operation):
        call = Call(self.team, asked, operation, self.platform.resolve(asked), self.secrets)
        expected = self.platform.wanted(self.team, asked, operation)
        sdk = self.azure if operation in BY_PATH else self.bearer if operation in ("chat, streamed", "embeddings") else self.sdk
        status, code, came = answer(lambda: ask(sdk, operation, asked, call.marker))
        call.granted = expected == (200, None)
        if (status, code) != expected:
            self.problems.append(f"{call.marker}: expected {expected}, got {(status, code)}")
        elif call.granted and operation == "chat, streamed":
            self.streams.append(came[-1] - came[0])
        return call

    def lists(self):
        expected = (200, sorted(self.team.grants)) if self.team.enabled else (401, None)
        status, _, came = answer(lambda: sorted(model.id for model in self.sdk.models.list()))
        self.expect("models.list()", expected, (status, came if status == 200 else None))
        for name in self.platform.models:
            granted = name in self.team.grants
            expected = (200, None) if granted and self.team.enabled else (404, "model_not_found") if self.team.enabled else (401, None)
            status, code, came = answer(lambda: self.sdk.models.retrieve(name))
            self.expect(f"models.retrieve({name!r})", expected, (status, code))

    def strangers(self):
        """Keys that are nobody's, and none at all."""
        model = next(iter(self.team.grants))
        for what, key, by in [("a wrong key", "0" * 32, "header"), ("a key cut short", self.secrets[0][:-1], "header"), ("a wrong bearer", "0" * 32, "bearer")]:
            status, _, _ = answer(lambda: ask(client(self.where.endpoint, key, by), "chat", model, f"{self.team.name} with {what}"))
            self.expect(f"model {model!r}, chat with {what}", 401, status)
        nothing = {name: openai.Omit() for name in ("Authorization", "api-key")}
        status, _, _ = answer(lambda: ask(self.sdk, "chat", model, f"{self.team.name} without key", extra_headers=nothing))
        self.expect(f"model {model!r}, chat without key", 401, status)
