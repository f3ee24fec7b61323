#![doc = include_str!("ARCHITECTURE.md")]

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::plan::Plan;
use crate::core::sources::Sources;
use crate::core::{output, plan, print};
use crate::domain::platform::model::Platform;
use crate::domain::platform::resolve;
use crate::domain::previous::Committed;
use crate::domain::rules as policy;
use crate::facts::Day;
use crate::guardrails::SuppressionFilter;

pub mod cli;
pub mod codes;
pub mod core;
pub mod diff;
pub mod domain;
pub mod expect;
pub mod facts;
pub mod gateway;
pub mod guardrails;
pub mod import;
pub mod inputs;
pub mod read;
pub mod reference;
pub mod removals;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod simulate;
pub mod target;

#[cfg(test)]
mod testing;

/// What became of the inputs.
#[derive(Debug)]
pub struct Compilation {
    /// One platform per environment; none if a finding is an error, so that nothing can be written beside one.
    pub platforms: Vec<Platform>,
    /// Everything that was found, in order of place, as the guardrails settle it.
    pub findings: Vec<Diagnostic>,
    /// What may go, for `check --base`.
    pub removals: Vec<removals::model::Removal>,
    /// What settles the findings of later stages.
    pub suppression: SuppressionFilter,
}

/// Compiles inputs into platforms. `found` is what reading the files found.
pub fn compile(sources: &Sources, mut found: Diagnostics) -> Compilation {
    let (written, faults) = read::read(sources);
    found.append(faults);
    let mut later = Diagnostics::new();
    let mut platforms = resolve::resolve(&written, &mut later);
    policy::check(&platforms, &mut later);
    let guardrails = written.guardrails.as_ref();
    let guardrails = guardrails.map(|file| resolve::guardrails(file, &mut later));
    let guardrails = guardrails.unwrap_or_default();
    let sound = !found.has_errors() && !later.has_errors();
    guardrails::check(&platforms, &guardrails, sources, sound, &mut later);
    let removals = written.removals.as_ref();
    let removals = removals.map(|file| removals::resolve::removals(file, &mut later));
    found.append_without_cascades(later);
    // Who reaches what is checked of whole platforms only: a fault would be reported again as what follows from it.
    if !found.has_errors() {
        let expectations = resolve::expectations(&written, &platforms, &mut found);
        expect::check(&platforms, &expectations, simulator, &mut found);
    }
    let mut suppression = SuppressionFilter::new(guardrails);
    let findings = suppression.settle(found.into_unfolded(), sources);
    let error = |finding: &Diagnostic| finding.severity == Severity::Error;
    if findings.iter().any(error) {
        platforms.clear();
    }
    Compilation {
        platforms,
        findings,
        removals: removals.unwrap_or_default(),
        suppression,
    }
}

/// What applying the platforms would destroy or replace, by what their environments were ([`domain::previous::committed()`]).
pub fn changes(platforms: &[Platform], committed: &BTreeMap<String, Committed>) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    policy::check_changes(platforms, committed, &mut found);
    found.into_unfolded()
}

/// What is worth knowing about platforms that are fine, on a day if one is named. Nothing of it changes an output.
pub fn review(platforms: &[Platform], today: Option<Day>) -> Vec<Diagnostic> {
    let mut found = Diagnostics::new();
    policy::review(platforms, today, &mut found);
    found.into_unfolded()
}

/// What `platgen check` finds besides, where compiling found no error: what applying would destroy, what is worth knowing,
/// which exceptions and removals are over or not needed, all as the guardrails settle it.
pub fn beyond(
    compilation: &mut Compilation,
    sources: &Sources,
    committed: &BTreeMap<String, Committed>,
    today: Option<Day>,
) -> Vec<Diagnostic> {
    let mut found = changes(&compilation.platforms, committed);
    found.extend(review(&compilation.platforms, today));
    found.extend(removals::expired(&compilation.removals, today));
    let mut settled = compilation.suppression.settle(found, sources);
    let exceptions = compilation.suppression.review(today);
    settled.extend(compilation.suppression.settle(exceptions, sources));
    settled
}

/// All files of all platforms.
pub fn plan(platforms: &[Platform]) -> Plan<'_> {
    plan_of(platforms)
}

fn plan_of<'p>(platforms: impl IntoIterator<Item = &'p Platform>) -> Plan<'p> {
    let targets = |platform: &'p Platform| target::ALL.iter().map(move |target| (target, platform));
    let targets: Vec<_> = platforms.into_iter().flat_map(targets).collect();
    let files = targets
        .into_par_iter()
        .map(|(target, platform)| target.plan(platform));
    Plan::collect(files.collect::<Vec<_>>().into_iter().flatten())
}

