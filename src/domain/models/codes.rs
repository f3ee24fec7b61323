//! Codes about models on KAITO: presets, GPUs, nodes, secrets.

pub(crate) mod lifecycle;
pub(crate) mod operations;

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Models:
    UnknownPreset UNKNOWN_PRESET,
    UnknownPublisher UNKNOWN_PUBLISHER,
    UncheckedModel UNCHECKED_MODEL,
    UntestedKaito UNTESTED_KAITO,
    UnusableSize UNUSABLE_SIZE,
    RetiringSize RETIRING_SIZE,
    TooLittleMemory TOO_LITTLE_MEMORY,
    UnsuitedGpu UNSUITED_GPU,
    SeveralNodes SEVERAL_NODES,
    SmallNodePool SMALL_NODE_POOL,
    UnusedNodePool UNUSED_NODE_POOL,
    ModelSecret MODEL_SECRET,
    ContextTooLong CONTEXT_TOO_LONG,
    ReservedArgument RESERVED_ARGUMENT,
    InvalidArgument INVALID_ARGUMENT,
    LowMemoryShare LOW_MEMORY_SHARE,
    GpuQuota GPU_QUOTA,
    UnusedModel UNUSED_MODEL,
}

/// `facts/kaito-presets.yaml`.
const PRESETS: Source = Source {
    document: "kaito-project/kaito, tags v0.6.0 to v0.12.0: the catalog of presets",
    dated: "read 2026-08-21",
    url: Some("https://github.com/kaito-project/kaito"),
};

/// `facts/gpu-sizes.yaml`.
const SIZES: Source = Source {
    document: "kaito-project/kaito, tags v0.6.0 to v0.12.0: pkg/sku/azure_sku_handler.go; Microsoft Learn: retired Azure VM sizes",
    dated: "read 2026-08-21",
    url: Some(
        "https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list",
    ),
};

/// `facts/estimate.rs`.
const ESTIMATE: Source = Source {
    document: "kaito-project/kaito v0.12.0: pkg/workspace/estimator/nodesestimator/estimator.go",
    dated: "read 2026-08-21",
    url: Some("https://github.com/kaito-project/kaito"),
};

const UNKNOWN_PRESET: Entry = Entry {
    name: "unknown-preset",
    severity: Error,
    title: "A preset that this KAITO version does not have",
    cause: "Which presets there are depends on `kaito.version`. An unknown one is refused by the controller, or by older add-ons accepted and never started.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {phi-4-mini: {preset: phi-4-mini}}\n",
    },
    fix: "Write a preset that the finding names, or use the KAITO version that has it.",
    source: Some(PRESETS),
};

const UNKNOWN_PUBLISHER: Entry = Entry {
    name: "unknown-publisher",
    severity: Error,
    title: "A model of a publisher that KAITO's catalog does not know",
    cause: "From 0.9 on KAITO takes any Hugging Face id and trusts the code that comes with the weights. Code of an unknown publisher would run on the node.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {mode: chart, version: 0.12.0}
models: {mistral-7b-instruct: {preset: acme/model}}
",
    },
    fix: "Use a model of KAITO's catalog.",
    source: Some(PRESETS),
};

const UNCHECKED_MODEL: Entry = Entry {
    name: "unchecked-model",
    severity: Warning,
    title: "A model of which nothing is known",
    cause: "The publisher is known, the model is not in KAITO's catalog, so that its need of GPU memory cannot be checked.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {mode: chart, version: 0.12.0}
models: {mistral-7b-instruct: {preset: microsoft/some-new-model}}
",
    },
    fix: "Use a model of KAITO's catalog if there is one that serves; else compare the model's card with the GPU.",
    source: Some(PRESETS),
};

const UNTESTED_KAITO: Entry = Entry {
    name: "untested-kaito",
    severity: Warning,
    title: "A KAITO version that the AKS add-on is not known to have",
    cause: "With `mode: addon` AKS decides the version, documented as 0.6. Presets, sizes and secrets are checked by what is written here, so a wrong version lets pass what the cluster refuses.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {version: 0.9.0}\n",
    },
    fix: "Write the version that the cluster runs, or use `mode: chart`, which installs the one that is written.",
    source: Some(Source {
        document: "Microsoft Learn: Deploy an AI model on AKS with the AI toolchain operator add-on",
        dated: "read 2026-08-21",
        url: Some("https://learn.microsoft.com/azure/aks/ai-toolchain-operator"),
    }),
};

