#!/usr/bin/env python3
"""Makes the JSON Schemas that kubeconform validates manifests with: self-contained, unknown fields refused.

usage: make.py OUT [--kubernetes FOLDER]            kubernetes-v1.N/: FOLDER is kubernetes-json-schema/vX.Y.0-local-strict of the package kubernetes-validate
                   [--crds FOLDER --version vX.Y.Z] kaito-vX.Y.Z/: FOLDER holds KAITO's CustomResourceDefinitions
"""
import argparse
import json
import os
import re

import yaml

KINDS = """configmap-v1 namespace-v1 service-v1 serviceaccount-v1 secret-v1 persistentvolumeclaim-v1 persistentvolume-v1 resourcequota-v1 limitrange-v1 pod-v1
podtemplate-v1 endpoints-v1 node-v1 event-v1 replicationcontroller-v1 deployment-apps-v1 statefulset-apps-v1 daemonset-apps-v1 replicaset-apps-v1 job-batch-v1 cronjob-batch-v1
networkpolicy-networking-v1 ingress-networking-v1 ingressclass-networking-v1 servicecidr-networking-v1 endpointslice-discovery-v1 poddisruptionbudget-policy-v1
horizontalpodautoscaler-autoscaling-v2 horizontalpodautoscaler-autoscaling-v1 role-rbac-v1 rolebinding-rbac-v1 clusterrole-rbac-v1 clusterrolebinding-rbac-v1
priorityclass-scheduling-v1 storageclass-storage-v1 csidriver-storage-v1 volumeattributesclass-storage-v1 runtimeclass-node-v1 lease-coordination-v1
validatingwebhookconfiguration-admissionregistration-v1 mutatingwebhookconfiguration-admissionregistration-v1 validatingadmissionpolicy-admissionregistration-v1
validatingadmissionpolicybinding-admissionregistration-v1 mutatingadmissionpolicy-admissionregistration-v1 mutatingadmissionpolicybinding-admissionregistration-v1
customresourcedefinition-apiextensions-v1 apiservice-apiregistration-v1 certificatesigningrequest-certificates-v1 flowschema-flowcontrol-v1
prioritylevelconfiguration-flowcontrol-v1 resourceclaim-resource-v1 resourceclaimtemplate-resource-v1 deviceclass-resource-v1""".split()

STRINGS = {"type": "object", "additionalProperties": {"type": "string"}}
METADATA = {  # of an object in a repository: what only the API server writes (uid, resourceVersion, ...) is refused
    "type": "object", "required": ["name"], "additionalProperties": False, "properties": {
        "name": {"type": "string", "maxLength": 253, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},
        "namespace": {"type": "string", "maxLength": 63, "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},
        "labels": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 63, "pattern": "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"}},
        "annotations": STRINGS, "finalizers": {"type": "array", "items": {"type": "string"}},
        "ownerReferences": {"type": "array", "items": {"type": "object"}}, "creationTimestamp": {"type": "null"}}}
INNER_METADATA = {"type": "object", "additionalProperties": False, "properties": {  # of a template inside an object
    "name": {"type": "string"}, "generateName": {"type": "string"}, "namespace": {"type": "string"}, "labels": STRINGS, "annotations": STRINGS,
    "finalizers": {"type": "array", "items": {"type": "string"}}}}


def self_contained(folder, name):
    """One kind's schema with every referenced definition copied into it."""
    files, definitions = {}, {}

    def load(file):
        if file not in files:
            files[file] = json.load(open(os.path.join(folder, file)))
        return files[file]

    def rewrite(node, file):
        if isinstance(node, list):
            return [rewrite(n, file) for n in node]
        if not isinstance(node, dict):
            return node
        ref = node.get("$ref")
        if isinstance(ref, str):
            target, _, pointer = ref.partition("#")
            target = os.path.basename(target) or file
            key = re.sub(r"[^A-Za-z0-9]+", "_", target[:-5] + pointer)
            if key not in definitions:
                definitions[key] = None  # being made: definitions may refer to themselves
                found = load(target)
                for step in [s for s in pointer.split("/") if s]:
                    found = found[step.replace("~1", "/").replace("~0", "~")]
                definitions[key] = rewrite(found, target)
            return {"$ref": f"#/definitions/{key}"}
        return {k: rewrite(v, file) for k, v in node.items() if k not in ("$id", "description") or not isinstance(v, str)}

    schema = rewrite(load(name + ".json"), name + ".json")
    schema["definitions"] = definitions
    return schema


FORMATS = ("date-time", "date", "duration", "uri", "email", "hostname", "ipv4", "ipv6")  # kubeconform asserts these, and knows no others
CIDR = r"^(([0-9]{1,3}\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/([0-9]{1,2}|1[01][0-9]|12[0-8]))$"
MAPS = ("properties", "patternProperties", "definitions")  # keywords whose keys are names, not keywords