/// A gateway that runs a platform's policies: the trees that [`plan`] prints.
pub fn simulator(platform: &Platform) -> simulate::Simulator {
    use simulate::{Policies, PolicyFile, Service, Simulator};
    use target::apim::{Scope, scopes};
    let file = |scope: Scope<'_>| {
        let path = scope.path(platform).map(|path| path.to_string());
        PolicyFile::new(
            path.unwrap_or_default(),
            scope.header(platform),
            scope.policy(platform),
        )
    };
    let mut policies = Policies {
        api: file(Scope::Api),
        operations: std::collections::BTreeMap::new(),
        products: std::collections::BTreeMap::new(),
    };
    for scope in scopes(platform) {
        match scope {
            Scope::Api => {}
            Scope::Operation(operation) => {
                policies.operations.insert(operation, file(scope));
            }
            Scope::Product(team) => {
                policies
                    .products
                    .insert(team.name.value.to_string(), file(scope));
            }
        }
    }
    Simulator::new(Service::of(platform), policies, |file| {
        print::xml::lines(&gateway::lower::document(&file.tree, file.header.clone()))
    })
}

/// Files that are larger than their service takes, by path. It prints each file that could be: `build`, which prints them
/// all anyway, asks [`plan::PlannedFile::oversized`] as it goes.
pub fn oversized(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let could_be = |limit: &plan::SizeLimit| limit.at_most > limit.bytes;
    let limited: Vec<_> = plan
        .files()
        .filter(|file| file.limit.as_ref().is_some_and(could_be))
        .collect();
    let found = limited
        .par_iter()
        .filter_map(|file| file.oversized(&print::print(&(file.produce)()).text));
    found.collect()
}

/// The report on some platforms of one compilation. It prints each file that has a limit, for its size.
pub fn report(sources: &Sources, platforms: &[&Platform]) -> report::view::Report {
    let plan = plan_of(platforms.iter().copied());
    let limited: Vec<_> = plan.files().filter(|file| file.limit.is_some()).collect();
    let sizes = limited.par_iter().filter_map(|file| {
        let limit = file.limit.as_ref()?.bytes;
        let bytes = print::print(&(file.produce)()).text.len();
        let path = file.path.clone();
        Some(report::FileSize { path, bytes, limit })
    });
    let sizes: Vec<_> = sizes.collect();
    report::collect::report(sources, platforms.iter().copied(), &sizes)
}

/// The hash of every output of some platforms, by path below `generated/`.
pub fn hashes(platforms: &[&Platform]) -> diff::affected::Outputs {
    let plan = plan_of(platforms.iter().copied());
    let files: Vec<_> = plan.files().collect();
    let hashes = files.par_iter().map(|file| {
        let text = print::print(&(file.produce)()).text;
        (
            file.path.to_string(),
            output::manifest::hash(text.as_bytes()),
        )
    });
    hashes.collect()
}

/// Two producers of one path: a fault of platgen or of names that it should have refused, reported rather than guessed at.
pub fn collisions(plan: &Plan<'_>) -> Vec<Diagnostic> {
    let finding = |collision: &plan::Collision| {
        let path = camino::Utf8Path::new(output::FOLDER).join(collision.path.as_path());
        let [first, second] = collision.owners;
        Diagnostic::file(Code::OutputCollision, &path, format!("both {first} and {second} produce this file"))
            .help("rename one of the two inputs; if no two names are alike, this is a fault of platgen: please report it")
    };
    let alike = |[first, second]: [&camino::Utf8Path; 2]| {
        let path = camino::Utf8Path::new(output::FOLDER).join(second);
        let message = format!(
            "{second} and {first} differ in the case of letters only, and are one file on many disks"
        );
        Diagnostic::file(Code::OutputCollision, &path, message).help("rename one of the two inputs")
    };
    let same = plan.collisions().iter().map(finding);
    same.chain(plan.alike().into_iter().map(alike)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::document::{Asset, Document};
    use crate::core::plan::{OutputPath, PlannedFile};

    fn planned(path: &str, owner: &'static str) -> PlannedFile<'static> {
        let asset = Asset {
            source: "",
            text: "",
            comment: None,
        };
        PlannedFile {
            path: OutputPath::join(&[path]).unwrap(),
            owner,
            subject: Vec::new(),
            limit: None,
            produce: Box::new(move || Document::Asset(asset)),
        }
    }

    #[test]
    fn two_producers_of_one_path_are_reported() {
        let files = [("demo/a", "helm"), ("demo/b", "apim"), ("demo/a", "readme")];
        let plan = Plan::collect(files.map(|(path, owner)| planned(path, owner)));
        assert_eq!(plan.len(), 2);
        let found = collisions(&plan);
        let [finding] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(
            (finding.code, finding.severity, finding.message.as_str()),
            (
                Code::OutputCollision,
                core::diag::Severity::Error,
                "both helm and readme produce this file"
            )
        );
        assert_eq!(finding.path.as_deref(), Some("generated/demo/a".into()));
        let apart = Plan::collect([planned("demo/a", "helm"), planned("demo/b", "helm")]);
        assert_eq!(collisions(&apart), []);
    }

    #[test]
    fn names_that_differ_in_case_only_are_reported_folders_included() {
        let files = ["demo/a/x", "demo/a/y", "demo/A/z", "demo/b", "demo/B"];
        let plan = Plan::collect(files.map(|path| planned(path, "helm")));
        let found = collisions(&plan);
        let paths: Vec<&str> = found
            .iter()
            .filter_map(|one| Some(one.path.as_deref()?.as_str()))
            .collect();
        assert_eq!(paths, ["generated/demo/a", "generated/demo/b"]);
        assert!(found.iter().all(|one| one.code == Code::OutputCollision));
    }
}
