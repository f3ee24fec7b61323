//! What the resolvers of all domains share: names as their types, computed values, and faults of what is disabled.

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::domain::ids::NameError;

/// A name as its type, or a finding.
pub(crate) fn name<T>(
    written: &Spanned<String>,
    what: &str,
    parse: fn(&str) -> Result<T, NameError>,
    findings: &mut Diagnostics,
) -> Option<Sourced<T>> {
    match parse(&written.value) {
        Ok(name) => Some(Sourced::new(name, written.origin)),
        Err(NameError(rule)) => {
            let message = format!("`{}` is no valid {what}", written.value);
            findings.push(
                Diagnostic::about(Code::InvalidName, written.origin, message)
                    .help(format!("use {rule}")),
            );
            None
        }
    }
}

/// A value computed from a written one.
pub(crate) fn derived<T>(value: T, from: Origin) -> Sourced<T> {
    Sourced::new(value, from.derived())
}

/// How bad a fault is in something that may be disabled: then it harms nobody yet, so it is a warning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DisabledDowngrade {
    pub(crate) enabled: bool,
}

impl DisabledDowngrade {
    pub(crate) fn of(self, finding: Diagnostic) -> Diagnostic {
        match finding.severity {
            Severity::Error if !self.enabled => finding.at_severity(Severity::Warning),
            Severity::Error | Severity::Warning | Severity::Note => finding,
        }
    }
}

/// Which global names Azure refuses, as `hold ...`, if this is one (Microsoft Learn, "Resolve errors for reserved resource
/// names").
pub(crate) fn reserved(text: &str) -> Option<&'static str> {
    [
        ("microsoft", "hold `microsoft`"),
        ("windows", "hold `windows`"),
    ]
    .into_iter()
    .find(|(word, _)| text.contains(word))
    .map(|(_, rule)| rule)
    .or_else(|| text.starts_with("login").then_some("start with `login`"))
}
