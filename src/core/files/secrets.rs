//! Findings about what looks like a secret in an input, which [`Sources`] mask.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example, Source};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::Sources;

/// Everything that looks like a secret, each at its place.
pub fn find(sources: &Sources) -> Diagnostics {
    let mut findings = Diagnostics::new();
    for (span, looks_like) in sources.secrets() {
        let message = format!("this looks like {looks_like}");
        findings.push(
            Diagnostic::new(Code::SecretInInput, span, message)
                .labelled("masked here")
                .help("remove it, and have it renewed where it was issued: inputs are committed, and secrets belong in the Key Vault"),
        );
    }
    findings
}

crate::core::diag::code::codes! { Secrets:
    SecretInInput SECRET_IN_INPUT,
}

const SECRET_IN_INPUT: Entry = Entry {
    name: "secret-in-input",
    severity: Error,
    title: "Something that looks like a key, token or password stands in an input",
    cause: "What is committed is known to everybody who can read the repository, for as long as its history lasts. The text is masked before anything else reads it, so that no output shows it.",
    example: Example::Words("A line `token:` followed by a token of a model registry."),
    fix: "Revoke it, since it may be known by now; then keep it in Key Vault and name the secret.",
    source: Some(Source {
        document: "the issuers' own pages on token formats; RFC 7468, RFC 7519; Microsoft Learn on keys and shared access signatures",
        dated: "read 2026-08",
        url: None,
    }),
};
