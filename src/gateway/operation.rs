//! The operations of the one API that the gateway offers: the same table makes Terraform's operations and the policies' conditions.

use crate::domain::models::model::Capability;

/// An operation of the API `openai-api`, whose path is `openai/v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `POST /chat/completions`
    ChatCompletions,
    /// `POST /completions`
    Completions,
    /// `POST /embeddings`
    Embeddings,
    /// `POST /responses`
    Responses,
    /// `GET /models`, `OpenAI`'s list
    ModelsList,
    /// `GET /deployments`, what a Foundry connection reads
    DeploymentsList,
    /// `GET /deployments/{name}`, what a Foundry connection reads
    DeploymentGet,
}

impl Operation {
    /// All of them, in the order of documentation.
    pub const ALL: [Self; 7] = [
        Self::ChatCompletions,
        Self::Completions,
        Self::Embeddings,
        Self::Responses,
        Self::ModelsList,
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
            Self::ModelsList => "models-list",
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

    /// Path below the API's, with its leading slash.
    pub fn url_template(self) -> &'static str {
        match self {
            Self::ChatCompletions => "/chat/completions",
            Self::Completions => "/completions",
            Self::Embeddings => "/embeddings",
            Self::Responses => "/responses",
            Self::ModelsList => "/models",
            Self::DeploymentsList => "/deployments",
            Self::DeploymentGet => "/deployments/{name}",
        }
    }

    /// What a model must be able to do to be called this way; none for the operations that the gateway answers itself.
    pub fn capability(self) -> Option<Capability> {
        match self {
            Self::ChatCompletions => Some(Capability::Chat),
            Self::Completions => Some(Capability::Completions),
            Self::Embeddings => Some(Capability::Embeddings),
            Self::Responses => Some(Capability::Responses),
            Self::ModelsList | Self::DeploymentsList | Self::DeploymentGet => None,
        }
    }
}
