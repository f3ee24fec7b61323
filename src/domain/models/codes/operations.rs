//! Codes about what models can be called for.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Operations:
    UncallableModel UNCALLABLE_MODEL,
    MissingCapability MISSING_CAPABILITY,
}

/// `facts/model-versions.yaml`.
const MODELS: Source = Source {
    document: "Microsoft Learn: Foundry Models sold directly by Azure; Azure OpenAI in Microsoft Foundry Models",
    dated: "2026-09-21",
    url: Some(
        "https://learn.microsoft.com/azure/foundry/foundry-models/concepts/models-sold-directly-by-azure",
    ),
};

const UNCALLABLE_MODEL: Entry = Entry {
    name: "uncallable-model",
    severity: Error,
    title: "A Foundry model that no operation of the gateway can call",
    cause: "The gateway offers chat completions, completions, embeddings and responses. Models for sound, images, videos, realtime sessions, documents or ranking have operations of their own, which it neither offers nor counts, and Azure answers any other by an error.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {modelName: whisper, version: \"001\"}}\n",
    },
    fix: "Remove the model with its grants. If Azure answers it by an operation of the gateway, say so by `capabilities` in `catalog/facts/`.",
    source: Some(MODELS),
};

const MISSING_CAPABILITY: Entry = Entry {
    name: "missing-capability",
    severity: Error,
    title: "A model is to be called by an operation that it does not have",
    cause: "Azure answers such a call by an error: models like o3-pro and those for code have responses only, most models of other publishers chat only.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {modelName: gpt-5.4-pro, version: \"2026-03-05\", capabilities: [chat, responses]}}\n",
    },
    fix: "Write what the finding names, or leave `capabilities` out. If Azure answers by more, say so by `capabilities` in `catalog/facts/`.",
    source: Some(MODELS),
};
