"""Limits and quotas are hit exactly where the inputs say: spends to the last token, with the gateway's clock in hand.

A model answers as many tokens as `max_tokens` allows, and an empty list of messages costs none: a call spends what it is reported to.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

from access import BY_PATH, OPERATIONS, answer, ask, client

# The first moment of an hour, a day, a week, a month and a year at once.
START = datetime(2035, 1, 1, tzinfo=timezone.utc)
PERIODS = {
    "Hourly": timedelta(hours=1), "Daily": timedelta(days=1), "Weekly": timedelta(weeks=1), "Monthly": timedelta(days=31), "Yearly": timedelta(days=365),
}
WITHOUT_QUOTA = 10**9
# Tokens of one input: the gateway takes bodies of 2 MiB, and its tokens have four characters.
LARGEST_INPUT = 500_000
WITHIN = (200, None)
RATE = (429, "rate_limit_exceeded")
QUOTA = (403, "token_quota_exceeded")


class Grant:
    """One model of one team, and the limit that is tried."""

    def __init__(self, platform, where, team, model, problems):
        self.model, self.problems = model, problems
        self.limit = team.grants[model.name]
        self.what = f"team {team.name}, model {model.name!r}"
        self.counter = f"{team.name}/{model.name}"
        self.sdk = client(where.endpoint, where.keys(f"sub-{team.name}")[0])
        # Every way to call the model, by every name: all of them count on one counter.
        self.ways = [(operation, name) for name in (model.name, *model.aliases) for operation in OPERATIONS if operation not in BY_PATH and OPERATIONS[operation][0] in model.capabilities]

    def spend(self, tokens, expected, why, way=0):
        """A call that costs so many tokens; gives the seconds after which a refusal says to come back."""
        operation, name = self.ways[way % len(self.ways)]
        if operation == "embeddings":
            assert tokens <= LARGEST_INPUT, f"{self.what}: the gateway takes no body that costs {tokens} tokens"
            text, more = "a" * (4 * tokens - 2 if tokens > 1 else 2), {}
        else:
            text, more = [], {"max_output_tokens" if operation == "responses" else "max_tokens": tokens}
        status, code, came = answer(lambda: spent(self.sdk, operation, name, text, more))
        if (status, code) != expected:
            self.problems.append(f"{self.what}, {operation} as {name!r}: {why}: expected {expected}, got {(status, code)}")
        elif status == 200 and came not in (None, tokens):
            self.problems.append(f"{self.what}, {operation} as {name!r}: expected to cost {tokens} tokens, got {came}")
        return int(came.headers.get("retry-after", 0)) if status != 200 else None

    def is_input(self, way=0):
        """Whether what a call of this way costs is its input: it is estimated, so that one is refused which more is asked of than is left."""
        return self.ways[way % len(self.ways)][0] == "embeddings"

    def pieces(self, tokens, way):
        """So many tokens as calls of one way, each of a size that the gateway takes: only an input grows with its tokens."""
        if not self.is_input(way):
            return [tokens]
        largest = min(LARGEST_INPUT, self.limit.rate or LARGEST_INPUT)
        whole, rest = divmod(tokens, largest)
        return [largest] * whole + [rest] * (rest > 0)

    def refused(self, tokens, expected, why, seconds, way=0):
        """A call that is refused, and says after how many seconds to come back."""
        after = self.spend(tokens, expected, why, way)
        if after is None or not seconds[0] <= after <= seconds[1]:
            self.problems.append(f"{self.what}: {why}: expected Retry-After of {seconds[0]} to {seconds[1]} s, got {after}")


def spent(sdk, operation, name, text, more):
    """Makes the call; gives what it cost, if the answer says."""
    if operation == "chat":
        return sdk.chat.completions.create(model=name, messages=text, **more).usage.total_tokens
    if operation == "chat, streamed":
        chunks = list(sdk.chat.completions.create(model=name, messages=text, stream=True, stream_options={"include_usage": True}, **more))
        return chunks[-1].usage.total_tokens
    if operation == "completions":
        return sdk.completions.create(model=name, prompt=text, **more).usage.total_tokens
    return ask(sdk, operation, name, text, **more).usage.total_tokens


class Clock:
    """The gateway's clock. It goes on by itself, so that a counter is refilled meanwhile; set back between two calls, it is not."""

    def __init__(self, where):
        self.where = where

    def set(self, to):
        self.where.control("POST", "clock", {"set": to.strftime("%Y-%m-%dT%H:%M:%SZ")})

    def fresh(self, to):
        self.where.control("DELETE", "counters")
        self.set(to)


def check(platform, where, teams, problems):
    """All limits of some teams; says how many there were."""
    clock = Clock(where)
    granted = {team.name: [Grant(platform, where, team, platform.models[name], problems) for name in sorted(team.grants)] for team in teams if team.enabled}
    totals = [team for team in teams if team.enabled and (team.total.rate or team.total.quota)]
    # Where a limit spans the models of a team, they are tried one by one; all others side by side.
    shared = {team.name for team in totals}
    rounds = [[grant for name, grants in granted.items() if name not in shared for grant in grants]]
    rounds += [[grant] for name in sorted(shared) for grant in granted[name]]
    for grants in rounds:
        rates(clock, grants)
        exact(where, grants, problems)
        quotas(clock, grants)
    for team in totals:
        total(clock, team, granted[team.name])
    where.control("DELETE", "counters")
    where.control("POST", "clock", {"reset": True})
    return sum(map(len, granted.values())), len(totals)


