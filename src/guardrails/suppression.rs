//! Findings of any stage, raised and accepted as the guardrails say.

use std::collections::BTreeMap;

use camino::Utf8Path;

use crate::core::diag::{Code, Diagnostic, Label, Severity, Subject, in_order};
use crate::core::sources::Sources;
use crate::facts::Day;
use crate::guardrails::model::{Exception, Guardrails};
use crate::inputs::Input;

/// Raises and suppresses findings, and remembers which exceptions were needed.
#[derive(Debug, Default)]
pub struct SuppressionFilter {
    severities: BTreeMap<Code, Severity>,
    exceptions: Vec<Exception>,
    /// By place in `exceptions`: the first finding that it accepted.
    accepted: BTreeMap<usize, Accepted>,
}

#[derive(Debug)]
struct Accepted {
    message: String,
    label: Option<Label>,
}

impl SuppressionFilter {
    /// What these guardrails say of findings.
    pub fn new(guardrails: Guardrails) -> Self {
        Self {
            severities: guardrails.severities,
            exceptions: guardrails.exceptions,
            accepted: BTreeMap::new(),
        }
    }

    /// The findings at the severities that guardrails give them, less those that are accepted, in order. They come each for
    /// itself, so that an exception for one team accepts nothing of another; only what is left is folded.
    pub fn settle(&mut self, found: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        if self.severities.is_empty() && self.exceptions.is_empty() {
            return in_order(found);
        }
        let mut kept = Vec::with_capacity(found.len());
        for mut finding in found {
            if self.accepts(&finding, sources) {
                continue;
            }
            if let Some(raised) = self.severities.get(&finding.code) {
                finding.severity = finding.severity.min(*raised);
            }
            kept.push(finding);
        }
        in_order(kept)
    }

    fn accepts(&mut self, finding: &Diagnostic, sources: &Sources) -> bool {
        let fits = |exception: &Exception| fits(exception, finding, sources);
        let found = self.exceptions.iter().position(fits);
        if let Some(index) = found {
            self.accepted.entry(index).or_insert_with(|| Accepted {
                message: finding.message.clone(),
                label: finding.labels.first().cloned(),
            });
        }
        found.is_some()
    }

    /// What is wrong with the exceptions once all findings are settled: those that no finding needs, and on a day, if one
    /// is named, those whose last day is over.
    pub fn review(&self, today: Option<Day>) -> Vec<Diagnostic> {
        let exceptions = self.exceptions.iter().enumerate();
        let reported = exceptions.filter_map(|(index, exception)| {
            let accepted = self.accepted.get(&index);
            let over = today.is_some_and(|today| exception.expires.value < today);
            match accepted {
                _ if over => Some(expired(exception, accepted)),
                None => Some(unused(exception)),
                Some(_) => None,
            }
        });
        reported.collect()
    }
}

fn unused(exception: &Exception) -> Diagnostic {
    let message = format!(
        "no finding `{}` needs this exception",
        exception.code.value.name()
    );
    Diagnostic::about(Code::UnusedException, exception.code.origin, message)
        .help("remove it; if it is needed, correct its `at`, `team` or `model`")
}

fn expired(exception: &Exception, accepted: Option<&Accepted>) -> Diagnostic {
    let message = format!(
        "the exception of `{}` ended on {}: {}",
        exception.code.value.name(),
        exception.expires.value,
        exception.reason
    );
    let finding = Diagnostic::about(Code::ExpiredException, exception.expires.origin, message);
    let Some(accepted) = accepted else {
        return finding.help("remove it: no finding needs it");
    };
    let finding = finding.help("fix what it accepts and remove it, or agree on a later day");
    match &accepted.label {
        Some(label) => finding.also(
            label.span,
            format!("accepted until then: {}", accepted.message),
        ),
        None => finding,
    }
}

/// Whether an exception is about a finding: by its code, the files that it shows, and the teams and models of its subject.
/// Words are never looked at, since people outside write parts of them.
fn fits(exception: &Exception, finding: &Diagnostic, sources: &Sources) -> bool {
    let shown = || paths(finding, sources);
    let Subject { teams, models, .. } = &finding.subject;
    exception.code.value == finding.code
        && exception
            .path
            .as_ref()
            .is_none_or(|pattern| shown().any(|path| pattern.fits(path.as_str())))
        && exception.team.as_ref().is_none_or(|pattern| {
            if teams.is_empty() {
                return shown().filter_map(team).any(|team| pattern.fits(team));
            }
            teams.iter().any(|team| pattern.fits(team))
        })
        && exception
            .model
            .as_ref()
            .is_none_or(|pattern| models.iter().any(|model| pattern.fits(model)))
}

/// The files that a finding shows.
fn paths<'f>(finding: &'f Diagnostic, sources: &'f Sources) -> impl Iterator<Item = &'f Utf8Path> {
    let shown = finding
        .labels
        .iter()
        .filter_map(|label| sources.file(label.span.file));
    shown
        .map(crate::core::sources::SourceFile::path)
        .chain(finding.path.as_deref())
}

/// The team whose file this is: where a finding is about what is written there, and about nothing that has a name.
fn team(path: &Utf8Path) -> Option<&str> {
    let input = Input::of(path)?;
    if let Input::Team(folder) = input {
        Some(folder)
    } else {
        None
    }
}
