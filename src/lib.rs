#![doc = include_str!("ARCHITECTURE.md")]

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Platform;
use crate::plan::Plan;
use crate::sources::Sources;

pub mod cli;
pub mod diag;
pub mod document;
pub mod facts;
pub mod gateway;
pub mod model;
pub mod origin;
pub mod output;
pub mod plan;
pub mod policy;
pub mod print;
pub mod read;
pub mod reference;
pub mod resolve;
pub mod schema;
pub mod sources;
pub mod syntax;
pub mod target;

#[cfg(test)]
mod testing;

/// What became of the inputs.
#[derive(Debug)]
pub struct Compilation {
    /// One platform per environment; none if a finding is an error, so that nothing can be written beside one.
    pub platforms: Vec<Platform>,
    /// Everything that was found, in order of place.
    pub findings: Vec<Diagnostic>,
}

/// Compiles inputs into platforms. `found` is what reading the files found.
pub fn compile(sources: &Sources, mut found: Diagnostics) -> Compilation {
    let (written, faults) = read::read(sources);
    found.append(faults);
    let mut later = Diagnostics::new();
    let mut platforms = resolve::resolve(&written, &mut later);
    policy::check(&platforms, &mut later);
    found.append_founded(later);
    if found.has_errors() {
        platforms.clear();
    }
    Compilation {
        platforms,
        findings: found.sorted(),
    }
}

/// All files of all platforms.
pub fn plan(platforms: &[Platform]) -> Plan<'_> {
    let files = |platform| {
        target::ALL
            .iter()
            .flat_map(move |target| target.plan(platform))
    };
    Plan::collect(platforms.iter().flat_map(files))
}

/// Two producers of one path: a fault of platgen or of names that it should have refused, told rather than guessed at.
pub fn collisions(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let finding = |collision: &plan::Collision| {
        let path = camino::Utf8Path::new(output::FOLDER).join(collision.path.as_path());
        let [first, second] = collision.owners;
        Diagnostic::file(Code::OutputCollision, &path, format!("both {first} and {second} produce this file"))
            .help("rename one of the two inputs; if no two names are alike, this is a fault of platgen: please report it")
    };
    plan.collisions().iter().map(finding).collect()
}
