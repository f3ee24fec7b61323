//! The forms of secrets: what issuers make them look like, and what random text looks like.
//!
//! Sources, read 2026-08: the issuers' own pages on token formats (`GitHub`, `GitLab`, Slack, npm, Hugging Face, `OpenAI`, AWS,
//! Google, Databricks, Entra ID), RFC 7468 (keys as text), RFC 7519 (JSON web tokens), Microsoft Learn on keys of API
//! Management, Azure `OpenAI`, Storage, Service Bus and shared access signatures.

use std::ops::Range;

/// Tokens that start with what their issuer gave them: how, of how many characters at least, and what they are.
const ISSUED: &[(&str, usize, &str)] = &[
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("ghu_", 36, "a GitHub token"),
    ("ghs_", 36, "a GitHub token"),
    ("ghr_", 36, "a GitHub token"),
    ("github_pat_", 40, "a GitHub token"),
    ("glpat-", 26, "a GitLab token"),
    ("hf_", 30, "a Hugging Face token"),
    ("xoxa-", 24, "a Slack token"),
    ("xoxb-", 24, "a Slack token"),
    ("xoxp-", 24, "a Slack token"),
    ("xoxs-", 24, "a Slack token"),
    ("npm_", 40, "an npm token"),
    ("pypi-AgE", 50, "a PyPI token"),
    ("AIza", 39, "a Google API key"),
    ("dapi", 36, "a Databricks token"),
];

/// Names behind which nothing but a secret stands, without `-` and `_`, in lower case.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "secret",
    "clientsecret",
    "apikey",
    "accesskey",
    "accountkey",
    "sharedaccesskey",
    "subscriptionkey",
    "ocpapimsubscriptionkey",
    "primarykey",
    "secondarykey",
    "token",
    "accesstoken",
    "authtoken",
    "hftoken",
    "connectionstring",
];

/// The longest of [`NAMES`], dashes included.
const LONGEST_NAME: usize = 30;

/// Whether a byte can stand in a token. `=` only pads one.
pub(super) fn in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'%')
}

/// Whether a word is the name of a secret.
fn is_name(word: &str) -> bool {
    let plain = || word.bytes().filter(u8::is_ascii_alphanumeric);
    let length = plain().count();
    word.len() <= LONGEST_NAME
        && NAMES
            .iter()
            .filter(|name| name.len() == length)
            .any(|name| {
                plain()
                    .map(|byte| byte.to_ascii_lowercase())
                    .eq(name.bytes())
            })
}

/// Whether what stands before a word lets it be a key of YAML, and no word of a sentence. Only blanks and quotes are passed
/// over, so that a text of one long line takes no longer.
fn may_be_key(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'']);
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '{', ',', '-', '#'])
}

/// The value behind a word that names a secret: `password: x` or `AccountKey=x`, as bytes of what stands behind the word. A
/// value of a few characters is none.
pub(super) fn named_secret(word: &str, before: &str, after: &str) -> Option<Range<usize>> {
    let after_quote = after.strip_prefix(['"', '\'']).unwrap_or(after);
    let sign = after_quote.bytes().next()?;
    if !matches!(sign, b':' | b'=') || !is_name(word) || sign == b':' && !may_be_key(before) {
        return None;
    }
    let value = after_quote.get(1..)?;
    let skipped = after.len() - value.len();
    let blanks = value.bytes().take_while(|byte| *byte == b' ').count();
    if sign == b':' && blanks == 0 || sign == b'=' && blanks > 0 {
        return None;
    }
    let value = value.get(blanks..)?;
    let quote = value
        .bytes()
        .take_while(|byte| matches!(byte, b'"' | b'\''))
        .count()
        .min(1);
    let value = value.get(quote..)?;
    let length = value
        .bytes()
        .take_while(|byte| byte.is_ascii_graphic() && !b"\"';,&{}[]".contains(byte))
        .count();
    let start = skipped + blanks + quote;
    (length >= 6).then_some(start..start + length)
}

