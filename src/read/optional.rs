//! Files of the catalog that may be absent: expectations, guardrails, removals, the repository's own facts.

use camino::Utf8Path;
use serde::de::DeserializeOwned;

use super::typed_as;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::{FileId, Sources};
use crate::core::yaml::parse::parse;
use crate::core::yaml::tree::{Node, Value};
use crate::domain::facts::syntax::FactsFile;
use crate::expect::syntax::ExpectationsFile;
use crate::guardrails::syntax::GuardrailsFile;
use crate::inputs::Input;
use crate::removals::syntax::RemovalsFile;
use crate::schema::Kind;

/// The expectations, if there are any.
pub(super) fn expectations(
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<ExpectationsFile> {
    only(
        Kind::Expectations,
        "catalog/expectations.yaml",
        sources,
        findings,
    )
}

/// The guardrails, if there are any.
pub(super) fn guardrails(sources: &Sources, findings: &mut Diagnostics) -> Option<GuardrailsFile> {
    only(
        Kind::Guardrails,
        "catalog/guardrails.yaml",
        sources,
        findings,
    )
}

/// What may be destroyed, if anything is named.
pub(super) fn removals(sources: &Sources, findings: &mut Diagnostics) -> Option<RemovalsFile> {
    only(Kind::Removals, "catalog/removals.yaml", sources, findings)
}

/// The repository's own facts, by path.
pub(super) fn facts(sources: &Sources, findings: &mut Diagnostics) -> Vec<FactsFile> {
    let files = sources
        .iter()
        .filter(|(_, file)| Input::of(file.path()) == Some(Input::Facts));
    files
        .filter_map(|(id, file)| read(Kind::Facts, id, file.text(), sources, findings))
        .collect()
}

/// The one file of its kind, if it is there.
fn only<T: DeserializeOwned>(
    kind: Kind,
    path: &str,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<T> {
    let (id, file) = sources.find(Utf8Path::new(path))?;
    read(kind, id, file.text(), sources, findings)
}

/// What a file holds; an empty one is a finding that says how it starts.
fn read<T: DeserializeOwned>(
    kind: Kind,
    id: FileId,
    text: &str,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<T> {
    let parsed = parse(id, text);
    findings.append(parsed.findings);
    findings.extend(empty(kind, parsed.tree.as_ref()));
    let tree = parsed.tree.filter(|tree| tree.value != Value::Null)?;
    typed_as(kind, &tree, &[], sources, findings)
}

/// That a file holds nothing where that is a mistake: whoever wrote it believes that it says something.
pub(super) fn empty(kind: Kind, tree: Option<&Node>) -> Option<Diagnostic> {
    let start = start_of(kind)?;
    let tree = tree.filter(|tree| tree.value == Value::Null)?;
    let finding = Diagnostic::new(Code::WrongType, tree.span, "the file holds no value");
    Some(finding.help(format!("start it with {start}, or remove it")))
}

/// How a file of a kind starts that says something; none where required keys say so, or nothing need be said.
fn start_of(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Models => "`foundryModels:` or `kaitoModels:`",
        Kind::Addons => "`addons:`",
        Kind::Expectations => "a list of expectations",
        Kind::Guardrails => "`bounds:`, `allow:`, `require:`, `severities:` or `exceptions:`",
        Kind::Facts => "`date:`, `source:` and the facts, such as `models:`",
        Kind::Removals => "`removals:`",
        Kind::App => "`app:`",
        Kind::Platform | Kind::Environment | Kind::Team | Kind::AppEnvironment => return None,
    })
}
