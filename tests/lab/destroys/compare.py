"""What Terraform really plans to destroy or replace, against what platgen says before.

    compare.py PLATGEN APPLIED SCRATCH [--sample N --seed S | --only WHAT] [--write FILE]

APPLIED holds inputs, outputs and the states of the demo's applied roots; it is only read. Each change of `changes.yaml` is made by itself in
a copy of the inputs below SCRATCH, and every root of which it changes a file is planned by the providers, against the applied state. Run it in
the lab's environment (`lab run`). Prints a line per change and the sums as JSON; exit code 1 says that something was not announced, that
more than one announcement in twenty was in vain, or that a change cannot be compared.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys

import yaml

ROOTS = ("10-platform", "20-models", "30-tenants", "40-keys")
ENVIRONMENT = "demo"
# Announcements that may be in vain, of all.
IN_VAIN = 0.05
# What a root reads besides its own folder and the modules.
READ = {"10-platform": ("policies",), "20-models": ("helm",), "30-tenants": ("policies/products",), "40-keys": ()}


class NotComparable(Exception):
    """A change that does not compile, or that Terraform cannot plan."""


def run(command, folder, codes=(0,)):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode not in codes:
        raise NotComparable(f"{' '.join(map(str, command))}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def git(folder, *words):
    own = ["-c", "user.name=Tests", "-c", "user.email=t@example.com", "-c", "core.hooksPath=/dev/null"]
    run(["git", *own, *words], folder)


def changed(text, edit):
    start = text.index(edit["after"]) if "after" in edit else 0
    at = text.find(edit["from"], start)
    once = "after" in edit or text.count(edit["from"]) == 1
    if at < 0 or not once:
        raise NotComparable(f"{edit['file']} has to hold {edit['from']!r} once")
    return text[:at] + edit["to"] + text[at + len(edit["from"]):]


def make(folder, change):
    if "move" in change:
        old, new = change["move"]
        (folder / old).rename(folder / new)
    gone = change.get("remove", [])
    for path in [gone] if isinstance(gone, str) else gone:
        path = folder / path
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path, text in change.get("write", {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    for edit in change.get("edits", []):
        path = folder / edit["file"]
        path.write_text(changed(path.read_text(), edit))


def files(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        kept = ".terraform" in str(path.relative_to(folder)) or ".tfstate" in path.name
        if path.is_file() and not kept:
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def read_by(root, environment):
    # No root reads what another one writes: only its own files and these decide on its plan.
    below = [f"terraform/{root}", "terraform/modules", *READ[root]]
    return [files(environment / folder) for folder in below]


def applied_data(state, root):
    """Data sources as they were read when the root was applied: what upstream will be called is not there yet."""
    blocks = []
    texts = "".join(path.read_text() for path in root.glob("*.tf"))
    for resource in json.loads(state.read_text())["resources"]:
        if resource["mode"] != "data" or "module" in resource:
            continue
        values = resource["instances"][0]["attributes"]
        names = {"azurerm_kubernetes_cluster": ("name", "resource_group_name"), "azapi_resource": ("resource_id",)}
        wanted = names.get(resource["type"], ())
        head = f'data "{resource["type"]}" "{resource["name"]}" {{'
        if wanted and head in texts:
            lines = [f"  {name} = {json.dumps(values[name])}" for name in wanted]
            blocks.append("\n".join([head, *lines, "}\n"]))
    (root / "applied_override.tf").write_text("\n".join(blocks))


def applied_keys(root, tenants):
    """Keys are read while planning, also of a team that is not there yet: here those of one that is. They are in no plan."""
    resources = json.loads((tenants / "terraform.tfstate").read_text())["resources"]
    subscriptions = (one for one in resources if (one["type"], one["name"]) == ("azapi_resource", "subscription"))
    there = [one["instances"][0]["attributes"]["id"] for one in subscriptions]
    chosen = f"= contains({json.dumps(there)}, var.subscription_id) ? var.subscription_id : {json.dumps(there[0])}\n"
    # Terraform takes no override of an ephemeral resource.
    path = root.parent / "modules/keys/secrets.tf"
    path.write_text(changed(path.read_text(), {"file": path.name, "from": "= var.subscription_id\n", "to": chosen}))


def planned(root, applied, *options):
    """Actions by address, as the providers plan them."""
    for name in (".terraform", ".terraform.lock.hcl", "terraform.tfstate"):
        source = applied / name
        if source.is_dir():
            shutil.copytree(source, root / name, symlinks=True)
        else:
            shutil.copy(source, root / name)
    applied_data(applied / "terraform.tfstate", root)
    if root.name == "40-keys":
        applied_keys(root, applied.parent / "30-tenants")
    run(["terraform", "get"], root)
    words = ["plan", "-json", "-refresh=false", "-lock=false", "-input=false", "-parallelism=30", "-out=kept", *options]
    said = subprocess.run(["timeout", "300", "terraform", *words], cwd=root, capture_output=True, text=True)
    lines = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]
    faults = [line for line in lines if line.get("@level") == "error"]
    if said.returncode or faults:
        words = [fault["@message"] + ": " + fault.get("diagnostic", {}).get("detail", "") for fault in faults]
        raise NotComparable(f"plan of {root.name}: {words or said.stderr[-2000:]}")
    changes = [line["change"] for line in lines if line.get("type") == "planned_change"]
    actions = {change["resource"]["addr"]: change["action"] for change in changes}
    if {"delete", "create"} <= set(actions.values()):
        assert_nothing_moves(root)
    return actions


def assert_nothing_moves(root):
    """What is destroyed under one address and made under another with the same name in Azure should be a `moved` block."""
    changes = json.loads(run(["terraform", "show", "-json", "kept"], root))["resource_changes"]
    parents = ("parent", "cognitive_account", "key_vault", "subnet", "private_dns_zone", "virtual_network", "target_resource")
    names = ("resource_group", "api_management", "virtual_network", "network_security_group")
    keys = ("name", "product_id", "scope", *(f"{one}_id" for one in parents), *(f"{one}_name" for one in names))

    def ends(actions, side):
        of = [change for change in changes if change["change"]["actions"] == actions]
        return {(one["type"], *(str(one["change"][side].get(key)) for key in keys)): one["address"] for one in of}

    gone, made = ends(["delete"], "before"), ends(["create"], "after")
    both = [f"{gone[one]} to {made[one]}" for one in sorted(gone.keys() & made.keys())]
    if both:
        raise NotComparable(f"kept in Azure, so a moved block is missing: {both}")


def announced(diff):
    words = {"destroy": "delete"}
    found = {root: {} for root in ROOTS}
    for root in diff["terraform"]:
        if root["environment"] == ENVIRONMENT:
            actions = {one["address"]: words.get(one["action"], one["action"]) for one in root["resources"]}
            found[root["root"]] = actions
    return found


def without(some, others):
    """Addresses that the others have not. `[*]` is an instance whose key only whoever applies knows."""
    def known(address):
        return address in others or any(alike(address, other) for other in others)
    return sorted(address for address in some if not known(address))


def alike(one, other):
    return any(
        open_.endswith("[*]") and full.startswith(open_[:-2] + '"') for open_, full in ((one, other), (other, one))
    )


def compare(number, change, platgen, applied, scratch):
    folder = scratch / f"{number:03}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("catalog", "teams"):
        shutil.copytree(applied / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Before")
    make(folder, change)
    said = announced(json.loads(run([platgen, "diff", "--base", "HEAD", "--env", ENVIRONMENT, "--format", "json"], folder)))
    run([platgen, "build", "--quiet"], folder)
    result = {"what": change["what"], "unannounced": [], "in_vain": [], "announced": 0, "others": [], "planned": []}
    before, after = (where / "generated" / ENVIRONMENT for where in (applied, folder))
    options = []
    if not after.exists():
        # An environment that is gone has no roots any more: whoever destroys it does so from the base.
        options = ["-destroy"]
        shutil.copytree(before, after, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
    for root in ROOTS:
        real = {}
        if options or read_by(root, before) != read_by(root, after):
            result["planned"].append(root)
            real = planned(after / "terraform" / root, before / "terraform" / root, *options)
        goes = lambda actions: {address for address, action in actions.items() if action in ("delete", "replace")}
        result["announced"] += len(goes(said[root]))
        result["unannounced"] += [f"{root} {real[one]} {one}" for one in without(goes(real), goes(said[root]))]
        result["in_vain"] += [f"{root} {said[root][one]} {one}" for one in without(goes(said[root]), goes(real))]
        # Whether it is one action or the other counts too, but less.
        for action in ("create", "update", "delete", "replace"):
            of = lambda actions: {address for address, one in actions.items() if one == action}
            result["others"] += [f"{root} {action} not said: {one}" for one in without(of(real), of(said[root]))]
            result["others"] += [f"{root} {action} said: {one}" for one in without(of(said[root]), of(real))]
    shutil.rmtree(folder)
    return result


def tried(number, change, *where):
    try:
        return compare(number, change, *where)
    except NotComparable as error:
        return {"what": change["what"], "error": str(error)}


def summary(results):
    done = [result for result in results if "error" not in result]
    total = lambda key: sum(len(result[key]) for result in done)
    return {
        "changes": len(results),
        "not_comparable": len(results) - len(done),
        "plans": total("planned"),
        "announced": sum(result["announced"] for result in done),
        "unannounced": total("unannounced"),
        "in_vain": total("in_vain"),
        "other_actions": total("others"),
    }


def shown(result):
    if "error" in result:
        return f"NOT COMPARABLE {result['what']}: {result['error']}"
    lines = [f"{result['what']}: {result['announced']} announced, planned {', '.join(result['planned']) or 'nothing'}"]
    lines += [f"  NOT ANNOUNCED: {one}" for one in result["unannounced"]]
    lines += [f"  in vain: {one}" for one in result["in_vain"]]
    lines += [f"  action: {one}" for one in result["others"]]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("platgen", type=pathlib.Path)
    parser.add_argument("applied", type=pathlib.Path)
    parser.add_argument("scratch", type=pathlib.Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only")
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    changes = yaml.safe_load((pathlib.Path(__file__).parent / "changes.yaml").read_text())
    if options.only:
        changes = [change for change in changes if options.only in change["what"]]
    if options.sample:
        changes = random.Random(options.seed).sample(changes, options.sample)
    where = [path.resolve() for path in (options.platgen, options.applied, options.scratch)]
    jobs = int(os.environ.get("DESTROYS_JOBS", "2"))
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(tried, number, change, *where) for number, change in enumerate(changes)]
        results = []
        for one in waiting:
            results.append(one.result())
            print(shown(results[-1]), flush=True)
    sums = summary(results)
    if options.write:
        options.write.write_text("\n".join([*map(shown, results), json.dumps(sums), ""]))
    print(json.dumps(sums))
    bad = sums["unannounced"] or sums["not_comparable"] or sums["in_vain"] > IN_VAIN * max(sums["announced"], 1)
    return 1 if bad else 0


sys.exit(main())