def walk(schema, change):
    """A copy of a schema; `change` sees every schema inside it, innermost first, and returns what takes its place."""
    out = {}
    for key, value in schema.items():
        if key in MAPS:
            out[key] = {name: walk(s, change) for name, s in value.items() if isinstance(s, dict)}
        elif key in ("allOf", "anyOf", "oneOf"):
            out[key] = [walk(s, change) for s in value]
        elif key in ("items", "additionalProperties", "not") and isinstance(value, dict):
            out[key] = walk(value, change)
        else:
            out[key] = value
    return change(out)


def close(s):
    """A structural schema as JSON Schema, closed: what the API server would prune silently is an error here."""
    kept = {k: v for k, v in s.items() if k not in ("description", "default", "example", "externalDocs", "title") and not k.startswith("x-")}
    if s.get("x-kubernetes-int-or-string"):
        kept["type"] = ["integer", "string"]
        if kept.get("anyOf") == [{"type": "integer"}, {"type": "string"}]:
            del kept["anyOf"]
    if s.get("x-kubernetes-embedded-resource"):
        kept.setdefault("properties", {}).update(apiVersion={"type": "string"}, kind={"type": "string"}, metadata=INNER_METADATA)
        kept["required"] = sorted({*kept.get("required", []), "apiVersion", "kind"})
    if kept.get("type") == "object" and "additionalProperties" not in kept and not s.get("x-kubernetes-preserve-unknown-fields"):
        kept["additionalProperties"] = False
    if kept.get("format") == "cidr":
        kept.setdefault("pattern", CIDR)
    if kept.get("format") not in FORMATS:
        kept.pop("format", None)
    if s.get("x-kubernetes-list-type") == "set":
        kept["uniqueItems"] = True
    if kept.pop("nullable", False) and "type" in kept:
        kept["type"] = [*(kept["type"] if isinstance(kept["type"], list) else [kept["type"]]), "null"]
        if "enum" in kept:
            kept["enum"] = [*kept["enum"], None]
    return kept


def as_admitted(s):
    """What the API server does before it validates: it adds defaults, and knows `metadata` inside a template although a CRD only says object."""
    s = dict(s)
    properties = s.get("properties", {})
    defaulted = {name for name, p in properties.items() if "default" in p}
    if defaulted & set(s.get("required", [])):
        s["required"] = [name for name in s["required"] if name not in defaulted]
    if not s.get("required", True):
        del s["required"]
    if any(defaulted & one.get("properties", {}).keys() for one in s.get("oneOf", [])):  # without the default more than one may match
        s["anyOf"] = s.pop("oneOf")
    inner = properties.get("metadata", {})
    if inner.get("type") == "object" and "additionalProperties" not in inner:
        inner = {k: v for k, v in inner.items() if k != "x-kubernetes-preserve-unknown-fields"} if inner.get("properties") else INNER_METADATA
        s["properties"] = properties | {"metadata": inner}
    if s.get("type") == "array" and s.get("x-kubernetes-preserve-unknown-fields"):
        s["items"] = s["items"] | {"x-kubernetes-preserve-unknown-fields": True}
    return s


def closed(schema, group, version, kind):
    out = walk(walk(schema, as_admitted), close)
    out["properties"] |= {"apiVersion": {"enum": [f"{group}/{version}"]}, "kind": {"enum": [kind]}, "metadata": METADATA}
    if "status" in out["properties"]:
        out["properties"]["status"] = {}  # not part of what is applied; refused nowhere
    out["required"] = sorted({*out.get("required", []), "apiVersion", "kind", "metadata"})
    return out


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(value, file, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def schema_path(out, group, version, kind):
    return os.path.join(out, group, f"{kind.lower()}_{version}.json")


def documents(text):
    class Loader(yaml.CSafeLoader):
        pass
    Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)  # a bare `=`
    text = "\n".join(line for line in text.split("\n") if not re.match(r"\s*\{\{", line))  # a chart's guard around a CRD
    return [d for d in yaml.load_all(text, Loader) if d]


def crds(folder, out):
    for file in sorted(f for f in os.listdir(folder) if f.endswith(".yaml")):
        for crd in documents(open(os.path.join(folder, file)).read()):
            group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
            for version in crd["spec"]["versions"]:
                write(schema_path(out, group, version["name"], kind), closed(version["schema"]["openAPIV3Schema"], group, version["name"], kind))


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out"), ap.add_argument("--kubernetes"), ap.add_argument("--crds"), ap.add_argument("--version")
    args = ap.parse_args()
    if args.kubernetes:
        version = re.search(r"v\d+\.\d+", os.path.basename(args.kubernetes.rstrip("/"))).group()
        for name in KINDS:
            if os.path.exists(os.path.join(args.kubernetes, name + ".json")):
                write(os.path.join(args.out, f"kubernetes-{version}", name + ".json"), self_contained(args.kubernetes, name))
    if args.crds:
        crds(args.crds, os.path.join(args.out, f"kaito-{args.version}"))
