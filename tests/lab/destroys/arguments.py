"""Which arguments force replacement, as the real provider plans it, against the table that the prediction uses.

    arguments.py TABLE APPLIED SCRATCH [--write FILE]

TABLE is `src/diff/terraform/replacing.yaml`; APPLIED holds the states of the demo's applied roots and is only read. Every argument of azurerm
that the modules set is given another value in a copy of the state; the plan then says what going from there to the configuration takes. As
many types as possible are asked in one plan, one argument of each; a plan that fails is asked again in halves. Run it in the lab's environment
(`lab run`). Exit code 1 says that an argument forces replacement and the table does not say so.
"""

import argparse
import copy
import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

ROOTS = ("10-platform", "30-tenants", "40-keys")


def terraform(folder, *words):
    return subprocess.run(["terraform", *words], cwd=folder, capture_output=True, text=True)


def other(value):
    """Another value of the same kind, which a provider can still parse."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if re.fullmatch(r"[0-9.]+/[0-9]+", value):
        return "10.99.0.0/24"
    return value + "x" if value.startswith("/") else "x" + value


def arguments(block, values, path=()):
    """Places of arguments that have a value, with the value."""
    for name, attribute in block.get("attributes", {}).items():
        value = values.get(name)
        if value in (None, "", [], {}) or not (attribute.get("optional") or attribute.get("required")):
            continue
        if isinstance(value, list):
            value, place = value[0], (*path, name, 0)
        elif isinstance(value, dict):
            key = next(iter(value))
            value, place = value[key], (*path, name, key)
        else:
            place = (*path, name)
        if isinstance(value, bool | int | float | str):
            yield place, value
    for name, inner in block.get("block_types", {}).items():
        value = values.get(name)
        if value and name != "timeouts":
            first = isinstance(value, list)
            yield from arguments(inner["block"], value[0] if first else value, (*path, name, *([0] if first else [])))


def spelled(place):
    return ".".join(part for part in place if isinstance(part, str))


def set_by(modules):
    """Names of arguments and blocks by type, as the modules write them."""
    found = {}
    for path in modules.glob("*/*.tf"):
        for kind, body in re.findall(r'^resource "(\w+)" "\w+" \{(.*?)^\}', path.read_text(), re.S | re.M):
            found.setdefault(kind, set()).update(re.findall(r"^\s+(\w+)\s*=", body, re.M))
    return found


class Root:
    """One applied root, and what is to be asked of it."""

    def __init__(self, environment, name, scratch):
        self.environment, self.name, self.scratch = environment, name, scratch
        folder = environment / "terraform" / name
        said = terraform(folder, "providers", "schema", "-json")
        schemas = {}
        for provider in json.loads(said.stdout)["provider_schemas"].values():
            schemas |= provider.get("resource_schemas", {})
        self.state = json.loads((folder / "terraform.tfstate").read_text())
        written = set_by(environment / "terraform/modules")
        self.open = {}
        for index, resource in enumerate(self.state["resources"]):
            kind = resource["type"]
            if resource["mode"] != "managed" or not kind.startswith("azurerm_"):
                continue
            for number, instance in enumerate(resource["instances"]):
                for place, value in arguments(schemas[kind]["block"], instance["attributes"]):
                    known = kind not in written or set(place) & written[kind]
                    if known:
                        self.open.setdefault(kind, {}).setdefault(spelled(place), (index, number, place, other(value)))

    def answers(self):
        found = {}
        for turn in range(max(map(len, self.open.values()))):
            asked = [(kind, list(all_)[turn]) for kind, all_ in self.open.items() if turn < len(all_)]
            found |= self.asked(asked)
        # What was replaced for want of what another question has changed is asked alone.
        for question in [question for question, answer in found.items() if answer == "unclear"]:
            found |= self.asked([question])
        return found

    def asked(self, questions):
        answer = self.planned(questions)
        if answer is not None:
            return answer
        if len(questions) == 1:
            return {questions[0]: "not planned"}
        half = len(questions) // 2
        return self.asked(questions[:half]) | self.asked(questions[half:])

    def planned(self, questions):
        shutil.rmtree(self.scratch, ignore_errors=True)
        copied = self.scratch / "environment"
        shutil.copytree(self.environment, copied, symlinks=True)
        state = copy.deepcopy(self.state)
        for kind, argument in questions:
            index, number, place, value = self.open[kind][argument]
            holder = state["resources"][index]["instances"][number]["attributes"]
            for part in place[:-1]:
                holder = holder[part]
            holder[place[-1]] = value
        folder = copied / "terraform" / self.name
        (folder / "terraform.tfstate").write_text(json.dumps(state))
        said = terraform(folder, "plan", "-refresh=false", "-lock=false", "-input=false", "-parallelism=30", "-out=kept")
        if said.returncode:
            return None
        changes = json.loads(terraform(folder, "show", "-json", "kept").stdout)["resource_changes"]
        changes = {change["address"]: change["change"] for change in changes}
        return {question: self.verdict(question, changes) for question in questions}

    def verdict(self, question, changes):
        kind, argument = question
        index, number, place, _ = self.open[kind][argument]
        resource = self.state["resources"][index]
        instance = resource["instances"][number]
        key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
        module = f"{resource['module']}." if "module" in resource else ""
        change = changes[f"{module}{kind}.{resource['name']}{key}"]
        forcing = [spelled(path) for path in change.get("replace_paths", [])]
        if any(argument == path or argument.startswith(f"{path}.") for path in forcing):
            return "replaces"
        return {("update",): "in place", ("no-op",): "nothing"}.get(tuple(change["actions"]), "unclear")


def main():
    parser = argparse.ArgumentParser()
    for name in ("table", "applied", "scratch"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    table = yaml.safe_load(options.table.read_text())
    environment = options.applied.resolve() / "generated/demo"
    answers = {}
    for name in ROOTS:
        answers |= Root(environment, name, options.scratch.resolve()).answers()
    listed = lambda kind, argument: any(argument == one or argument.startswith(f"{one}.") for one in table.get(kind, []))
    lines, missed = [], 0
    for (kind, argument), answer in sorted(answers.items()):
        unsaid = answer == "replaces" and not listed(kind, argument)
        missed += unsaid
        vain = answer in ("in place", "nothing") and listed(kind, argument)
        mark = "  NOT IN THE TABLE" if unsaid else "  the table says that it replaces" if vain else ""
        lines.append(f"{kind} {argument}: {answer}{mark}")
    kinds = {kind for kind, _ in answers}
    lines.append(f"not asked: {', '.join(sorted(table.keys() - kinds))}")
    sums = {"types": len(kinds), "arguments": len(answers), "replace": list(answers.values()).count("replaces"), "missed": missed}
    text = "\n".join([*lines, json.dumps(sums), ""])
    print(text)
    if options.write:
        options.write.write_text(text)
    return 1 if missed else 0


sys.exit(main())
