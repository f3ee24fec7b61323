//! What reaches a model besides what always does: a grant's word counts more than the model's, key by key.

use crate::core::diag::{Code, Diagnostic};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::consumers::syntax::allow::AllowSection;
use crate::domain::defaults::sourced;
use crate::domain::ids::ModelName;
use crate::domain::models::model::Allow;
use crate::domain::models::model::{Capability, FoundryModel, KaitoModel, Model};
use crate::facts::headers;

/// What is written, and for the rest what holds without it.
pub(crate) fn allow(written: Option<&Spanned<AllowSection>>, usual: &Allow) -> Allow {
    let Some(written) = written else {
        return usual.clone();
    };
    let flag =
        |written: Option<&Spanned<bool>>, usual: &Sourced<bool>| written.map_or(*usual, sourced);
    let names = |written: Option<&Spanned<Vec<Spanned<String>>>>, usual: &Sourced<Vec<String>>| {
        let Some(written) = written else {
            return usual.clone();
        };
        let mut names: Vec<String> = written.value.iter().map(|one| one.value.clone()).collect();
        names.sort_unstable();
        names.dedup();
        Sourced::new(names, written.origin)
    };
    Allow {
        tools: names(written.tools.as_ref(), &usual.tools),
        data_sources: flag(written.data_sources.as_ref(), &usual.data_sources),
        store: flag(written.store.as_ref(), &usual.store),
        unreported_streams: flag(
            written.unreported_streams.as_ref(),
            &usual.unreported_streams,
        ),
        members: names(written.members.as_ref(), &usual.members),
        headers: names(written.headers.as_ref(), &usual.headers),
    }
}

/// What is allowed although it cannot be.
pub(crate) fn faults(written: Option<&Spanned<AllowSection>>, able: &Able<'_>) -> Vec<Diagnostic> {
    let Some(written) = written else {
        return Vec::new();
    };
    let mut faults: Vec<Diagnostic> = Vec::new();
    if let Some(background) = written.background.as_ref().filter(|flag| flag.value) {
        let message = "answers in the background cannot be allowed";
        let finding = Diagnostic::about(Code::InvalidValue, background.origin, message);
        faults.push(finding.help(
            "remove it: nothing would count what they use, and no operation would fetch them",
        ));
    }
    let tools = written.tools.iter().flat_map(|tools| &tools.value);
    faults.extend(tools.filter_map(|tool| {
        let fits = match tool.value.as_str() {
            "function" | "custom" => able.chat || able.responses,
            "web_search" => able.openai && (able.chat || able.responses),
            _ => able.openai && able.responses,
        };
        let lack = "tools that run at the provider need a model of format `OpenAI` with the capability `responses`";
        (!fits).then(|| able.lacks("the tool", &tool.value, tool.origin, lack))
    }));
    let flags = [
        (
            "dataSources",
            &written.data_sources,
            able.openai && able.chat,
        ),
        (
            "store",
            &written.store,
            able.openai && (able.chat || able.responses),
        ),
        (
            "unreportedStreams",
            &written.unreported_streams,
            able.chat || able.completions,
        ),
    ];
    for (key, flag, fits) in flags {
        let Some(flag) = flag.as_ref().filter(|flag| flag.value && !fits) else {
            continue;
        };
        let lack = "none of the operations that it can be called with knows this";
        faults.push(able.lacks("the key", key, flag.origin, lack));
    }
    let members = written.members.iter().flat_map(|members| &members.value);
    faults.extend(members.filter_map(|member| {
        let fits = match member.value.as_str() {
            "best_of" => able.completions,
            "n" => able.chat || able.completions,
            "service_tier" => able.chat || able.responses,
            _ => able.chat,
        };
        let lack = "none of the operations that it can be called with knows this member";
        (!fits).then(|| able.lacks("the member", &member.value, member.origin, lack))
    }));
    let headers = written.headers.iter().flat_map(|headers| &headers.value);
    faults.extend(headers.filter_map(|header| {
        let obstacle = headers::obstacle(&header.value)?;
        let message = format!("the header `{}` cannot be allowed", header.value);
        Some(Diagnostic::about(Code::InvalidValue, header.origin, message).help(obstacle))
    }));
    faults
}

/// What a model can be called for.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says of one operation whether the model has it"
)]
pub(crate) struct Able<'m> {
    name: &'m str,
    origin: Origin,
    capabilities: Origin,
    openai: bool,
    chat: bool,
    completions: bool,
    responses: bool,
}

impl<'m> Able<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        match model {
            Model::Kaito(model) => Self::kaito(model),
            Model::Foundry(model) => Self::foundry(model),
        }
    }

    pub(crate) fn kaito(model: &'m KaitoModel) -> Self {
        Self::new(&model.name, &model.capabilities, false)
    }

    pub(crate) fn foundry(model: &'m FoundryModel) -> Self {
        let openai = model.format.value == crate::domain::defaults::FORMAT;
        Self::new(&model.name, &model.capabilities, openai)
    }

    fn new(
        name: &'m Sourced<ModelName>,
        capabilities: &Sourced<Vec<Capability>>,
        openai: bool,
    ) -> Self {
        let can = |one| capabilities.value.contains(&one);
        Self {
            name: name.value.as_str(),
            origin: name.origin,
            capabilities: capabilities.origin,
            openai,
            chat: can(Capability::Chat),
            completions: can(Capability::Completions),
            responses: can(Capability::Responses),
        }
    }

    fn lacks(&self, what: &str, name: &str, at: Origin, lack: &str) -> Diagnostic {
        let message = format!("{what} `{name}` does nothing for the model `{}`", self.name);
        Diagnostic::about(Code::InvalidValue, at, message)
            .with(self.origin, "the model")
            .with(self.capabilities, "what it can be called for")
            .help(format!("remove it: {lack}"))
    }
}
