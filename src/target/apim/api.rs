//! The policy of the API: reads the request, has the product decide, refuses what it has not granted, and routes.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::Refusal;
use super::product::REMAINING_HEADER;
use super::{backends, bounds, lists};
use crate::core::origin::Origin;
use crate::domain::models::model::Capability;
use crate::domain::platform::model::Platform;
use crate::facts::headers::DELETED;
use crate::facts::limits;
use crate::gateway::elements::body::FaultKind;
use crate::gateway::elements::cors::Cors;
use crate::gateway::elements::headers;
use crate::gateway::service::Service;
use crate::gateway::{
    Backend, CallLimitKind, Choose, Flag, Forward, Header, HeaderChange, Inbound, InboundOnly,
    Literal, NonEmpty, OnError, Operation, Outbound, Policy, Read, Retry, StatusTest, Step, Text,
    TextVar, Value, When,
};

/// Longer times are not honoured reliably between gateway and upstream (Microsoft Learn, "forward-request policy").
const TIMEOUT_SECONDS: u16 = 240;

/// Headers of answers that scripts on allowed websites may read.
const EXPOSED: [&str; 3] = ["Retry-After", ERROR_SOURCE, REMAINING_HEADER];

/// Response header that distinguishes errors of the upstream from those of the gateway.
const ERROR_SOURCE: &str = "x-error-source";

/// Members that keep something at the upstream, or go on from what is kept there.
const STORED: [&str; 6] = [
    "background",
    "conversation",
    "input[]",
    "previous_response_id",
    "prompt",
    "store",
];

/// The policy of the API.
pub fn policy(platform: &Platform) -> Policy {
    let service = Service::of(platform);
    let inbound = [
        allow_browsers(platform),
        refuse_without_product(),
        read_request(platform),
        vec![
            Step::comment(
                "The product's policy: which models, which limits. It leaves the granted model in a variable.",
            ),
            Step::Base,
        ],
        lists::answer(platform),
        refuse_unsupported(platform),
        refuse_members(),
        bounds::refuse_long_answers(),
        close_headers(),
        route(&service),
    ];
    Policy {
        inbound: inbound.into_iter().flatten().collect(),
        backend: bounds::at_once(platform, backend(&service)),
        outbound: outbound(),
        on_error: on_error(),
    }
}

/// First of all, so that refusals reach scripts too. What the service refuses before any policy, a key that is missing or
/// wrong, is the one thing that they cannot read.
fn allow_browsers(platform: &Platform) -> Vec<Inbound> {
    let origins = platform.apim.cors_origins.iter().map(Literal::from);
    let Some(origins) = NonEmpty::of(origins) else {
        return Vec::new();
    };
    let exposed = &EXPOSED;
    vec![
        Step::comment(
            "Websites whose scripts may call the gateway from a browser. A key is asked for all the same.",
        ),
        Step::Only(InboundOnly::Cors(Cors {
            origins,
            allowed: granted_headers(platform),
            exposed,
        })),
    ]
}

/// Headers that some grant lets pass, each once.
fn granted_headers(platform: &Platform) -> Vec<Literal> {
    let mut all: BTreeMap<&str, BTreeSet<Origin>> = BTreeMap::new();
    let grants = platform.teams.iter().flat_map(|team| &team.grants);
    for headers in grants.map(|grant| &grant.allow.headers) {
        for name in &headers.value {
            all.entry(name).or_default().insert(headers.origin);
        }
    }
    let literal = |(name, at): (&str, BTreeSet<Origin>)| Literal::fixed(name).and_at(at);
    all.into_iter().map(literal).collect()
}

fn refuse_without_product() -> Vec<Inbound> {
    vec![
        Step::comment(
            "Keys of this API or of all APIs skip every product policy, so they have met no list of models and no limit.",
        ),
        Step::refuse_when(Flag::NoProduct, Refusal::NoProduct.response()),
    ]
}

/// Operations that carry a body for a model.
fn with_model() -> Flag {
    let called = Flag::operations(Operation::of_capabilities(&Capability::ALL));
    called.unwrap_or(Flag::Empty(Text::OperationId))
}

