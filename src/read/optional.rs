//! Files of the catalog that may be absent: expectations, guardrails, removals, the repository's own facts.

use camino::Utf8Path;
use serde::de::DeserializeOwned;

use super::typed_as;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::Sources;
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
    let path = "catalog/expectations.yaml";
    let start = "a list of expectations";
    optional(Kind::Expectations, path, start, sources, findings)
}

/// The guardrails, if there are any.
pub(super) fn guardrails(sources: &Sources, findings: &mut Diagnostics) -> Option<GuardrailsFile> {
    let path = "catalog/guardrails.yaml";
    let start = "`bounds:`, `allow:`, `require:`, `severities:` or `exceptions:`";
    optional(Kind::Guardrails, path, start, sources, findings)
}

/// One file, if it is there; an empty one is a finding that says how it starts.
fn optional<T: DeserializeOwned>(
    kind: Kind,
    path: &str,
    start: &str,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<T> {
    let (id, file) = sources.find(Utf8Path::new(path))?;
    let parsed = parse(id, file.text());
    findings.append(parsed.findings);
    findings.extend(empty(parsed.tree.as_ref(), start));
    let tree = parsed.tree.filter(|tree| tree.value != Value::Null)?;
    typed_as(kind, &tree, &[], sources, findings)
}

/// What may go, if anything is named.
pub(super) fn removals(sources: &Sources, findings: &mut Diagnostics) -> Option<RemovalsFile> {
    let (id, file) = sources.find(Utf8Path::new("catalog/removals.yaml"))?;
    let parsed = parse(id, file.text());
    findings.append(parsed.findings);
    findings.extend(empty(parsed.tree.as_ref(), "`removals:`"));
    let tree = parsed.tree.filter(|tree| tree.value != Value::Null)?;
    typed_as(Kind::Removals, &tree, &[], sources, findings)
}

/// The repository's own facts, by path; an empty file holds none.
pub(super) fn facts(sources: &Sources, findings: &mut Diagnostics) -> Vec<FactsFile> {
    let mut files = Vec::new();
    for (id, file) in sources.iter() {
        if Input::of(file.path()) != Some(Input::Facts) {
            continue;
        }
        let parsed = parse(id, file.text());
        findings.append(parsed.findings);
        let tree = parsed.tree.filter(|tree| tree.value != Value::Null);
        files.extend(tree.and_then(|tree| typed_as(Kind::Facts, &tree, &[], sources, findings)));
    }
    files
}

/// That a file holds nothing: whoever wrote it believes that it says something.
pub(super) fn empty(tree: Option<&Node>, start: &str) -> Option<Diagnostic> {
    let tree = tree.filter(|tree| tree.value == Value::Null)?;
    let finding = Diagnostic::new(Code::WrongType, tree.span, "the file holds no value");
    Some(finding.help(format!("start it with {start}, or remove it")))
}

/// How a file of a kind starts that says something, if an empty one is a mistake.
pub(super) fn start_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Models => Some("`foundryModels:` or `kaitoModels:`"),
        Kind::Addons => Some("`addons:`"),
        Kind::Platform
        | Kind::Environment
        | Kind::Team
        | Kind::Expectations
        | Kind::Guardrails
        | Kind::Facts
        | Kind::App
        | Kind::AppEnvironment
        | Kind::Removals => None,
    }
}
