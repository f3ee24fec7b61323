//! The policy of a team's product: which models it grants, and how much of them.

use super::errors::Refusal;
use crate::core::fields::Entity as _;
use crate::core::origin::{Origin, Sourced};
use crate::domain::consumers::model::{Grant, Team};
use crate::domain::models::model::{Capability, Model};
use crate::gateway::elements::headers;
use crate::gateway::{
    Backend, CallLimit, Choose, EntraToken, Flag, Guid, Inbound, InboundOnly, Literal, NonEmpty,
    Operation, Policy, Step, Text, TextVar, TokenLimit, TokenMetric, Value, When,
};

/// Response header in which `OpenAI`'s clients look for what is left of this minute's tokens.
pub(super) const REMAINING_HEADER: &str = "x-ratelimit-remaining-tokens";

/// The policy of a team's product.
pub fn policy(team: &Team) -> Policy {
    let mut inbound = vec![Step::Base];
    if team.enabled.value {
        inbound.extend(entra(team));
        inbound.extend(decide(team));
        inbound.extend(count(team));
    } else {
        inbound.push(Step::comment(
            "The team is disabled: nothing is granted, whatever its keys are.",
        ));
        inbound.push(Step::Answer(Refusal::TeamSuspended.response()));
    }
    Policy {
        inbound,
        backend: Backend::Base,
        outbound: vec![Step::Base],
        on_error: vec![Step::Base],
    }
}

fn entra(team: &Team) -> Vec<Inbound> {
    let Some(auth) = &team.entra else {
        return Vec::new();
    };
    let clients: Option<Vec<Guid>> = auth.client_ids.iter().map(Guid::parse).collect();
    let clients = clients.and_then(NonEmpty::of);
    let audiences = NonEmpty::of(auth.audiences.iter().map(Literal::from));
    let tenant = Guid::parse(&auth.tenant_id);
    let (Some(tenant), Some(audiences), Some(clients)) = (tenant, audiences, clients) else {
        // Ids that are none are reported when reading the inputs; until then nobody of the team gets in.
        return vec![Step::Answer(Refusal::TeamSuspended.response())];
    };
    let token = EntraToken {
        tenant,
        audiences,
        clients,
    };
    vec![
        Step::comment("This team's clients prove themselves by an Entra token besides the key."),
        Step::Only(InboundOnly::ValidateEntraToken(token)),
    ]
}

/// Lists are open to every team; a model must be granted.
fn decide(team: &Team) -> Vec<Inbound> {
    let lists = Operation::ALL
        .into_iter()
        .filter(|operation| operation.capability().is_none());
    let Some(lists) = NonEmpty::of(lists.map(|operation| Literal::fixed(operation.id()))) else {
        return Vec::new();
    };
    let listing = Value::Listing(
        team.grants
            .iter()
            .map(|grant| Literal::at(grant.model.name().as_str(), grant.source))
            .collect(),
    );
    let list = When {
        condition: Flag::one_of(Text::OperationId, lists),
        then: NonEmpty::one(Step::SetVariable(listing)),
        origin: None,
    };
    let whens = NonEmpty::new(list, team.grants.iter().map(|grant| granted(team, grant)));
    let refuse = NonEmpty::one(Step::Answer(Refusal::ModelNotAllowed.response()));
    vec![
        Step::comment(
            "What the lists show; then one branch per granted model: its name, its aliases, its own counter.",
        ),
        Step::Choose(Choose {
            whens,
            otherwise: Some(refuse),
        }),
    ]
}

fn granted(team: &Team, grant: &Grant) -> When<InboundOnly> {
    let name = Literal::at(grant.model.name().as_str(), grant.model.origin());
    let names = NonEmpty::new(
        name.clone(),
        grant.model.aliases().iter().map(Literal::from),
    );
    let decision = Step::SetVariable(Value::Text(TextVar::Model, name.into()));
    let switches = switches(grant)
        .map(|switches| Step::SetVariable(Value::Text(TextVar::Allowed, switches.into())));
    let tokens = limit(team, grant).map(|limit| Step::Only(InboundOnly::LimitTokens(limit)));
    let steps = switches
        .into_iter()
        .chain(bounds(team, grant))
        .chain(calls(team, grant))
        .chain(tokens);
    When {
        condition: Flag::one_of(Text::Variable(TextVar::AskedModel), names),
        then: NonEmpty::new(decision, steps),
        origin: Some(grant.source),
    }
}