const UNUSABLE_SIZE: Entry = Entry {
    name: "unusable-size",
    severity: Error,
    title: "A GPU size that cannot be used",
    cause: "The size is unknown to this KAITO version, withdrawn by Azure, of AMD, a part of a GPU, or not offered by AKS. KAITO admits some of them and then waits for a node for ever.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {instanceType: Standard_NC6s_v3}}\n",
    },
    fix: "Use a size that the finding lists.",
    source: Some(SIZES),
};

const RETIRING_SIZE: Entry = Entry {
    name: "retiring-size",
    severity: Warning,
    title: "A GPU size that Azure is about to withdraw",
    cause: "Azure has announced the day on which machines of this size stop. The finding states the day; it does not depend on today's date.",
    example: Example::Input {
        path: "catalog/facts/sizes.yaml",
        text: "date: \"2026-11-30\"
source: a notice of Azure
sizes: [{name: Standard_NC24ads_A100_v4, retirement: \"2027-09-30\"}]
",
    },
    fix: "Plan the move to another size: a model's size can only change with a new deployment of it.",
    source: Some(SIZES),
};

const TOO_LITTLE_MEMORY: Entry = Entry {
    name: "too-little-memory",
    severity: Error,
    title: "A model that does not fit the GPU memory of its size",
    cause: "Weights and the cache of one context must fit into the memory of all GPUs. KAITO refuses the Workspace, or, close to the edge of an A10, admits it and vLLM runs out of memory.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {qwen2.5-coder-32b: {enabled: true, instanceType: Standard_NV36ads_A10_v5}}\n",
    },
    fix: "Choose a size with more GPU memory, or a smaller `maxModelLen`.",
    source: Some(ESTIMATE),
};

const UNSUITED_GPU: Entry = Entry {
    name: "unsuited-gpu",
    severity: Warning,
    title: "Weights in a format that the GPU does not compute with",
    cause: "bfloat16, the type of most weights, needs compute capability 8.0 (Ampere), fp8 needs 8.9 (Ada, Hopper), nvfp4 needs 10 (Blackwell). KAITO does not look at this; vLLM falls back to slower kernels or stops.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {mode: chart, version: 0.12.0}
models: {mistral-7b-instruct: {preset: ministral-3-8b-instruct}}
",
    },
    fix: "Choose a size with newer GPUs, or a model with other weights.",
    source: Some(ESTIMATE),
};

const SEVERAL_NODES: Entry = Entry {
    name: "several-nodes",
    severity: Warning,
    title: "A model that is spread over several nodes",
    cause: "The model does not fit one machine, so that KAITO runs it on several that work as one. Every token passes the network between them, and each node costs a GPU machine.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {mode: chart, version: 0.12.0}
models: {phi-4: {enabled: true, instanceType: Standard_NV36ads_A10_v5}}
",
    },
    fix: "Choose a size with more GPU memory if there is quota for it.",
    source: Some(ESTIMATE),
};

const SMALL_NODE_POOL: Entry = Entry {
    name: "small-node-pool",
    severity: Error,
    title: "A model's own node pool has fewer nodes than the model needs",
    cause: "With own pools KAITO makes no nodes: the Workspace waits for ever.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "kaito: {mode: chart, version: 0.12.0}
aks: {nodeProvisioning: manual}
models:
  phi-4: {enabled: true, instanceType: Standard_NV36ads_A10_v5, nodePool: {count: 1}}
",
    },
    fix: "Raise `nodePool.count`, or choose a size with more GPU memory.",
    source: Some(ESTIMATE),
};

