//! What looks like a key or token in an input: found, and masked before anything else reads the text.
//!
//! Since [`Sources`] hold masked texts only, no message, excerpt or output can show a secret, whatever is wrong with the file
//! that holds it. A masked secret keeps its first characters and its length, so that its place is right and its owner knows
//! which one it is. Found by the form that its issuer gives it, by what stands in front of it, or by how random it looks.

use std::ops::Range;

use super::{Sources, Span, number};

mod forms;

/// Something that looks like a secret: its bytes, and what it looks like, with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Secret {
    bytes: Range<usize>,
    looks_like: &'static str,
}

/// Characters of a secret that stay readable, where it is long enough.
const SHOWN: usize = 4;
/// The shortest secret of which anything stays readable.
const LONG: usize = 16;
/// The fewest characters that can be a secret wherever they stand.
const FEWEST: usize = 20;

/// What looks like a secret, in order, and the text without it.
pub(super) fn masked(text: String) -> (Vec<Secret>, String) {
    let found = find(&text);
    if found.is_empty() {
        return (found, text);
    }
    let mut bytes = text.into_bytes();
    for secret in &found {
        let shown = if secret.bytes.len() < LONG { 0 } else { SHOWN };
        let hidden = bytes.get_mut(secret.bytes.clone()).into_iter().flatten();
        for byte in hidden
            .skip(shown)
            .filter(|byte| byte.is_ascii_alphanumeric())
        {
            *byte = b'x';
        }
    }
    // Only ASCII was replaced, by ASCII.
    let text = String::from_utf8(bytes).unwrap_or_default();
    (found, text)
}

impl Sources {
    /// Everything that looks like a secret, at its place: what it looks like, with an article.
    pub fn secrets(&self) -> impl Iterator<Item = (Span, &'static str)> {
        self.iter().flat_map(|(file, source)| {
            let span = move |bytes: &Range<usize>| Span {
                file,
                start: number(bytes.start),
                end: number(bytes.end),
            };
            let secrets = source.secrets.iter();
            secrets.map(move |secret| (span(&secret.bytes), secret.looks_like))
        })
    }
}

/// Every stretch of a text that looks like a secret.
fn find(text: &str) -> Vec<Secret> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = position(bytes, at, forms::in_token) {
        let end = position(bytes, start, |byte| !forms::in_token(byte)).unwrap_or(bytes.len());
        let secret = candidate(text, start..end);
        at = secret
            .as_ref()
            .map_or(end, |secret| secret.bytes.end)
            .max(end);
        found.extend(secret);
    }
    found
}

fn position(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    Some(from + rest.iter().position(|byte| wanted(*byte))?)
}

fn candidate(text: &str, token: Range<usize>) -> Option<Secret> {
    let (word, before) = (text.get(token.clone())?, text.get(..token.start)?);
    let after = text.get(token.end..)?;
    if word.starts_with("-----BEGIN") {
        return private_key(text, token.start);
    }
    if let Some(value) = forms::named_secret(word, before, after) {
        let start = token.end + value.start;
        return Some(Secret {
            bytes: start..token.end + value.end,
            looks_like: "a password or key, by its name",
        });
    }
    let padding = after
        .bytes()
        .take_while(|byte| *byte == b'=')
        .count()
        .min(2);
    let bytes = token.start..token.end + padding;
    if let Some(looks_like) = forms::by_context(word, before, after) {
        return Some(Secret { bytes, looks_like });
    }
    if word.len() < FEWEST {
        return None;
    }
    let looks_like = forms::by_form(word, padding)?;
    Some(Secret { bytes, looks_like })
}

/// The body of a private key: from behind the words that begin it to the line that ends it, or to the end of the text.
fn private_key(text: &str, start: usize) -> Option<Secret> {
    let rest = text.get(start..)?;
    // No header is longer, and a line may be as long as the text.
    let header: String = rest.chars().take(64).collect();
    let header = header.lines().next()?.find("PRIVATE KEY")?;
    let rest = rest.get(header + "PRIVATE KEY".len()..)?;
    let rest = rest.trim_start_matches(|c: char| c == '-' || c.is_whitespace());
    let body = text.len() - rest.len();
    let end = rest
        .find("-----END")
        .map_or(text.len(), |length| body + length);
    Some(Secret {
        bytes: body..end,
        looks_like: "a private key",
    })
}

#[cfg(test)]
mod tests;