/// What the grant allows besides what always passes: names of switches in the rules of [`members`]. None where nothing is
/// other than usual.
///
/// [`members`]: crate::gateway::elements::members
fn switches(grant: &Grant) -> Option<Literal> {
    let allow = &grant.allow;
    let mut found: Vec<(String, Origin)> = Vec::new();
    let tools = &allow.tools;
    for usual in ["custom", "function"] {
        if !tools.value.iter().any(|tool| tool == usual) {
            found.push((format!("no-{usual}"), tools.origin));
        }
    }
    let others = tools
        .value
        .iter()
        .filter(|tool| !matches!(tool.as_str(), "custom" | "function"));
    found.extend(others.map(|tool| (tool.clone(), tools.origin)));
    let flags = [
        ("data-sources", &allow.data_sources),
        ("store", &allow.store),
        ("unreported-streams", &allow.unreported_streams),
    ];
    let flags = flags.into_iter().filter(|(_, flag)| flag.value);
    found.extend(flags.map(|(name, flag)| (name.to_owned(), flag.origin)));
    let members = allow.members.value.iter();
    found.extend(members.map(|name| (format!(".{name}"), allow.members.origin)));
    let headers = allow.headers.value.iter();
    found.extend(headers.map(|name| (format!("{}{name}", headers::SWITCH), allow.headers.origin)));
    if matches!(grant.model, Model::Kaito(_)) {
        found.push(("vllm".to_owned(), grant.model.origin().entry()));
    }
    let text = found
        .iter()
        .map(|(name, _)| name.as_str())
        .collect::<Vec<_>>()
        .join(";");
    let origins = allow.origins().into_iter().map(Origin::derived);
    (!found.is_empty()).then(|| Literal::fixed(text).and_at(origins))
}

/// What the API's policy has to know to hold requests to the grant: how long answers may be, how many calls may wait.
fn bounds(team: &Team, grant: &Grant) -> Vec<Inbound> {
    let number = |name, number: Sourced<u64>| {
        Step::SetVariable(Value::Text(name, Literal::from(&number).into()))
    };
    let mut steps = Vec::new();
    steps.extend(
        grant
            .max_output_tokens
            .map(|cap| number(TextVar::OutputCap, cap)),
    );
    if let Some(at_once) = grant.concurrency {
        steps.push(number(TextVar::Concurrency, at_once));
        let counter = counter(team, grant).and_at([at_once.origin.entry()]);
        steps.push(Step::SetVariable(Value::Text(
            TextVar::InFlight,
            counter.into(),
        )));
    }
    steps
}

/// Operations whose tokens `llm-token-limit` is documented to count (Microsoft Learn, "llm-token-limit policy", 2026-04-01: Chat
/// Completions and Responses of `OpenAI`'s formats). Whatever else carries a model is limited in calls.
const COUNTED: [Capability; 2] = [Capability::Chat, Capability::Responses];

/// The grant's limit on calls: of all, where it is written, or else of those whose tokens may not be counted.
fn calls(team: &Team, grant: &Grant) -> Option<Inbound> {
    // No team's name has a colon, so that no counter of tokens is called so.
    let limit = |counter: Literal, calls| {
        let counter = Literal {
            text: format!("calls:{}", counter.text),
            ..counter
        };
        Step::Only(InboundOnly::LimitCalls(CallLimit { counter, calls }))
    };
    if let Some(calls) = grant.calls_per_minute {
        return Some(limit(counter(team, grant), calls));
    }
    let able = grant.model.capabilities();
    let uncounted: Vec<Capability> = able
        .iter()
        .copied()
        .filter(|one| !COUNTED.contains(one))
        .collect();
    let uncounted = Operation::of_capabilities(&uncounted);
    let because = grant.model.capabilities_origins();
    let because = || because.iter().map(|origin| origin.entry());
    let uncounted = uncounted.map(|operation| Literal::fixed(operation.id()).and_at(because()));
    let called = Flag::one_of(Text::OperationId, NonEmpty::of(uncounted)?);
    let counter = counter(team, grant).and_at(because());
    let limit = limit(counter, grant.uncounted_calls_per_minute());
    Some(Step::when(called, NonEmpty::one(limit)))
}

