"""What the end-to-end test asks of the applied platform: client.py INPUTS ENVIRONMENT COMMAND [ARGUMENTS], within the lab's environment.

teams                   prints their names
kubeconfig              prints the cluster's
without-guard           the API while its policy is missing
half-applied TEAM       a team while its product's policy is missing
access                  every team against every model and operation, and keys that are nobody's
limits [TEAM...]        every limit and quota, of all teams or of these
keys TEAM               prints the team's keys, one a line
removed TEAM KEY...     a team after its removal
left                    prints what Resource Manager still holds

What is not as the inputs say is printed to standard error, with team, model, operation, what was expected and what came; then 1 is returned.
"""

import base64
import sys

import access
import closed
import cloud
import limits
import wanted


def run(platform, where, command, arguments, problems):
    teams = list(platform.teams.values())
    match command, arguments:
        case "teams", []:
            return "\n".join(platform.teams)
        case "kubeconfig", []:
            return base64.b64decode(where.kubeconfig()).decode()
        case "without-guard", []:
            return closed.without_guard(platform, where, problems)
        case "half-applied", [team]:
            return closed.half_applied(platform, where, team, problems)
        case "access", []:
            granted, refused = access.check(platform, where, teams, problems)
            access.spill(platform, where, teams, problems)
            closed.outside_products(platform, where, problems)
            closed.suspended(platform, where, problems)
            return f"{granted} calls granted, {refused} refused"
        case "limits", _:
            models, totals = limits.check(platform, where, [platform.teams[name] for name in arguments] or teams, problems)
            return f"{models} limits of models, {totals} of teams"
        case "keys", [team]:
            return "\n".join(where.keys(f"sub-{team}"))
        case "removed", [team, *keys]:
            return closed.removed(platform, where, team, keys, cloud.resources(), problems)
        case "left", []:
            return "\n".join(cloud.resources())
    sys.exit(__doc__)


def main():
    inputs, environment, command, *arguments = sys.argv[1:]
    platform = wanted.read(inputs, environment)
    problems = []
    said = run(platform, cloud.Cloud(platform.base), command, arguments, problems)
    if said:
        print(said)
    for problem in problems[:60]:
        print(problem, file=sys.stderr)
    if len(problems) > 60:
        print(f"... and {len(problems) - 60} more", file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