def each(grants, do):
    """The same for several grants at once, whose counters have nothing to do with each other."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(do, grants))


def rates(clock, grants):
    """Tokens per minute: up to the last token is within, six seconds' worth over it is not, and is again when a minute has passed.

    Six seconds, because a counter is refilled while a call lasts, and a machine may be slow. An answer that goes beyond the last token
    is given, and the next call refused; an input that does is refused itself."""
    noon = START + timedelta(hours=12)
    clock.fresh(noon)
    each(grants, lambda grant: grant.spend(grant.limit.rate - 1, WITHIN, "all tokens of a minute but one", way=1))
    clock.set(noon - timedelta(minutes=10))
    over = lambda grant: 1 + grant.limit.rate // 10
    expected = lambda grant: RATE if grant.is_input() else WITHIN
    each(grants, lambda grant: grant.spend(over(grant), expected(grant), "the last token of a minute, and six seconds' worth more"))
    clock.set(noon - timedelta(minutes=20))
    each(grants, lambda grant: grant.refused(over(grant) if grant.is_input(2) else 1, RATE, "no token left", (1, 7), way=2))
    clock.set(noon - timedelta(minutes=19))
    each(grants, lambda grant: grant.spend(1, WITHIN, "a minute later", way=3))


def exact(where, grants, problems):
    """The same from the gateway's books: which limit each counter has."""
    counted = {name.removeprefix("tokens:"): (rate["limit"], rate["windowSeconds"]) for name, rate in where.control("GET", "counters")["rates"].items()}
    for grant in grants:
        got = counted.get(grant.counter)
        if got != (grant.limit.rate, 60):
            problems.append(f"{grant.what}: expected {grant.limit.rate} tokens in 60 s, counted are {got}")


def rested(limit, tokens):
    """Until the tokens per minute are there again after so many were spent at once."""
    return timedelta(minutes=math.ceil(tokens / limit.rate) + 1)


def quotas(clock, grants):
    """Tokens per period: up to the last token is within, one more is not, until the period ends."""
    for period in sorted({grant.limit.period for grant in grants}, key=str):
        alike = [grant for grant in grants if grant.limit.period == period]
        tokens = lambda grant: grant.limit.quota or WITHOUT_QUOTA
        rest = max(rested(grant.limit, tokens(grant)) for grant in alike)
        clock.fresh(START)
        if period is None:
            each(alike, lambda grant: grant.spend(WITHOUT_QUOTA, WITHIN, "very many tokens where there is no quota"))
            clock.set(START + rest)
            each(alike, lambda grant: grant.spend(1, WITHIN, "no quota, and the minute has passed"))
            continue
        rest = timedelta()
        pieces = {grant.counter: grant.pieces(tokens(grant) - 1, way=1) for grant in alike}
        for step in range(max(map(len, pieces.values()))):
            spending = [grant for grant in alike if step < len(pieces[grant.counter])]
            each(spending, lambda grant: grant.spend(pieces[grant.counter][step], WITHIN, f"all tokens of the quota ({period}) but one", way=1))
            rest += max(rested(grant.limit, pieces[grant.counter][step]) for grant in spending)
            clock.set(START + rest)
        assert rest < PERIODS[period], f"tokens per minute never reach a quota of {[grant.what for grant in alike]}"
        each(alike, lambda grant: grant.spend(1, WITHIN, f"the last token of the quota ({period})"))
        used_up(clock, alike, period, rest)


def used_up(clock, grants, period, now):
    """A quota that is used up stays so to the end of its period, which the answer says."""
    left = int((PERIODS[period] - now).total_seconds())
    each(grants, lambda grant: grant.refused(1, QUOTA, "the quota is used up", (left - 60, left), way=2))
    clock.set(START + PERIODS[period] - timedelta(seconds=60))
    each(grants, lambda grant: grant.spend(1, QUOTA, "a minute before the period ends"))
    clock.set(START + PERIODS[period])
    each(grants, lambda grant: grant.spend(1, WITHIN, "the next period", way=3))


def total(clock, team, grants):
    """The limit over all models of a team together: each model keeps within its own, the sum reaches the team's."""
    limit = team.total
    grants = sorted(grants, key=lambda grant: grant.limit.rate)
    largest = grants[-1]
    if limit.rate:
        noon = START + timedelta(hours=12)
        clock.fresh(noon)
        spread(grants, [grant.limit.rate for grant in grants], limit.rate - 1, lambda: None)
        clock.set(noon - timedelta(minutes=10))
        largest.spend(1 + limit.rate // 10, WITHIN, "the last token of the team's minute, and six seconds' worth more")
        clock.set(noon - timedelta(minutes=20))
        largest.spend(1, RATE, f"the team's {limit.rate} tokens per minute are spent, the model's own are not")
        clock.set(noon - timedelta(minutes=19))
        largest.spend(1, WITHIN, "a minute later")
    if limit.quota:
        clock.fresh(START)
        now = timedelta()

        def rest():
            """Both the models' and the team's tokens per minute come back."""
            nonlocal now
            now += max(rested(each, limit.quota) for each in [*(grant.limit for grant in grants), limit] if each.rate)
            clock.set(START + now)

        spread(grants, [grant.limit.quota or limit.quota for grant in grants], limit.quota - 1, rest)
        assert now < PERIODS[limit.period], f"team {team.name}: its tokens per minute never reach its quota"
        largest.spend(1, WITHIN, "the last token of the team's quota")
        used_up(clock, [largest], limit.period, now)


def spread(grants, own, tokens, rest):
    """Spends so many tokens on several models, on each less than it has of its own."""
    for grant, most in zip(grants, own):
        share = min(most - most // 50, tokens) # so much is left that the model's own limit is not met
        grant.spend(share, WITHIN, "within the model's and the team's limit")
        tokens -= share
        rest()
    assert tokens == 0, f"{grants[0].what}: the models' own limits are met before the team's"
