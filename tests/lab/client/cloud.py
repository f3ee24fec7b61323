"""The lab's ends, as a test sees them: Resource Manager, Key Vault, the gateway's clock and counters, what reached the models."""

import json
import os
import urllib.error
import urllib.request

SUBSCRIPTION = f"/subscriptions/{os.environ['ARM_SUBSCRIPTION_ID']}"
ADMINISTRATOR = {"Authorization": "Bearer a.e30.c"}  # anybody is let in


def http(method, url, body=None, **headers):
    data = None if body is None and method != "POST" else json.dumps(body or {}).encode()
    request = urllib.request.Request(url, method=method, data=data, headers={"Content-Type": "application/json", **headers})
    with urllib.request.urlopen(request, timeout=60) as response:
        text = response.read()
        return json.loads(text) if text else None


class Cloud:
    """What was applied for one platform, whose names end in `base`."""

    def __init__(self, base):
        self.base = base
        self.group = f"{SUBSCRIPTION}/resourceGroups/rg-{base}"
        self.service = f"{self.group}/providers/Microsoft.ApiManagement/service/apim-{base}"
        self.gateway = f"https://apim-{base}.azure-api.net"
        self.endpoint = f"{self.gateway}/openai/v1"

    def arm(self, method, resource, body=None, version="2024-05-01"):
        """A call of Resource Manager; None if the resource does not exist."""
        try:
            return http(method, f"https://management.azure.com{resource}?api-version={version}", body, **ADMINISTRATOR)
        except urllib.error.HTTPError as refused:
            if refused.code == 404:
                return None
            raise

    def keys(self, subscription):
        """Both keys of a subscription, as an administrator reads them; None without one."""
        found = self.arm("POST", f"{self.service}/subscriptions/{subscription}/listSecrets")
        return found and (found["primaryKey"], found["secondaryKey"])

    def secret(self, name):
        """A secret of the Key Vault, as a team reads it."""
        return http("GET", f"https://kv-{self.base}.vault.azure.net/secrets/{name}?api-version=7.4", **ADMINISTRATOR)["value"]

    def control(self, method, what, body=None):
        """The gateway's control endpoint."""
        return http(method, f"{os.environ['LAB_GATEWAY_CONTROL']}/apim-{self.base}/{what}", body)

    def kubeconfig(self):
        """Of the cluster, in base 64."""
        cluster = f"{self.group}/providers/Microsoft.ContainerService/managedClusters/aks-{self.base}"
        return self.arm("POST", f"{cluster}/listClusterUserCredential", version="2025-05-01")["kubeconfigs"][0]["value"]


def resources():
    """Ids of everything that Resource Manager holds."""
    return [one.get("id", str(one)) for one in http("GET", f"{os.environ['LAB_ARM']}/_lab/resources")]


def upstream():
    """Every request that reached a model."""
    return http("GET", f"{os.environ['LAB_MODEL']}/_lab/requests")


def forget_upstream():
    http("DELETE", f"{os.environ['LAB_MODEL']}/_lab/requests")


def fail(host, status, times):
    """The next answers of a model endpoint are failures."""
    http("PUT", f"{os.environ['LAB_MODEL']}/_lab/faults", [{"host": host, "status": status, "times": times}])