/// What a word is because of what stands around it.
pub(super) fn by_context(word: &str, before: &str, after: &str) -> Option<&'static str> {
    let bytes = before.as_bytes();
    match bytes.last()? {
        b'=' if word.len() >= 20 && (before.ends_with("?sig=") || before.ends_with("&sig=")) => {
            Some("a shared access signature")
        }
        b' ' if word.len() >= 20 && before.ends_with("Bearer ") => Some("a bearer token"),
        b':' if after.starts_with('@') && word.len() >= 3 => {
            let user = bytes.iter().rev().skip(1);
            let name = user
                .clone()
                .take_while(|byte| in_token(**byte) && **byte != b'/')
                .count();
            let slashes: Vec<u8> = user.skip(name).take(2).copied().collect();
            (slashes == b"//").then_some("a password in an address")
        }
        _ => None,
    }
}

/// What a word of some length is because of its form. `padding` is the number of `=` behind it.
pub(super) fn by_form(word: &str, padding: usize) -> Option<&'static str> {
    let issued = ISSUED
        .iter()
        .find(|(start, least, _)| word.len() >= *least && word.starts_with(start));
    if let Some((start, _, what)) = issued {
        let body = word.get(start.len()..)?;
        let has = |kind: fn(&u8) -> bool| body.bytes().any(|byte| kind(&byte));
        let mixed = has(u8::is_ascii_digit) || has(u8::is_ascii_uppercase);
        if longest_run(body) >= 10 && mixed {
            return Some(what);
        }
    }
    if word.starts_with("sk-") && longest_run(word) >= 16 && has_digit_and_letter(word) {
        return Some("a key of OpenAI's form");
    }
    if is_web_token(word) {
        return Some("a JSON web token");
    }
    if is_aws(word) {
        return Some("an AWS access key");
    }
    if is_entra(word) {
        return Some("a client secret of Entra ID");
    }
    if word.len() == 32 && is_hex(word) && has_digit_and_letter(word) {
        return Some("a key of API Management or Azure OpenAI (32 hexadecimal digits)");
    }
    if padding > 0 && matches!(word.len() + padding, 44 | 88) && is_random(word) {
        return Some("a key of an Azure service (base64)");
    }
    let random = word.split(['_', '-', '.', '~', '%']).any(is_random);
    random.then_some("a key: it is long and random")
}

fn longest_run(word: &str) -> usize {
    let runs = word.split(|c: char| !c.is_ascii_alphanumeric());
    runs.map(str::len).max().unwrap_or(0)
}

fn has_digit_and_letter(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_hex(word: &str) -> bool {
    word.bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// Three parts of base64url, the first of which is a JSON object.
fn is_web_token(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    word.starts_with("eyJ") && parts.len() == 3 && parts.iter().take(2).all(|part| part.len() >= 8)
}

fn is_aws(word: &str) -> bool {
    let upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    word.len() == 20
        && (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word.bytes().all(upper)
}

/// Three characters, a digit, `Q~` and more than thirty others.
fn is_entra(word: &str) -> bool {
    let bytes = word.as_bytes();
    word.len() >= 36
        && bytes.get(3).is_some_and(u8::is_ascii_digit)
        && bytes.get(4..6) == Some(b"Q~")
}

/// Whether a stretch without punctuation looks as if dice had made it: long, of both cases and digits, the digits not all in
/// one place, and of many different characters. Words in camel case, VM sizes and hashes are not.
fn is_random(run: &str) -> bool {
    if run.len() < 28 {
        return false;
    }
    let mut seen = [false; 128];
    let (mut upper, mut lower, mut digits, mut groups, mut kinds) = (0, 0, 0, 0, 0);
    let mut last = b' ';
    for byte in run.bytes() {
        if let Some(seen) = seen.get_mut(usize::from(byte)).filter(|seen| !**seen) {
            *seen = true;
            kinds += 1;
        }
        if byte.is_ascii_digit() {
            digits += 1;
            groups += u32::from(!last.is_ascii_digit());
        }
        upper += u32::from(byte.is_ascii_uppercase());
        lower += u32::from(byte.is_ascii_lowercase());
        last = byte;
    }
    upper >= 3 && lower >= 3 && digits >= 2 && groups >= 2 && kinds >= 14
}
