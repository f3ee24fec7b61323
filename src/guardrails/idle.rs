//! Patterns that fit nothing: a misspelt name in a guardrail would mean that nobody is bound by it.
//!
//! Patterns of what is allowed may fit nothing yet: a misspelt one there refuses, and that is reported.

use std::collections::BTreeSet;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::domain::pattern::Pattern;
use crate::domain::platform::model::Platform;
use crate::guardrails::model::{Guardrails, Patterns, Selection};

/// All names of one kind, over all environments.
struct NameSet<'p> {
    /// For messages.
    what: &'static str,
    /// What a finding is about that is about a name of this kind.
    about: fn(Diagnostic, &str) -> Diagnostic,
    /// How patterns of this kind fit.
    fits: fn(&Pattern, &str) -> bool,
    names: BTreeSet<&'p str>,
}

/// Reports every pattern of a selection, or of models to be bound, that fits no name in any environment.
pub(super) fn check(platforms: &[Platform], guardrails: &Guardrails, findings: &mut Diagnostics) {
    if guardrails.bounds.is_empty() && guardrails.allowed.is_empty() {
        return;
    }
    let each_team = || platforms.iter().flat_map(|platform| &platform.teams);
    let teams = NameSet {
        what: "team",
        about: |finding, name| finding.team(name),
        fits: Pattern::fits,
        names: each_team().map(|team| team.name.as_str()).collect(),
    };
    let cost_centers = NameSet {
        what: "team's cost centre",
        about: |finding, name| finding.resource("costCenter", name),
        fits: Pattern::fits_any_case,
        names: each_team().map(|team| team.cost_center.as_str()).collect(),
    };
    let environments = NameSet {
        what: "environment",
        about: |finding, name| finding.environment(name),
        fits: Pattern::fits,
        names: platforms
            .iter()
            .map(|platform| platform.environment.as_str())
            .collect(),
    };
    let kaito = platforms.iter().flat_map(|platform| &platform.kaito_models);
    let foundry = platforms
        .iter()
        .flat_map(|platform| &platform.foundry_models);
    let models = NameSet {
        what: "model",
        about: |finding, name| finding.model(name),
        fits: Pattern::fits,
        names: kaito
            .map(|model| model.name.as_str())
            .chain(foundry.map(|model| model.name.as_str()))
            .collect(),
    };
    let mut selection = |selection: &Selection| {
        teams.check(selection.teams.as_ref(), findings);
        cost_centers.check(selection.cost_centers.as_ref(), findings);
        environments.check(selection.environments.as_ref(), findings);
    };
    guardrails
        .bounds
        .iter()
        .for_each(|bound| selection(&bound.selection));
    guardrails
        .allowed
        .iter()
        .for_each(|list| selection(&list.selection));
    for bound in &guardrails.bounds {
        models.check(bound.models.as_ref(), findings);
    }
}

impl NameSet<'_> {
    fn check(&self, patterns: Option<&Sourced<Patterns>>, findings: &mut Diagnostics) {
        for pattern in patterns.iter().flat_map(|list| &list.value) {
            if self
                .names
                .iter()
                .any(|name| (self.fits)(&pattern.value, name))
            {
                continue;
            }
            let message = format!("no {} is called `{}`", self.what, pattern.value.as_str());
            let finding = Diagnostic::about(Code::IdleGuardrail, pattern.origin, message);
            let name = pattern.value.as_str();
            findings.push((self.about)(finding, name).help(self.instead(name)));
        }
    }

    /// The nearest name, else the names there are.
    fn instead(&self, written: &str) -> String {
        let likeness = |name: &&&str| -> u32 { distance(written, name) };
        let nearest = self.names.iter().min_by_key(likeness);
        match nearest {
            Some(near) if distance(written, near) <= 2 => {
                format!("write `{near}` if that is meant")
            }
            Some(_) | None => "correct it, or remove it if it is about nothing any more".to_owned(),
        }
    }
}

fn distance(a: &str, b: &str) -> u32 {
    u32::try_from(strsim::levenshtein(a, b)).unwrap_or(u32::MAX)
}
