//! Policies in Rego: `catalog/guardrails/*.rego`, evaluated in process over each environment.
//!
//! A policy that cannot be read or evaluated is an error: it might have denied. It knows no clock, no chance and no network,
//! and its time is bounded.

use std::time::Duration;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::{FileId, SourceFile, Sources};
use crate::domain::platform::fields;
use crate::domain::platform::model::Platform;

mod calls;
mod engine;
mod fault;
mod message;
mod module;

use engine::Policies;
use module::Module;

/// Where policies stand.
const FOLDER: &str = "catalog/guardrails/";

/// How long all policies may take over one environment, besides [`PER_VALUE`]; far more than any sensible policy does.
const LONGEST: Duration = Duration::from_secs(5);
/// And for each value that they are given.
const PER_VALUE: Duration = Duration::from_micros(100);

/// Holds each platform against the policies. They are read always, and evaluated only over a platform that is `sound`: a
/// policy that asks for something would miss what a fault left out.
pub(super) fn check(
    platforms: &[Platform],
    sources: &Sources,
    sound: bool,
    findings: &mut Diagnostics,
) {
    let files: Vec<(FileId, &SourceFile)> = policies(sources).collect();
    if files.is_empty() {
        return;
    }
    let mut modules = Vec::with_capacity(files.len());
    let mut broken = Diagnostics::new();
    for (id, file) in files {
        match Module::read(id, file) {
            Ok(module) => modules.push(module),
            Err(fault) => broken.push(*fault),
        }
    }
    calls::check(&modules, &mut broken);
    module::check(&modules, &mut broken);
    let sane = !broken.has_errors();
    findings.append(broken);
    if !(sane && sound) {
        return;
    }
    let policies = Policies::new(&modules);
    for platform in platforms {
        let document = fields::document(platform);
        let longest = LONGEST + PER_VALUE * document.len();
        policies.evaluate(platform.environment.as_str(), &document, longest, findings);
    }
}

/// The policies among the inputs. Files are in order of path.
fn policies(sources: &Sources) -> impl Iterator<Item = (FileId, &SourceFile)> {
    let inside = |(_, file): &(FileId, &SourceFile)| file.path().as_str().starts_with(FOLDER);
    let before = |(_, file): &(FileId, &SourceFile)| file.path().as_str() < FOLDER;
    let ended = |(_, file): &(FileId, &SourceFile)| file.path().extension() == Some("rego");
    sources
        .iter()
        .skip_while(before)
        .take_while(inside)
        .filter(ended)
}

/// A finding about a policy itself.
fn broken(at: crate::core::sources::Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::BrokenPolicy, at, message)
}

#[cfg(test)]
mod tests;