/// The team's name, not the subscription's: a second key must not bring a second allowance.
fn counter(team: &Team, grant: &Grant) -> Literal {
    let text = format!("{}/{}", team.name.value, grant.model.name());
    Literal::at(text, grant.source).and_at([team.name.origin.derived()])
}

/// The grant's own limit.
fn limit(team: &Team, grant: &Grant) -> Option<TokenLimit> {
    let counter = counter(team, grant);
    let limit = TokenLimit::new(counter, Some(grant.tokens_per_minute), grant.quota);
    limit.map(|limit| TokenLimit {
        period_at: grant.period,
        remaining_header: Some(REMAINING_HEADER),
        estimate: Some(grant.estimate_prompts),
        ..limit
    })
}

/// What is counted over all models of the team.
fn count(team: &Team) -> Vec<Inbound> {
    let counter = Literal::from(&team.name);
    let total = TokenLimit::new(counter, team.limits.tokens_per_minute, team.limits.quota);
    let total = total.map(|total| TokenLimit {
        period_at: team.limits.period,
        ..total
    });
    let metric = TokenMetric {
        namespace: "ai-platform",
        dimensions: [
            ("team", Literal::from(&team.name).into()),
            ("cost-center", Literal::from(&team.cost_center).into()),
            ("model", Text::Variable(TextVar::Model)),
        ],
        own: ["Operation ID", "Backend ID"],
    };
    let measured = Step::Only(InboundOnly::EmitTokenMetric(metric));
    let calls = team.limits.calls_per_minute.map(|calls| CallLimit {
        counter: Literal::at(format!("calls:{}", team.name.value), team.name.origin),
        calls,
    });
    let calls = calls.map(|limit| Step::Only(InboundOnly::LimitCalls(limit)));
    let total = total.map(|limit| Step::Only(InboundOnly::LimitTokens(limit)));
    let limits: Vec<Inbound> = calls.into_iter().chain(total).collect();
    let steps = match NonEmpty::of(limits) {
        Some(limits) => limits.and([measured]),
        None => NonEmpty::one(measured),
    };
    vec![
        Step::comment(
            "For requests to a model, not for lists: the team's own limit, if it has one, and what it uses.",
        ),
        Step::when(Flag::Empty(Text::Variable(TextVar::Model)).negated(), steps),
    ]
}

/// More bytes than the printed policy has: what is always there, what stands around each name, and each name as often as it is
/// written, as if all its bytes had the longest escape (`\&quot;`, a quote inside C# inside XML).
pub fn at_most(team: &Team) -> usize {
    const ALWAYS: usize = 16 * 1024;
    const AROUND_A_GRANT: usize = 2048;
    const AROUND_A_NAME: usize = 128;
    const ESCAPED: usize = 8;
    let own = team.name.value.as_str().len();
    let named = |name: &str| AROUND_A_NAME + ESCAPED * name.len();
    let grant = |grant: &Grant| {
        let aliases = grant.model.aliases().iter();
        let aliases = aliases.map(|alias| named(alias.value.as_str()));
        let name = grant.model.name().as_str();
        AROUND_A_GRANT
            + 6 * named(name)
            + 3 * named(team.name.value.as_str())
            + aliases.sum::<usize>()
    };
    let clients = team
        .entra
        .as_ref()
        .map_or(0, |auth| auth.client_ids.len() + auth.audiences.len());
    ALWAYS
        + ESCAPED * (4 * own + team.cost_center.value.len())
        + clients * AROUND_A_GRANT
        + team.grants.iter().map(grant).sum::<usize>()
}