const UNUSED_NODE_POOL: Entry = Entry {
    name: "unused-node-pool",
    severity: Warning,
    title: "A node pool is described that is not made",
    cause: "Only `kaito.mode: chart` with `aks.nodeProvisioning: manual` has node pools of the platform's own; otherwise KAITO makes the nodes, and count, spot and zones have no effect.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {nodePool: {spot: true}}}\n",
    },
    fix: "Remove `nodePool`, or switch to own pools.",
    source: Some(Source {
        document: "kaito-project/kaito v0.12.0: website/docs; Microsoft Learn: node auto-provisioning in AKS",
        dated: "read 2026-08-21",
        url: None,
    }),
};

const MODEL_SECRET: Entry = Entry {
    name: "model-secret",
    severity: Error,
    title: "A secret for the weights is missing or refused",
    cause: "Gated weights need a token of Hugging Face, in a Kubernetes Secret that `modelAccessSecret` names. Some versions of KAITO refuse the field for presets whose weights are open.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {phi-4-mini: {preset: llama-3.1-8b-instruct}}\n",
    },
    fix: "Add the name of the Secret, or remove it, as the finding states. The token itself is never an input.",
    source: Some(PRESETS),
};

const CONTEXT_TOO_LONG: Entry = Entry {
    name: "context-too-long",
    severity: Error,
    title: "A longer context than the model has",
    cause: "`maxModelLen` is larger than what the model was trained for, and vLLM refuses to start.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {maxModelLen: 65536}}\n",
    },
    fix: "Use the number that the finding states or a smaller one, or remove the key.",
    source: Some(PRESETS),
};

const RESERVED_ARGUMENT: Entry = Entry {
    name: "reserved-argument",
    severity: Error,
    title: "A vLLM argument that platgen or KAITO sets",
    cause: "The name that is served, the address and the port are what the gateway calls; an own value would make the model unreachable, or open files or keys to clients.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {vllm: {served-model-name: mistral}}}\n",
    },
    fix: "Remove the argument, or use the key that the finding names.",
    source: None,
};

const INVALID_ARGUMENT: Entry = Entry {
    name: "invalid-argument",
    severity: Error,
    title: "A vLLM argument that the server cannot be given, or not so",
    cause: "KAITO passes each argument as `--name=value`: a flag cannot be expressed, a value that starts with a dash is taken for another argument, and a share of memory has bounds. The server ends at its start, and the Workspace waits for ever.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {vllm: {enforce-eager: \"true\"}}}\n",
    },
    fix: "Remove the argument, or write a value as the finding states.",
    source: Some(Source {
        document: "kaito-project/kaito v0.6.0: presets/workspace/inference/vllm/inference_api.py; vLLM 0.9 to 0.20: vllm serve --help",
        dated: "read 2026-08-21",
        url: Some("https://github.com/kaito-project/kaito"),
    }),
};

const LOW_MEMORY_SHARE: Entry = Entry {
    name: "low-memory-share",
    severity: Warning,
    title: "A smaller share of GPU memory for vLLM than the nodes are counted with",
    cause: "Whether a model fits is checked with the share that KAITO gives vLLM itself. With less, weights and context may not fit.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {vllm: {gpu-memory-utilization: 0.5}}}\n",
    },
    fix: "Make sure that weights and context still fit, or remove the key.",
    source: Some(ESTIMATE),
};

const GPU_QUOTA: Entry = Entry {
    name: "gpu-quota",
    severity: Note,
    title: "The GPU quota that the nodes of a platform take",
    cause: "Quota is counted in virtual CPUs by family and region and is 0 for GPUs until somebody asks for it. `platgen check` says what is needed.",
    example: Example::Words("Any platform with an enabled KAITO model, by `platgen check`."),
    fix: "Ask Microsoft for the quota before the apply.",
    source: Some(Source {
        document: "MicrosoftDocs/azure-aks-docs fb060abe, kaito-project/kaito issue 344",
        dated: "read 2026-08-21",
        url: Some("https://github.com/kaito-project/kaito/issues/344"),
    }),
};

const UNUSED_MODEL: Entry = Entry {
    name: "unused-model",
    severity: Note,
    title: "GPU nodes are kept for a model that no team may use",
    cause: "The nodes cost money by the hour, whether or not anybody may call the model.",
    example: Example::Words("An enabled KAITO model that no team is granted, by `platgen check`."),
    fix: "Grant the model to a team, or disable it.",
    source: None,
};
