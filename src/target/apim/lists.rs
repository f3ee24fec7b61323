//! What the gateway answers itself: lists of the models that a team may use, for clients and for Foundry connections.

use super::errors::Refusal;
use crate::domain::platform::model::Platform;
use crate::gateway::{
    Choose, Fact, Flag, Inbound, Literal, NonEmpty, Operation, Response, ResponseBody, Step, Text,
    TextVar, Value, When,
};

/// Facts about every model, for the answers to a Foundry connection; which of them a team sees is its product's decision.
fn facts(platform: &Platform) -> Vec<Fact> {
    let foundry = platform.enabled_foundry().map(|model| Fact {
        name: model.name.value.to_string(),
        format: model.format.value.clone(),
        model: model.model_name.value.clone(),
        version: model.version.value.clone(),
        origins: vec![
            model.name.origin,
            model.format.origin,
            model.model_name.origin,
            model.version.origin,
        ],
    });
    // vLLM speaks OpenAI's API under the catalog's name; a version is not known here.
    let kaito = platform.enabled_kaito().map(|model| Fact {
        name: model.name.value.to_string(),
        format: "OpenAI".to_owned(),
        model: model.name.value.to_string(),
        version: String::new(),
        origins: vec![model.name.origin],
    });
    foundry.chain(kaito).collect()
}

pub(super) fn answer(platform: &Platform) -> Vec<Inbound> {
    let ok = |body| Response {
        status: 200,
        reason: "OK",
        headers: Vec::new(),
        body,
    };
    let name = Text::PathParameter("name");
    let model = Text::PathParameter("model");
    let no_model = Flag::Empty(Text::Variable(TextVar::Model));
    let undecided = Flag::HasListing.negated().and(no_model.clone());
    let asked_deployment = Flag::operation(Operation::DeploymentGet);
    let answers = [
        (
            Flag::operation(Operation::ModelsList),
            ok(ResponseBody::Models),
        ),
        (
            Flag::operation(Operation::ModelGet).and(Flag::Lists(model.clone())),
            ok(ResponseBody::Model(model)),
        ),
        (
            Flag::operation(Operation::ModelGet),
            Refusal::ModelNotFound.response(),
        ),
        (
            Flag::operation(Operation::DeploymentsList),
            ok(ResponseBody::Deployments),
        ),
        (
            asked_deployment.clone().and(Flag::Lists(name.clone())),
            ok(ResponseBody::Deployment(name)),
        ),
        (asked_deployment, Refusal::DeploymentNotFound.response()),
        (no_model, Refusal::ModelNotAllowed.response()),
    ];
    let answer = |(condition, response)| When {
        condition,
        then: NonEmpty::one(Step::Answer(response)),
        origin: None,
    };
    let first = answer((undecided, Refusal::NoDecision.response()));
    let whens = NonEmpty::new(first, answers.into_iter().map(answer));
    let [list, get] =
        [Operation::DeploymentsList, Operation::DeploymentGet].map(|one| Literal::fixed(one.id()));
    let connection = Flag::In(Text::OperationId, NonEmpty::new(list, [get]));
    vec![
        Step::comment("For Foundry connections: name|format|model|version of every model."),
        Step::when(
            connection,
            NonEmpty::one(Step::SetVariable(Value::Facts(facts(platform)))),
        ),
        Step::comment(
            "A product without its policy has decided nothing. The lists are answered here: no upstream knows who may use what.",
        ),
        Step::Choose(Choose {
            whens,
            otherwise: None,
        }),
    ]
}
