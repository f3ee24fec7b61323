//! What the gateway answers when it refuses: one table, in `OpenAI`'s error shape, so that clients can distinguish them.

use serde_json::json;

use crate::gateway::policy::CAP;
use crate::gateway::{Response, ResponseBody, Text};

/// A refusal. The code is what clients test; it is never changed once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The key is one of an API, of all APIs, or the service's own.
    NoProduct,
    /// The key's product has no policy that decides.
    NoDecision,
    /// The team is disabled.
    TeamSuspended,
    /// The body has more bytes than policies can read.
    BodyTooLarge,
    /// The body is no JSON object that every reader understands alike.
    InvalidJson,
    /// The body has no text `model`.
    InvalidBody,
    /// The path and the body name different models.
    ModelMismatch,
    /// A member stands twice.
    DuplicateParameter,
    /// A member, or its value, is not on the operation's list.
    ParameterNotAllowed,
    /// A header chooses what an upstream does, or there are too many.
    HeaderNotAllowed,
    /// A stream would not report what it used.
    UsageNotReported,
    /// An answer would be longer than the grant allows, or as long as the model likes.
    OutputTooLong,
    /// The model is not granted, or does not exist: which of both is not said.
    ModelNotAllowed,
    /// The model is granted but cannot be called this way.
    OperationNotSupported,
    /// The request continues what the upstream has stored, which all teams share.
    StoredResponses,
    /// No model of this name among the team's.
    ModelNotFound,
    /// No deployment of this name among the team's models.
    DeploymentNotFound,
    /// Tokens per minute are used up.
    RateLimit,
    /// Calls per minute are used up.
    CallLimit,
    /// Too many calls wait for an answer.
    Concurrency,
    /// Tokens of the period are used up.
    Quota,
    /// The upstream did not answer in time.
    UpstreamTimeout,
    /// The upstream could not be reached.
    UpstreamUnreachable,
    /// A policy failed.
    GatewayError,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::NoProduct,
        Self::NoDecision,
        Self::TeamSuspended,
        Self::BodyTooLarge,
        Self::InvalidJson,
        Self::InvalidBody,
        Self::ModelMismatch,
        Self::DuplicateParameter,
        Self::ParameterNotAllowed,
        Self::HeaderNotAllowed,
        Self::UsageNotReported,
        Self::OutputTooLong,
        Self::ModelNotAllowed,
        Self::OperationNotSupported,
        Self::StoredResponses,
        Self::ModelNotFound,
        Self::DeploymentNotFound,
        Self::RateLimit,
        Self::CallLimit,
        Self::Concurrency,
        Self::Quota,
        Self::UpstreamTimeout,
        Self::UpstreamUnreachable,
        Self::GatewayError,
    ];

    /// `error.code`
    pub fn code(self) -> &'static str {
        match self {
            Self::NoProduct => "no_product",
            Self::NoDecision => "no_decision",
            Self::TeamSuspended => "team_suspended",
            Self::BodyTooLarge => "body_too_large",
            Self::InvalidJson => "invalid_json",
            Self::InvalidBody => "invalid_body",
            Self::ModelMismatch => "model_mismatch",
            Self::DuplicateParameter => "duplicate_parameter",
            Self::ParameterNotAllowed => "parameter_not_allowed",
            Self::HeaderNotAllowed => "header_not_allowed",
            Self::UsageNotReported => "usage_must_be_reported",
            Self::OutputTooLong => "output_limit_exceeded",
            Self::ModelNotAllowed => "model_not_allowed",
            Self::OperationNotSupported => "operation_not_supported",
            Self::StoredResponses => "stored_responses_not_supported",
            Self::ModelNotFound => "model_not_found",
            Self::DeploymentNotFound => "deployment_not_found",
            Self::RateLimit => "rate_limit_exceeded",
            Self::CallLimit => "call_limit_exceeded",
            Self::Concurrency => "concurrency_limit_exceeded",
            Self::Quota => "token_quota_exceeded",
            Self::UpstreamTimeout => "upstream_timeout",
            Self::UpstreamUnreachable => "upstream_unreachable",
            Self::GatewayError => "gateway_error",
        }
    }

    /// HTTP status and its reason phrase.
    pub fn status(self) -> (u16, &'static str) {
        match self {
            Self::InvalidJson
            | Self::InvalidBody
            | Self::ModelMismatch
            | Self::DuplicateParameter
            | Self::ParameterNotAllowed
            | Self::HeaderNotAllowed
            | Self::UsageNotReported
            | Self::OutputTooLong
            | Self::OperationNotSupported
            | Self::StoredResponses => (400, "Bad Request"),
            Self::NoProduct
            | Self::NoDecision
            | Self::TeamSuspended
            | Self::ModelNotAllowed
            | Self::Quota => (403, "Forbidden"),
            Self::ModelNotFound | Self::DeploymentNotFound => (404, "Not Found"),
            Self::BodyTooLarge => (413, "Content Too Large"),
            Self::RateLimit | Self::CallLimit | Self::Concurrency => (429, "Too Many Requests"),
            Self::GatewayError => (500, "Internal Server Error"),
            Self::UpstreamUnreachable => (502, "Bad Gateway"),
            Self::UpstreamTimeout => (504, "Gateway Timeout"),
        }
    }

    fn message(self) -> String {
        let text = match self {
            Self::OutputTooLong => {
                return format!(
                    "Answers of this model have at most {CAP} tokens for this team: state 'max_completion_tokens' (chat), 'max_tokens' \
                     (completions) or 'max_output_tokens' (responses) as a whole number which times 'n' is no more than that, for one prompt."
                );
            }
            Self::NoProduct => "This key belongs to no team. Use the key of a team's subscription.",
            Self::NoDecision => {
                "The policy of this team is not in force. Report it to the platform team."
            }
            Self::TeamSuspended => "This team is suspended. Ask the platform team.",
            Self::BodyTooLarge => {
                "The request body is larger than the 2 MiB that the gateway can read. Send less at once, and images by their addresses."
            }
            Self::InvalidJson => {
                "The request body must be one JSON object (RFC 8259) in UTF-8 without byte order mark, nested at most 64 deep."
            }
            Self::InvalidBody => {
                "The request body must have a text 'model', written without escapes."
            }
            Self::ModelMismatch => {
                "The path and 'model' in the body name different models. Name one of them, or leave 'model' out."
            }
            Self::DuplicateParameter => "This parameter stands twice. Send it once.",
            Self::ParameterNotAllowed => {
                "This parameter, or this value of it, does not pass the gateway for this model. The platform team can allow some."
            }
            Self::HeaderNotAllowed => {
                "This header, or so many headers, do not pass the gateway. Leave it out."
            }
            Self::UsageNotReported => {
                "A stream must report the tokens that it used: send 'stream_options': {'include_usage': true}."
            }
            Self::ModelNotAllowed => {
                "This team is not granted this model. GET /models lists what it may use."
            }
            Self::OperationNotSupported => {
                "This model cannot be called with this operation. Use another operation or model."
            }
            Self::StoredResponses => {
                "Nothing is stored or continued here: send 'store': false, and the whole conversation in 'input' without references."
            }
            Self::ModelNotFound => {
                "This team has no model of this name. GET /models lists what it may use."
            }
            Self::DeploymentNotFound => {
                "This team has no deployment of this name. GET /deployments lists what it may use."
            }
            Self::RateLimit => "Tokens per minute are used up. Wait as long as Retry-After says.",
            Self::Quota => {
                "The token quota of this period is used up. Wait as long as Retry-After says, or ask for a larger one."
            }
            Self::CallLimit => "Calls per minute are used up. Wait as long as Retry-After says.",
            Self::Concurrency => {
                "As many calls as this team may make at once are waiting for an answer. Wait until one of them is done."
            }
            Self::UpstreamTimeout => "The model did not answer in time. Try again.",
            Self::UpstreamUnreachable => "The model could not be reached. Try again.",
            Self::GatewayError => {
                "The gateway failed to handle this request. Report it to the platform team."
            }
        };
        text.to_owned()
    }

    /// `error.type`, in `OpenAI`'s words.
    fn kind(self) -> &'static str {
        match self {
            Self::BodyTooLarge
            | Self::InvalidJson
            | Self::InvalidBody
            | Self::ModelMismatch
            | Self::DuplicateParameter
            | Self::ParameterNotAllowed
            | Self::HeaderNotAllowed
            | Self::UsageNotReported
            | Self::OutputTooLong
            | Self::OperationNotSupported
            | Self::StoredResponses
            | Self::ModelNotFound
            | Self::DeploymentNotFound => "invalid_request_error",
            Self::NoProduct | Self::NoDecision | Self::TeamSuspended | Self::ModelNotAllowed => {
                "permission_error"
            }
            Self::RateLimit => "tokens",
            Self::CallLimit | Self::Concurrency => "requests",
            Self::Quota => "insufficient_quota",
            Self::UpstreamTimeout | Self::UpstreamUnreachable | Self::GatewayError => {
                "server_error"
            }
        }
    }

    fn param(self) -> Option<&'static str> {
        match self {
            Self::InvalidBody
            | Self::ModelMismatch
            | Self::ModelNotFound
            | Self::ModelNotAllowed
            | Self::OperationNotSupported => Some("model"),
            Self::NoProduct
            | Self::NoDecision
            | Self::TeamSuspended
            | Self::BodyTooLarge
            | Self::InvalidJson
            | Self::DuplicateParameter
            | Self::ParameterNotAllowed
            | Self::HeaderNotAllowed
            | Self::UsageNotReported
            | Self::OutputTooLong
            | Self::StoredResponses
            | Self::DeploymentNotFound
            | Self::RateLimit
            | Self::CallLimit
            | Self::Concurrency
            | Self::Quota
            | Self::UpstreamTimeout
            | Self::UpstreamUnreachable
            | Self::GatewayError => None,
        }
    }

    /// Seconds to wait that are sent when the limit itself has not said: a minute is always enough for tokens per minute; for
    /// a quota it is when to ask again.
    fn retry_after(self) -> Option<u32> {
        match self {
            Self::RateLimit | Self::CallLimit => Some(60),
            Self::Concurrency => Some(1),
            Self::Quota => Some(3600),
            Self::NoProduct
            | Self::NoDecision
            | Self::TeamSuspended
            | Self::BodyTooLarge
            | Self::InvalidJson
            | Self::InvalidBody
            | Self::ModelMismatch
            | Self::DuplicateParameter
            | Self::ParameterNotAllowed
            | Self::HeaderNotAllowed
            | Self::UsageNotReported
            | Self::OutputTooLong
            | Self::ModelNotAllowed
            | Self::OperationNotSupported
            | Self::StoredResponses
            | Self::ModelNotFound
            | Self::DeploymentNotFound
            | Self::UpstreamTimeout
            | Self::UpstreamUnreachable
            | Self::GatewayError => None,
        }
    }

    /// The answer, with the member or header that is in the variable `param`.
    pub fn about_param(self) -> Response {
        Response {
            body: ResponseBody::About(self.json()),
            ..self.response()
        }
    }

    fn json(self) -> serde_json::Value {
        json!({"error": {
            "message": self.message(), "type": self.kind(), "param": self.param(), "code": self.code()
        }})
    }

    /// The answer.
    pub fn response(self) -> Response {
        let (status, reason) = self.status();
        let headers = self
            .retry_after()
            .map(|seconds| ("Retry-After", Text::RetryAfterOr(seconds)));
        Response {
            status,
            reason,
            headers: headers.into_iter().collect(),
            body: ResponseBody::Json(self.json()),
        }
    }
}
