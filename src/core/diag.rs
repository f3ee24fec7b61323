//! Findings: what is wrong, where, and what to do about it.
//!
//! A stage never stops at the first finding: it puts what it found into [`Diagnostics`] and goes on as far as it can.
//! [`code`] is the closed list of codes; [`render`] turns findings into text for people and machines.

use crate::core::origin::Origin;
use crate::core::sources::Span;

pub mod code;
mod collect;
pub mod explain;
pub mod fix;
mod fold;
mod join;
pub mod render;
mod subject;

pub use code::Code;
pub use collect::{Diagnostics, MOST, in_order};
pub use join::join_truncated;
pub use subject::{Resource, Subject};

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

/// A change of an input that resolves a finding without a question left open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// What is replaced; an empty stretch is where text is put in.
    pub span: Span,
    /// What stands there instead.
    pub replacement: String,
}

/// One finding. Whoever filters, accepts or folds findings looks at its fields; the message and the help are for reading only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// The rule of the table that found it, if a rule did ([`Self::rule`]).
    pub of_rule: Option<&'static str>,
    /// What it is about, besides its places.
    pub subject: Subject,
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
    /// The changes that do it, all of them together; none where there is a choice.
    pub edits: Vec<Edit>,
    /// Where a team names the access group whose grant this is about.
    pub through: Option<Span>,
    /// How many more findings of this code, severity and file there are and are not kept ([`MOST`]).
    pub omitted: usize,
}

impl Diagnostic {
    /// A finding of the code's usual severity at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let mut finding = Self::bare(code, message.into());
        finding.labels.push(Label {
            span,
            text: String::new(),
        });
        finding
    }

    fn bare(code: Code, message: String) -> Self {
        Self {
            code,
            of_rule: None,
            subject: Subject::default(),
            severity: code.severity(),
            message,
            labels: Vec::new(),
            elsewhere: Box::default(),
            path: None,
            help: None,
            edits: Vec::new(),
            through: None,
            omitted: 0,
        }
    }

    /// A finding about a value: reported where it was written, with the places that had a part in it. A default has none.
    pub fn about(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        let message = message.into();
        let Some(span) = origin.span() else {
            return Self::bare(code, message);
        };
        let finding = Self::new(code, span, message);
        match origin {
            Origin::Overlaid {
                base: Some(base), ..
            } => finding.also(base, "replaces this"),
            Origin::Granted { by, .. } => Self {
                through: Some(by),
                ..finding.also(by, "granted through this group")
            },
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
        Self {
            path: Some(path.to_owned()),
            ..Self::bare(code, message.into())
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

    /// By which rule of the table it was found.
    #[must_use]
    pub fn by_rule(mut self, id: &'static str) -> Self {
        self.of_rule = Some(id);
        self
    }

    /// The rule that found it: one of the table, else the code, which then is its own rule.
    pub fn rule(&self) -> &'static str {
        self.of_rule.unwrap_or(self.code.name())
    }

    /// A team that it is about.
    #[must_use]
    pub fn team(mut self, name: &(impl ToString + ?Sized)) -> Self {
        self.subject.teams.insert(name.to_string());
        self
    }

    /// A model that it is about.
    #[must_use]
    pub fn model(mut self, name: &(impl ToString + ?Sized)) -> Self {
        self.subject.models.insert(name.to_string());
        self
    }

    /// An environment that it is about.
    #[must_use]
    pub fn environment(mut self, name: &(impl ToString + ?Sized)) -> Self {
        self.subject.environments.insert(name.to_string());
        self
    }

    /// The one thing that it is about where that is neither a team nor a model: a subnet, an access group.
    #[must_use]
    pub fn resource(mut self, kind: &'static str, name: &(impl ToString + ?Sized)) -> Self {
        let name = name.to_string();
        self.subject.resource = Some(Box::new(Resource { kind, name }));
        self
    }

    /// A change that belongs to the fix.
    #[must_use]
    pub fn edit(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.edits.push(Edit {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// Whether it rests on a value that nobody wrote ([`Span::SYNTHETIC`]).
    pub fn is_synthetic(&self) -> bool {
        self.labels.iter().any(|label| label.span.is_synthetic())
    }
}
