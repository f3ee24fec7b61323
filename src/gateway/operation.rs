//! The operations of the one API that the gateway offers: the same table makes Terraform's operations and the policies' conditions.

use crate::domain::models::model::Capability;
use crate::domain::names;

/// An operation of the API `openai-api`, whose path is `openai`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `POST /v1/chat/completions`
    ChatCompletions,
    /// `POST /v1/completions`
    Completions,
    /// `POST /v1/embeddings`
    Embeddings,
    /// `POST /v1/responses`
    Responses,
    /// `POST /deployments/{deployment}/chat/completions`, as clients of Azure `OpenAI` call it
    AzureChatCompletions,
    /// `POST /deployments/{deployment}/completions`
    AzureCompletions,
    /// `POST /deployments/{deployment}/embeddings`
    AzureEmbeddings,
    /// `GET /v1/models`, `OpenAI`'s list
    ModelsList,
    /// `GET /v1/models/{model}`, one of that list
    ModelGet,
    /// `GET /v1/deployments`, what a Foundry connection reads
    DeploymentsList,
    /// `GET /v1/deployments/{name}`, what a Foundry connection reads
    DeploymentGet,
}

/// The parameter of a path that names the model, where the path does.
pub const DEPLOYMENT: &str = "deployment";

impl Operation {
    /// All of them, in the order of documentation.
    pub const ALL: [Self; 11] = [
        Self::ChatCompletions,
        Self::Completions,
        Self::Embeddings,
        Self::Responses,
        Self::AzureChatCompletions,
        Self::AzureCompletions,
        Self::AzureEmbeddings,
        Self::ModelsList,
        Self::ModelGet,
        Self::DeploymentsList,
        Self::DeploymentGet,
    ];

    /// Id in API Management: the file of its policy, and what conditions compare.
    pub fn id(self) -> &'static str {
        match self {
            Self::ChatCompletions => "chat-completions",
            Self::Completions => "completions",
            Self::Embeddings => "embeddings",
            Self::Responses => "responses",
            Self::AzureChatCompletions => "azure-chat-completions",
            Self::AzureCompletions => "azure-completions",
            Self::AzureEmbeddings => "azure-embeddings",
            Self::ModelsList => "models-list",
            Self::ModelGet => "model-get",
            Self::DeploymentsList => "deployments-list",
            Self::DeploymentGet => "deployment-get",
        }
    }

    /// HTTP method.
    pub fn method(self) -> &'static str {
        match self.capability() {
            Some(_) => "POST",
            None => "GET",
        }
    }

    /// Path below an endpoint of `OpenAI`'s v1 API, the gateway's or an upstream's, with its leading slash.
    pub fn path(self) -> &'static str {
        match self {
            Self::ChatCompletions | Self::AzureChatCompletions => "/chat/completions",
            Self::Completions | Self::AzureCompletions => "/completions",
            Self::Embeddings | Self::AzureEmbeddings => "/embeddings",
            Self::Responses => "/responses",
            Self::ModelsList => "/models",
            Self::ModelGet => "/models/{model}",
            Self::DeploymentsList => "/deployments",
            Self::DeploymentGet => "/deployments/{name}",
        }
    }

    /// Path below the API's, with its leading slash.
    pub fn url_template(self) -> String {
        if self.names_model_in_path() {
            format!("/deployments/{{{DEPLOYMENT}}}{}", self.path())
        } else {
            format!("/{}{}", names::API_VERSION, self.path())
        }
    }

    /// Path below the gateway's URL, with its leading slash.
    pub fn whole_path(self) -> String {
        format!("/{}{}", names::API_PATH, self.url_template())
    }

    /// Whether the path names the model, so that the body need not.
    pub fn names_model_in_path(self) -> bool {
        matches!(
            self,
            Self::AzureChatCompletions | Self::AzureCompletions | Self::AzureEmbeddings
        )
    }

    /// What a model must be able to do to be called this way; none for the operations that the gateway answers itself.
    pub fn capability(self) -> Option<Capability> {
        match self {
            Self::ChatCompletions | Self::AzureChatCompletions => Some(Capability::Chat),
            Self::Completions | Self::AzureCompletions => Some(Capability::Completions),
            Self::Embeddings | Self::AzureEmbeddings => Some(Capability::Embeddings),
            Self::Responses => Some(Capability::Responses),
            Self::ModelsList | Self::ModelGet | Self::DeploymentsList | Self::DeploymentGet => None,
        }
    }

    /// All by which a model with one of these capabilities is called.
    pub fn of_capabilities(all: &[Capability]) -> impl Iterator<Item = Self> {
        let able = |one: &Self| one.capability().is_some_and(|one| all.contains(&one));
        Self::ALL.into_iter().filter(able)
    }
}
