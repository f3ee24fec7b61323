//! Findings: what is wrong, where, and what to do about it.
//!
//! A stage never stops at the first finding: it puts what it found into [`Diagnostics`] and goes on as far as it can.
//! [`code`] is the closed list of codes; [`render`] turns findings into text for people and machines.

use crate::core::origin::Origin;
use crate::core::sources::Span;

pub mod code;
pub mod explain;
mod few;
mod fold;
pub mod render;

pub use code::Code;
pub use few::few;

/// How bad a finding is. An error means that nothing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written, but probably not meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in front of a finding.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place that takes part in a finding, with a few words on its part. The first label of a finding is where it is reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Its part in the finding; may be empty for the first label.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// The places, the offender first. Empty only where no input file is concerned.
    pub labels: Vec<Label>,
    /// Further places of the same fault, where many were folded into one finding.
    pub elsewhere: Box<[Label]>,
    /// For findings about a whole file (unreadable, not UTF-8): its path relative to the repository.
    pub path: Option<camino::Utf8PathBuf>,
    /// What to do, one sentence without a full stop.
    pub help: Option<String>,
}

/// The part of a team's reference to an access group in a finding on what the group grants.
const THROUGH_A_GROUP: &str = "granted through this group";

impl Diagnostic {
    /// A finding of the code's usual severity at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let labels = vec![Label {
            span,
            text: String::new(),
        }];
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels,
            elsewhere: Box::default(),
            path: None,
            help: None,
        }
    }

    /// A finding about a value: reported where it was written, with the places that had a part in it. A default has none.
    pub fn about(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        let message = message.into();
        let Some(span) = origin.span() else {
            return Self {
                code,
                severity: code.severity(),
                message,
                labels: Vec::new(),
                elsewhere: Box::default(),
                path: None,
                help: None,
            };
        };
        let finding = Self::new(code, span, message);
        match origin {
            Origin::Overlaid {
                base: Some(base), ..
            } => finding.also(base, "replaces this"),
            Origin::Granted { by, .. } => finding.also(by, THROUGH_A_GROUP),
            Origin::Overlaid { base: None, .. }
            | Origin::Written(_)
            | Origin::Derived(_)
            | Origin::Entry(_)
            | Origin::Fact(_)
            | Origin::Default(_) => finding,
        }
    }

    /// A finding about a whole file.
    pub fn file(code: Code, path: &camino::Utf8Path, message: impl Into<String>) -> Self {
        let path = Some(path.to_owned());
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            elsewhere: Box::default(),
            path,
            help: None,
        }
    }

    /// Words beside the offender.
    #[must_use]
    pub fn labelled(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// A further place, with its part in the finding.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// The place of another value, with its part in the finding; a default adds nothing.
    #[must_use]
    pub fn with(self, origin: Origin, text: impl Into<String>) -> Self {
        match origin.span() {
            Some(span) => self.also(span, text),
            None => self,
        }
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The same finding at another severity (faults in a disabled entry are warnings).
    #[must_use]
    pub fn at_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Collects findings. Stages take it by `&mut` and add.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    /// Adds several findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(findings);
    }

    /// Adds the findings of a part that was worked on alone.
    pub fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// Leaves out findings of other codes.
    pub fn keep_only(&mut self, codes: &[Code]) {
        self.found.retain(|finding| codes.contains(&finding.code));
    }

    /// Leaves out what has a place at a value that nobody wrote.
    pub fn forget_guesses(&mut self) {
        self.found
            .retain(|finding| finding.labels.iter().all(|label| !label.span.is_nowhere()));
    }

    /// Adds findings, less those at a place where something is wrong already: a number that is too large to be read is of
    /// the wrong type only because it was not read.
    pub fn append_new(&mut self, later: Self) {
        let place = |finding: &Diagnostic| finding.labels.first().map(|label| label.span);
        let told: std::collections::BTreeSet<Span> = self.found.iter().filter_map(place).collect();
        let new = later
            .found
            .into_iter()
            .filter(|finding| place(finding).is_none_or(|span| !told.contains(&span)));
        self.found.extend(new);
    }

    /// Adds what was found by looking at values that may be guesses ([`Span::NOWHERE`]). What rests on a guess is left out,
    /// and so is what judges the whole while there is an error in a part: either may only follow from a fault that is told already.
    pub fn append_founded(&mut self, mut later: Self) {
        later.forget_guesses();
        let in_a_part = |found: &Self| {
            found.found.iter().any(|finding| {
                finding.severity == Severity::Error && !finding.code.is_on_the_whole()
            })
        };
        if in_a_part(self) || in_a_part(&later) {
            later
                .found
                .retain(|finding| !finding.code.is_on_the_whole());
        }
        self.append(later);
    }

    /// Whether any finding has this code.
    pub fn have(&self, code: Code) -> bool {
        self.found.iter().any(|finding| finding.code == code)
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// Files that findings are about as a whole.
    pub fn paths(&self) -> impl Iterator<Item = &camino::Utf8Path> {
        let paths = self.found.iter().map(|finding| finding.path.as_deref());
        paths.flatten()
    }

    /// Whether any finding is about this file as a whole.
    pub fn concern(&self, path: &camino::Utf8Path) -> bool {
        self.paths().any(|told| told == path)
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.found
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// The findings in order of place, severity and code, each once, and many of one cause as one.
    pub fn sorted(self) -> Vec<Diagnostic> {
        in_order(self.found)
    }

    /// The same with many of one cause apart: each is still to be judged by the places that it is about.
    pub fn apart(self) -> Vec<Diagnostic> {
        each_once(self.found)
    }
}

/// Findings in order of place, severity and code, each once, and many of one cause as one. Doing it twice changes nothing.
pub fn in_order(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    fold::fold(each_once(findings))
}

/// What is said of the same places in the same words is one finding, though environments may differ in what they propose.
fn each_once(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    findings.dedup_by(|next, first| sort_key(next) == sort_key(first));
    findings
}

fn sort_key(
    finding: &Diagnostic,
) -> (&Option<camino::Utf8PathBuf>, &[Label], Severity, Code, &str) {
    (
        &finding.path,
        &finding.labels,
        finding.severity,
        finding.code,
        &finding.message,
    )
}