fn read_request(platform: &Platform) -> Vec<Inbound> {
    let path_model = || Text::Variable(TextVar::PathModel);
    let tier = limits::apim(&platform.apim.sku.value);
    let largest = tier.map_or(limits::BUFFERED_BYTES, |tier| tier.buffered_bytes);
    let refused = |kind, response| When {
        condition: Flag::BodyFault(kind),
        then: NonEmpty::one(Step::Answer(response)),
        origin: None,
    };
    let named = |kind, refusal: Refusal| When {
        condition: Flag::BodyFault(kind),
        then: NonEmpty::new(
            Step::SetVariable(Value::Read(TextVar::Param, Read::FaultName)),
            [Step::Answer(refusal.about_param())],
        ),
        origin: None,
    };
    let faults = NonEmpty::new(
        refused(FaultKind::TooLarge, Refusal::BodyTooLarge.response()),
        [
            refused(FaultKind::NotJson, Refusal::InvalidJson.response()),
            named(FaultKind::Twice, Refusal::DuplicateParameter),
            named(FaultKind::OddName, Refusal::ParameterNotAllowed),
        ],
    );
    let read = NonEmpty::new(
        Step::SetVariable(Value::Body(largest)),
        [
            Step::Choose(Choose {
                whens: faults,
                otherwise: None,
            }),
            Step::SetVariable(Value::Read(TextVar::AskedModel, Read::BodyModel)),
            Step::when(
                Flag::Empty(path_model()).negated(),
                NonEmpty::new(
                    Step::refuse_when(
                        Flag::BodyNamesModel.and(
                            Flag::Equal(Text::Variable(TextVar::AskedModel), path_model())
                                .negated(),
                        ),
                        Refusal::ModelMismatch.response(),
                    ),
                    [Step::SetVariable(Value::Text(
                        TextVar::AskedModel,
                        path_model(),
                    ))],
                ),
            ),
            Step::refuse_when(
                Flag::Empty(Text::Variable(TextVar::AskedModel)),
                Refusal::InvalidBody.response(),
            ),
        ],
    );
    vec![
        Step::comment(
            "The body is read once, as strict JSON: whoever reads it after this reads the same. Bytes are counted, so chunks are too.",
        ),
        Step::when(with_model(), read),
    ]
}

/// What an operation lets pass is its policy's list; without one, nothing passes.
fn refuse_members() -> Vec<Inbound> {
    let param = || Text::Variable(TextVar::Param);
    let about = |condition, refusal: Refusal| When {
        condition,
        then: NonEmpty::one(Step::Answer(refusal.about_param())),
        origin: None,
    };
    let stored = NonEmpty::of(STORED.map(Literal::fixed));
    let streams = Flag::equal(param(), Literal::fixed("stream_options.include_usage"));
    let first = about(streams, Refusal::UsageNotReported);
    let stored = stored.map(|names| about(Flag::In(param(), names), Refusal::StoredResponses));
    let other = about(Flag::Empty(param()).negated(), Refusal::ParameterNotAllowed);
    vec![
        Step::comment(
            "Only members that the operation's policy lists reach a model, with the values listed there, or that the grant allows besides.",
        ),
        Step::SetVariable(Value::Read(TextVar::Param, Read::RefusedMember)),
        Step::Choose(Choose {
            whens: NonEmpty::new(first, stored.into_iter().chain([other])),
            otherwise: None,
        }),
    ]
}

/// Headers that choose what is done are refused, all that do not pass are deleted, and so is the query. The body was read as
/// UTF-8, so that is what the upstream is given it is.
fn close_headers() -> Vec<Inbound> {
    let refused = Flag::Empty(Text::Variable(TextVar::Param)).negated();
    let slot = |slot| Step::Only(InboundOnly::DeleteUnknownHeader(slot));
    let slots = NonEmpty::new(slot(0), (1..headers::SLOTS).map(slot));
    let unknown = NonEmpty::new(
        Step::SetVariable(Value::Read(TextVar::Param, Read::RefusedHeader)),
        [Step::refuse_when(
            refused,
            Refusal::HeaderNotAllowed.about_param(),
        )],
    );
    let header = |name, change| Step::SetHeader(Header { name, change });
    let mut steps = vec![
        Step::comment(
            "Headers: what proves the client to the gateway is nobody else's, answers are not compressed, and what is not known does not pass.",
        ),
        Step::SetVariable(Value::Headers),
        Step::when(Flag::UnknownHeaders, unknown.and(slots.iter().cloned())),
    ];
    steps.extend(DELETED.map(|name| header(name, HeaderChange::Delete)));
    steps.extend([
        header(
            "Content-Type",
            HeaderChange::Override(Text::fixed("application/json")),
        ),
        Step::Only(InboundOnly::RewriteUri(Text::Variable(
            TextVar::UpstreamPath,
        ))),
    ]);
    steps
}

/// One refusal per capability that some model does not have. Models are named by what they can do, so that one which is
/// forgotten is refused.
fn refuse_unsupported(platform: &Platform) -> Vec<Inbound> {
    let whens = Capability::ALL.into_iter().filter_map(|capability| {
        let condition = unsupported(platform, capability)?;
        let then = NonEmpty::one(Step::Answer(Refusal::OperationNotSupported.response()));
        Some(When {
            condition,
            then,
            origin: None,
        })
    });
    match NonEmpty::of(whens) {
        Some(whens) => vec![
            Step::comment("A granted model that cannot be called this way."),
            Step::Choose(Choose {
                whens,
                otherwise: None,
            }),
        ],
        None => Vec::new(),
    }
}

