//! Codes about what ends, goes or is replaced.

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Lifecycle:
    RetiredModel RETIRED_MODEL,
    RetiringModel RETIRING_MODEL,
    UnknownModel UNKNOWN_MODEL,
    UnknownModelVersion UNKNOWN_MODEL_VERSION,
    RemovedTeam REMOVED_TEAM,
    RemovedModel REMOVED_MODEL,
    ReplacedResource REPLACED_RESOURCE,
    RestartedModel RESTARTED_MODEL,
}

const RETIREMENTS: Source = Source {
    document: "Microsoft Learn: Azure OpenAI in Microsoft Foundry Models, model retirement schedule (MicrosoftDocs/azure-ai-docs-pr c0b1c98)",
    dated: "2026-09-02",
    url: Some("https://github.com/MicrosoftDocs/azure-ai-docs"),
};

const RETIRED_MODEL: Entry = Entry {
    name: "retired-model",
    severity: Error,
    title: "A model version that Azure no longer serves",
    cause: "A deployment of a retired version is refused, and one that exists answers no more. Without `--today` the facts are checked by the day they were read.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {modelName: gpt-35-turbo, version: \"0613\"}}\n",
    },
    fix: "Use another version or model: the finding names what Microsoft does.",
    source: Some(RETIREMENTS),
};

const RETIRING_MODEL: Entry = Entry {
    name: "retiring-model",
    severity: Note,
    title: "A model version that Azure withdraws on a known day",
    cause: "On that day all teams lose the model at once. `platgen check --today DAY` warns from 90 days before, and is an error from the day itself.",
    example: Example::Words("A version whose end is known, by `platgen check`."),
    fix: "Plan the move to another version.",
    source: Some(RETIREMENTS),
};

const UNKNOWN_MODEL: Entry = Entry {
    name: "unknown-model",
    severity: Warning,
    title: "A Foundry model that Azure is not known to have",
    cause: "Probably misspelt, or newer than the facts. Azure refuses a deployment of a model that does not exist, and names of models count with their case.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {modelName: gpt-5.6-tera}}\n",
    },
    fix: "Write the name that the finding suggests. If Azure has the model, name it in `catalog/facts/`.",
    source: Some(RETIREMENTS),
};

const UNKNOWN_MODEL_VERSION: Entry = Entry {
    name: "unknown-model-version",
    severity: Warning,
    title: "A version that a known model is not known to have",
    cause: "Probably misspelt, or newer than the facts. Azure refuses a deployment of a version that does not exist.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {version: \"2025-04-41\"}}\n",
    },
    fix: "Write one of the versions that the finding names, or make sure that there is a newer one.",
    source: Some(RETIREMENTS),
};

const REMOVED_TEAM: Entry = Entry {
    name: "removed-team",
    severity: Warning,
    title: "A team that was served until now is destroyed with its keys",
    cause: "Applying removes the product and the subscription, and clients that still use the keys get 401.",
    example: Example::Words("A team's folder is deleted, compared with the last build."),
    fix: "Suspend the team first with `enabled: false`, and remove it when nobody calls any more.",
    source: None,
};

const REMOVED_MODEL: Entry = Entry {
    name: "removed-model",
    severity: Warning,
    title: "A model that teams could use until now is gone",
    cause: "Applying destroys the deployment or the Workspace. Requests for the model are refused from then on.",
    example: Example::Words(
        "A model is removed together with its grants, compared with the last build.",
    ),
    fix: "Keep the model until its last team has moved.",
    source: None,
};

const REPLACED_RESOURCE: Entry = Entry {
    name: "replaced-resource",
    severity: Warning,
    title: "A change that Azure makes only by destroying something and making it anew",
    cause: "What stands there is gone until the new one is up, and with it addresses, keys or data. A GPU node takes many minutes.",
    example: Example::Words(
        "Another `suffix`, compared with the last build: every resource is named by it.",
    ),
    fix: "Undo the change, or plan the interruption.",
    source: Some(Source {
        document: "azurerm 5.2: arguments that force a new resource; kaito-project/kaito: fields of a Workspace that cannot change",
        dated: "read 2026-08-21",
        url: None,
    }),
};

const RESTARTED_MODEL: Entry = Entry {
    name: "restarted-model",
    severity: Warning,
    title: "A change that a model on the cluster takes up only by a new start",
    cause: "Other vLLM arguments or another context need a new pod. KAITO ends the old one first, since both would need the same GPUs, and the new one loads all weights before it answers.",
    example: Example::Words("Another `maxModelLen`, compared with the last build."),
    fix: "Apply it when nobody uses the model.",
    source: Some(Source {
        document: "kaito-project/kaito: issue 1132, and what the controller patches of a StatefulSet",
        dated: "read 2026-08-21",
        url: Some("https://github.com/kaito-project/kaito/issues/1132"),
    }),
};
