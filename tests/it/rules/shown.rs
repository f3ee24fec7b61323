//! Where each rule is shown at work.

/// Rule, file, and what stands in it (line ends and indents do not count).
pub(crate) const SHOWN: &[(&str, &str, &str)] = &[
    (
        "capacity-counts-thousands",
        "tests/snapshots/cases__warn-implausible-capacity.snap",
        "120000 is 120000000 tokens per minute",
    ),
    (
        "names-fit-their-kind",
        "tests/snapshots/cases__err-names.snap",
        "use lower-case letters, digits and dashes",
    ),
    (
        "base-fits-every-name",
        "tests/snapshots/cases__err-base-too-long.snap",
        "(19 characters) cannot be the base of Azure names",
    ),
    (
        "no-trademarks",
        "tests/snapshots/cases__err-trademarks.snap",
        "Azure refuses names that hold `windows`",
    ),
    (
        "no-reserved-words",
        "tests/snapshots/cases__warn-reserved-word.snap",
        "would be called `office`",
    ),
    (
        "backends-are-unique",
        "tests/snapshots/cases__err-backend-collision.snap",
        "two backends would be called `foundry-aa-westeurope`",
    ),
    (
        "secrets-are-unique",
        "tests/snapshots/cases__err-secret-collision.snap",
        "would be one secret, `apim-data-secondary`",
    ),
    (
        "deployments-are-unique",
        "tests/snapshots/cases__err-deployment-collision.snap",
        "would be deployed twice in `swedencentral`",
    ),
    (
        "accounts-are-unique",
        "tests/snapshots/cases__err-account-collision.snap",
        "have one name",
    ),
    (
        "environments-are-apart",
        "tests/snapshots/cases__err-environments-alike.snap",
        "name everything by `hai-iwjf`, and Azure has such names only once",
    ),
    (
        "tags-are-azure-s",
        "tests/snapshots/cases__err-tags.snap",
        "which Azure keeps for itself",
    ),
    (
        "dns-zone-is-own",
        "tests/snapshots/cases__err-dns-zone.snap",
        "`models.openai.azure.com` stands below `azure.com`",
    ),
    (
        "global-names-are-rare",
        "tests/snapshots/cases__warn-common-base.snap",
        "so short that somebody may have them",
    ),
    (
        "slugs-are-unique",
        "tests/snapshots/cases__err-slug-collision.snap",
        "in Azure and Kubernetes",
    ),
    (
        "models-exist",
        "tests/snapshots/cases__err-model-case.snap",
        "there is no model `GPT-5.1` in the catalog",
    ),
    (
        "models-are-enabled",
        "tests/snapshots/cases__err-disabled-model.snap",
        "is disabled",
    ),
    (
        "models-are-of-that-kind",
        "tests/snapshots/cases__err-wrong-kind.snap",
        "move the entry to",
    ),
    (
        "names-stand-once",
        "tests/snapshots/cases__err-duplicate-grant.snap",
        "twice",
    ),
    (
        "groups-exist",
        "tests/snapshots/cases__err-unknown-group.snap",
        "there is no access group `standart`",
    ),
    (
        "environments-exist",
        "tests/snapshots/cases__err-unknown-environment.snap",
        "there is no environment `prd`",
    ),
    (
        "overlays-change-what-exists",
        "tests/snapshots/cases__err-overlay-of-unknown.snap",
        "the environment changes the model `gpt-5.2`",
    ),
    (
        "folders-are-teams",
        "tests/snapshots/cases__err-folder-mismatch.snap",
        "stands in the folder `beta`",
    ),
    (
        "regions-exist",
        "tests/snapshots/cases__warn-unknown-region.snap",
        "not known to have a region `swedncentral`",
    ),
    (
        "teams-have-grants",
        "tests/snapshots/cases__warn-no-grants.snap",
        "is granted no model",
    ),
    (
        "audiences-are-own",
        "tests/snapshots/cases__err-audience-of-microsoft.snap",
        "are issued to every application that uses this service",
    ),
    (
        "tokens-prove-one-team",
        "tests/snapshots/cases__err-audiences.snap",
        "prove the teams `beta` and `alpha` alike",
    ),
    (
        "gpu-models-are-used",
        "tests/snapshots/cases__warn-unused-model.snap",
        "and no team may use it",
    ),
    (
        "ranges-are-canonical",
        "tests/snapshots/cases__err-ranges-not-canonical.snap",
        "names an address inside the range, not the range",
    ),
    (
        "vnet-fits-azure",
        "tests/snapshots/cases__err-vnet-refused.snap",
        "which Azure keeps for itself",
    ),
    (
        "subnets-inside-vnet",
        "tests/snapshots/cases__err-subnet-outside.snap",
        "is not inside the virtual network",
    ),
    (
        "subnets-apart",
        "tests/snapshots/cases__err-subnets-overlap.snap",
        "overlap",
    ),
    (
        "subnets-large-enough",
        "tests/snapshots/cases__err-subnet-too-small.snap",
        "is a /28, too small for its use",
    ),
    (
        "existing-ids-are-of-their-kind",
        "tests/snapshots/cases__err-existing-network.snap",
        "this is no id of a virtual network",
    ),
    (
        "endpoint-zones-are-whole",
        "tests/snapshots/cases__err-existing-network.snap",
        "ids of zones are missing that private endpoints need",
    ),
    (
        "subnets-present",
        "tests/snapshots/cases__err-subnet-missing.snap",
        "private-endpoint",
    ),
    (
        "subnet-names-apart",
        "tests/snapshots/cases__err-subnet-names-case.snap",
        "Azure takes the subnets `Build` and `build` for one",
    ),
    (
        "subnet-names-known",
        "tests/snapshots/cases__warn-subnet-misspelt.snap",
        "since it is not called `models`",
    ),
    (
        "subnets-not-reserved",
        "tests/snapshots/cases__err-subnet-reserved.snap",
        "Azure takes no network security group on `GatewaySubnet`",
    ),
    (
        "model-subnet-fits",
        "tests/snapshots/cases__err-model-subnet.snap",
        "takes nothing else",
    ),
    (
        "model-subnet-apart",
        "tests/snapshots/cases__warn-model-subnet-shared.snap",
        "models take their addresses among the nodes",
    ),
    (
        "static-addresses-free",
        "tests/snapshots/cases__err-addresses.snap",
        "have the same address",
    ),
    (
        "static-addresses-above-growth",
        "tests/snapshots/cases__warn-static-address-among-nodes.snap",
        "which one of the 5 nodes of this subnet may take first",
    ),
    (
        "cluster-ranges-apart",
        "tests/snapshots/cases__err-pod-range-overlaps.snap",
        "`aks.podCidr` (10.10.128.0/17) overlaps the virtual network",
    ),
    (
        "cluster-ranges-large-enough",
        "tests/snapshots/cases__err-service-range-size.snap",
        "a service range of /28 does not fit AKS",
    ),
    (
        "ranges-are-private",
        "tests/snapshots/cases__warn-public-ranges.snap",
        "uses public addresses",
    ),
    (
        "authorized-ranges-are-public",
        "tests/snapshots/cases__warn-authorized-private.snap",
        "nobody comes to a public API server from 10.0.0.0/8",
    ),
    (
        "api-server-not-open",
        "tests/snapshots/cases__err-api-server-open.snap",
        "opens the API server to everybody",
    ),
    (
        "private-cluster-has-a-way-in",
        "tests/snapshots/cases__warn-no-bastion.snap",
        "to reach it through",
    ),
    (
        "presets-known",
        "tests/snapshots/cases__err-kaito.snap",
        "has no preset `phi-4-mini`",
    ),
    (
        "publishers-trusted",
        "tests/snapshots/cases__err-preset-of-stranger.snap",
        "is of a publisher that KAITO's catalog does not know",
    ),
    (
        "presets-checked",
        "tests/snapshots/cases__warn-preset-not-checked.snap",
        "so its needs cannot be checked",
    ),
    (
        "kubernetes-is-offered",
        "tests/snapshots/cases__warn-kubernetes-unknown.snap",
        "AKS is not known to offer Kubernetes 1.99",
    ),
    (
        "kubernetes-is-supported",
        "tests/snapshots/cases__warn-kubernetes-ended.snap",
        "AKS has Kubernetes 1.32 in long-term support only since 2026-03-31",
    ),
    (
        "kubernetes-stays-supported",
        "tests/snapshots/cases__warn-kubernetes-ended-by-a-day.snap",
        "AKS has Kubernetes 1.35 in long-term support only since 2027-03-31",
    ),
    (
        "kubernetes-has-no-near-end",
        "tests/snapshots/cases__warn-kubernetes-ending.snap",
        "AKS supports Kubernetes 1.36 until 2027-06-30",
    ),
    (
        "tier-of-the-support-plan",
        "tests/snapshots/cases__err-support-plan.snap",
        "long-term support needs the tier `Premium`",
    ),
    (
        "system-size-exists",
        "tests/snapshots/cases__warn-unknown-size.snap",
        "Azure is not known to have a VM size `Standard_D4adz_v6`",
    ),
    (
        "system-size-suffices",
        "tests/snapshots/cases__err-system-size-small.snap",
        "`Standard_A1_v2` has 1 virtual CPU",
    ),
    (
        "system-size-is-supported",
        "tests/snapshots/cases__warn-system-size-unsupported.snap",
        "`Standard_B4ms` is of the B series, which AKS does not support for the system pool",
    ),
    (
        "sizes-usable",
        "tests/snapshots/cases__err-gpu-sizes.snap",
        "Azure withdrew it on 2025-09-30",
    ),
    (
        "sizes-stay",
        "tests/snapshots/cases__warn-gpu-size-retiring.snap",
        "Azure withdraws the size `Standard_NV36ads_A10_v5` on 2027-09-30",
    ),
    (
        "sizes-still-there",
        "tests/snapshots/cases__warn-gpu-size-withdrawn.snap",
        "Azure withdrew the size `Standard_NV36ads_A10_v5` on 2027-09-30",
    ),
    (
        "models-fit-memory",
        "tests/snapshots/cases__err-model-too-large.snap",
        "does not fit the GPUs of `Standard_NV36ads_A10_v5`",
    ),
    (
        "models-fit-one-node",
        "tests/snapshots/cases__warn-model-on-two-nodes.snap",
        "takes 2 nodes of `Standard_NC24ads_A100_v4` that work as one",
    ),
    (
        "weights-fit-gpu",
        "tests/snapshots/cases__warn-quantization.snap",
        "which the GPUs of `Standard_NC24ads_A100_v4` do not compute with",
    ),
    (
        "pools-large-enough",
        "tests/snapshots/cases__err-pool-too-small.snap",
        "needs 2 nodes, and its pool has 1",
    ),
    (
        "zones-exist",
        "tests/snapshots/cases__warn-zones.snap",
        "asks for availability zones, and `westus` is not known to have any",
    ),
    (
        "quota-by-family",
        "tests/snapshots/cases__warn-gpu-quota.snap",
        "24 of StandardNCADSA100v4Family",
    ),
    (
        "version-known",
        "tests/snapshots/cases__err-kaito-version.snap",
        "nothing is known about KAITO 0.5.0",
    ),
    (
        "version-is-the-addon-s",
        "tests/snapshots/cases__warn-kaito-addon-version.snap",
        "the AKS add-on is documented as KAITO 0.6, not 0.12.0",
    ),
    (
        "version-makes-nodes",
        "tests/snapshots/cases__err-kaito-without-nodes.snap",
        "cannot take its nodes from node auto-provisioning",
    ),
    (
        "secret-by-version",
        "tests/snapshots/cases__err-model-secret.snap",
        "are gated, and no `modelAccessSecret` is named",
    ),
    (
        "context-within-model",
        "tests/snapshots/cases__err-context-too-long.snap",
        "a context of at most 32768 tokens",
    ),
    (
        "arguments-left-alone",
        "tests/snapshots/cases__err-vllm-taken.snap",
        "the vLLM argument `served-model-name` cannot be set here",
    ),
    (
        "arguments-take-values",
        "tests/snapshots/cases__err-vllm-flags.snap",
        "the vLLM argument `enforce-eager` takes no value",
    ),
    (
        "values-are-no-arguments",
        "tests/snapshots/cases__err-vllm-dash.snap",
        "vLLM takes the value of `revision` for another argument",
    ),
    (
        "memory-share-possible",
        "tests/snapshots/cases__err-vllm-memory-share.snap",
        "above 0 and at most 0.95",
    ),
    (
        "memory-share-as-planned",
        "tests/snapshots/cases__warn-vllm-memory-share.snap",
        "gets 0.5 of the GPU memory",
    ),
    (
        "pools-have-a-mode",
        "tests/snapshots/cases__warn-node-pool-without-effect.snap",
        "`nodePool` has no effect",
    ),
    (
        "one-object-per-name",
        "tests/snapshots/cases__err-slug-collision.snap",
        "in Azure and Kubernetes",
    ),
    (
        "grant-within-capacity",
        "tests/snapshots/cases__err-over-capacity.snap",
        "error[over-capacity]",
    ),
    (
        "grants-within-capacity",
        "tests/snapshots/cases__warn-overcommitted.snap",
        "2.4 times the 100000 that it carries",
    ),
    (
        "quota-above-a-minute",
        "tests/snapshots/cases__warn-small-quota.snap",
        "is less than the 10000 tokens that one minute may use",
    ),
    (
        "quota-within-reach",
        "tests/snapshots/cases__warn-unreachable-quota.snap",
        "is never used up: 1000 tokens per minute are at most 1440000",
    ),
    (
        "totals-within-reach",
        "tests/snapshots/cases__warn-unreachable-totals.snap",
        "over all models are never used up",
    ),
    (
        "grants-have-a-quota",
        "tests/snapshots/cases__err-quotas.snap",
        "has no quota",
    ),
    (
        "sku-reaches-the-network",
        "tests/snapshots/cases__err-apim-sku.snap",
        "`StandardV2`",
    ),
    (
        "units-of-the-sku",
        "tests/snapshots/cases__err-apim-units.snap",
        "StandardV2 has at most 10 scale units",
    ),
    (
        "websites-by-their-origin",
        "tests/snapshots/cases__err-cors.snap",
        "write `https://chat.contoso.com`",
    ),
    (
        "sku-in-region",
        "tests/snapshots/cases__warn-apim-region.snap",
        "API Management PremiumV2 is not known to be offered in `westeurope`",
    ),
    (
        "products-of-the-sku",
        "src/domain/rules/tests.rs",
        "501 teams in `demo`, and StandardV2 holds 500 products",
    ),
    (
        "pool-members",
        "tests/snapshots/cases__err-pool-members.snap",
        "a list of 31 items stands where `deployments` takes at most 30 items",
    ),
    (
        "policy-size",
        "tests/it/build.rs",
        "fn a_policy_larger_than_azure_takes_is_an_error_of_its_input",
    ),
    (
        "versions-are-served",
        "tests/snapshots/cases__err-retired-model.snap",
        "Azure withdrew `gpt-5-chat` version 2025-10-03 on 2026-05-13",
    ),
    (
        "versions-are-known",
        "tests/snapshots/cases__warn-unknown-version.snap",
        "`gpt-5-mini` is not known to have a version 2025-08-70",
    ),
    (
        "models-are-callable",
        "tests/snapshots/cases__err-uncallable-model.snap",
        "`gpt-image-1` cannot be called through this gateway: it is for images",
    ),
    (
        "operations-are-the-model-s",
        "tests/snapshots/cases__err-missing-capability.snap",
        "`o3-pro` cannot be called for chat",
    ),
    (
        "models-are-known",
        "tests/snapshots/cases__warn-unknown-model.snap",
        "did you mean `gpt-4.1-mini`?",
    ),
    (
        "versions-stay",
        "tests/snapshots/cases__warn-retiring-models.snap",
        "Azure withdraws `gpt-4.1` version 2025-04-14 on 2027-04-14",
    ),
    (
        "teams-go-suspended",
        "tests/snapshots/cases__warn-removed-team.snap",
        "the team `gamma` is no longer in `demo`",
    ),
    (
        "models-go-unused",
        "tests/snapshots/cases__warn-removed-model.snap",
        "is no longer served in `demo`, and teams could use it until now: `beta`",
    ),
    (
        "names-stay",
        "tests/snapshots/cases__warn-renamed-platform.snap",
        "`platform.suffix` was `abcd` in `demo`",
    ),
    (
        "deployments-stay",
        "tests/snapshots/cases__warn-replaced-deployment.snap",
        "changes its SKU from Standard to GlobalStandard",
    ),
    (
        "workspaces-stay",
        "tests/snapshots/cases__warn-replaced-workspace.snap",
        "changes its size from Standard_NC40ads_H100_v5 to Standard_NC24ads_A100_v4",
    ),
    (
        "configurations-stay",
        "tests/snapshots/cases__warn-restarted-model.snap",
        "its pod starts anew",
    ),
    (
        "addresses-stay",
        "tests/snapshots/cases__warn-moved-address.snap",
        "moves from 10.10.7.9 to 10.10.7.4",
    ),
    (
        "no-issued-tokens",
        "tests/snapshots/cases__err-secret-tokens.snap",
        "this looks like a Hugging Face token",
    ),
    (
        "no-azure-keys",
        "tests/snapshots/cases__err-secret-azure-keys.snap",
        "this looks like a key of API Management or Azure OpenAI",
    ),
    (
        "no-private-keys",
        "tests/snapshots/cases__err-secret-private-key.snap",
        "this looks like a private key",
    ),
    (
        "no-passwords",
        "tests/snapshots/cases__err-secret-passwords.snap",
        "this looks like a password or key, by its name",
    ),
    (
        "nothing-random",
        "tests/snapshots/cases__err-secret-random.snap",
        "this looks like a key: it is long and random",
    ),
    (
        "images-have-a-version",
        "tests/snapshots/cases__err-app-image-latest.snap",
        "whatever was pushed last",
    ),
    (
        "images-are-of-the-registry",
        "tests/snapshots/cases__err-app-image-foreign.snap",
        "`docker.io` is a registry",
    ),
    (
        "production-by-digest",
        "tests/snapshots/cases__warn-app-image-by-tag.snap",
        "named by a tag",
    ),
    (
        "secrets-are-no-variables",
        "tests/snapshots/cases__err-app-secret-in-env.snap",
        "is called like a secret",
    ),
    (
        "variables-are-the-application-s",
        "tests/snapshots/cases__err-app-env-reserved.snap",
        "those that start with `PG` are set for it",
    ),
    (
        "replicas-are-a-range",
        "tests/snapshots/cases__err-app-replicas-range.snap",
        "has at least 4 replicas and at most 2",
    ),
    (
        "limits-hold-requests",
        "tests/snapshots/cases__err-app-limit-below-request.snap",
        "is ended above 1Gi",
    ),
    (
        "hosts-are-unique",
        "tests/snapshots/cases__err-app-host-duplicate.snap",
        "is the host of `chat` already",
    ),
    (
        "production-has-tls",
        "tests/snapshots/cases__err-app-tls-missing.snap",
        "is reached by plain HTTP",
    ),
    (
        "paths-are-unique",
        "tests/snapshots/cases__err-app-route-shadowed.snap",
        "has a route already",
    ),
    (
        "apis-ask-for-tokens",
        "tests/snapshots/cases__warn-app-public-api.snap",
        "is open to everybody who reaches the host",
    ),
    (
        "egress-is-narrow",
        "tests/snapshots/cases__err-app-egress-open.snap",
        "holds the address of the nodes' metadata service",
    ),
    (
        "namespaces-are-own",
        "tests/snapshots/cases__err-app-host-duplicate.snap",
        "are both in the namespace `chats`",
    ),
    (
        "components-exist",
        "tests/snapshots/cases__err-app-unknown-component.snap",
        "there is no component `backed`",
    ),
    (
        "app-folders-are-apps",
        "tests/snapshots/cases__err-app-folder.snap",
        "stands in the folder `chat`",
    ),
    (
        "app-environments-exist",
        "tests/snapshots/cases__err-app-environments.snap",
        "there is no environment `prdo`",
    ),
    (
        "addons-are-known",
        "tests/snapshots/cases__err-addon-unknown.snap",
        "did you mean `certManager`?",
    ),
    (
        "addons-follow-addons",
        "tests/snapshots/cases__err-addon-needs.snap",
        "comes after `istoid`, which is no add-on of the list",
    ),
    (
        "addons-have-an-order",
        "tests/snapshots/cases__err-addon-circle.snap",
        "these add-ons wait for each other",
    ),
    (
        "needs-are-made",
        "tests/snapshots/cases__err-addon-needs.snap",
        "which nothing makes",
    ),
    (
        "products-have-one-maker",
        "tests/snapshots/cases__err-addon-twice.snap",
        "both own",
    ),
    (
        "addons-fit-kubernetes",
        "tests/snapshots/cases__err-addon-kubernetes.snap",
        "is made for Kubernetes",
    ),
    (
        "signals-have-backends",
        "tests/snapshots/cases__err-addon-signals.snap",
        "which is no add-on of the list",
    ),
    (
        "values-hold-no-secret",
        "tests/snapshots/cases__err-addon-secrets.snap",
        "looks like a secret",
    ),
    (
        "addons-are-maintained",
        "tests/snapshots/cases__warn-addon-ended.snap",
        "is maintained no more since 2026-03-31",
    ),
];