fn unsupported(platform: &Platform, capability: Capability) -> Option<Flag> {
    let kaito = platform.enabled_kaito().map(|model| {
        (
            &model.name,
            &model.capabilities.value,
            vec![model.capabilities.origin],
        )
    });
    let foundry = platform.enabled_foundry().map(|model| {
        (
            &model.name,
            &model.capabilities.value,
            model.capabilities_origins(),
        )
    });
    let all: Vec<_> = kaito.chain(foundry).collect();
    let (able, unable): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|(_, capabilities, _)| capabilities.contains(&capability));
    if unable.is_empty() {
        return None;
    }
    let entries = |at: &[Origin]| at.iter().map(|one| one.entry()).collect::<Vec<_>>();
    // The branch is there because of the models that cannot.
    let because: Vec<Origin> = unable.iter().flat_map(|(_, _, at)| entries(at)).collect();
    let capability = [capability];
    let ids = Operation::of_capabilities(&capability)
        .map(|one| Literal::fixed(one.id()).and_at(because.iter().copied()));
    let called = Flag::one_of(Text::OperationId, NonEmpty::of(ids)?);
    let able = able
        .iter()
        .map(|(name, _, at)| Literal::from(*name).and_at(entries(at)));
    Some(match NonEmpty::of(able) {
        Some(able) => called.and(Flag::one_of(Text::Variable(TextVar::Model), able).negated()),
        None => called,
    })
}

fn route(service: &Service) -> Vec<Inbound> {
    let refuse = || Step::Answer(Refusal::ModelNotAllowed.response());
    let Some(whens) = NonEmpty::of(backends::routes(service)) else {
        return vec![Step::comment("The catalog enables no model."), refuse()];
    };
    vec![
        Step::SetVariable(Value::Text(
            TextVar::UpstreamModel,
            Text::Variable(TextVar::Model),
        )),
        Step::comment(
            "Foundry is called with the gateway's own identity; models on the cluster get no credential at all.",
        ),
        Step::Choose(Choose {
            whens,
            otherwise: Some(NonEmpty::one(refuse())),
        }),
        Step::comment(
            "An alias is replaced by the name that the upstream knows; every other byte of the body stays.",
        ),
        backends::name_model(),
    ]
}

fn backend(service: &Service) -> Backend {
    let forward = Forward {
        timeout_seconds: TIMEOUT_SECONDS,
    };
    let worth_it = NonEmpty::new(
        Flag::Status(StatusTest::Is(429)),
        [Flag::Status(StatusTest::AtLeast(500))],
    );
    let whens = backends::pools_by_retries(service).into_iter().filter_map(
        |(count, (models, count_at))| {
            let models = NonEmpty::of(models)?;
            let condition = Flag::Or(worth_it.clone());
            let retry = Retry {
                condition,
                count,
                count_at,
                forward,
            };
            Some((Flag::one_of(Text::Variable(TextVar::Model), models), retry))
        },
    );
    match NonEmpty::of(whens) {
        Some(whens) => Backend::RetrySome {
            whens,
            otherwise: forward,
        },
        None => Backend::Forward(forward),
    }
}

fn outbound() -> Vec<Outbound> {
    let mark = Header {
        name: ERROR_SOURCE,
        change: HeaderChange::Override(Text::fixed("upstream")),
    };
    vec![
        Step::Base,
        Step::comment(
            "So that a 429 of the model can be distinguished from a 429 of this team's limit. The body is never read here: that would hold streams back.",
        ),
        Step::when(
            Flag::Status(StatusTest::AtLeast(400)),
            NonEmpty::one(Step::SetHeader(mark)),
        ),
    ]
}

fn on_error() -> Vec<OnError> {
    let answers = [
        (Flag::FailedBy(CallLimitKind::PerMinute), Refusal::CallLimit),
        (Flag::FailedBy(CallLimitKind::AtOnce), Refusal::Concurrency),
        (Flag::Status(StatusTest::Is(429)), Refusal::RateLimit),
        (Flag::Status(StatusTest::Is(403)), Refusal::Quota),
        (
            Flag::FailedInBackend.and(Flag::TimedOut),
            Refusal::UpstreamTimeout,
        ),
        (Flag::FailedInBackend, Refusal::UpstreamUnreachable),
        (Flag::Status(StatusTest::Is(500)), Refusal::GatewayError),
    ];
    let whens = answers.map(|(condition, refusal)| {
        let then = NonEmpty::one(Step::Answer(refusal.response()));
        When {
            condition,
            then,
            origin: None,
        }
    });
    let mut steps = vec![Step::Base];
    if let Some(whens) = NonEmpty::of(whens) {
        steps.push(Step::comment("Only limits answer 429 and 403 by an error; refusals above are answers. 401 and 404 stay the service's."));
        steps.push(Step::Choose(Choose {
            whens,
            otherwise: None,
        }));
    }
    steps
}
