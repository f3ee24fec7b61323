//! Which headers of a request reach an upstream. All others are taken off; those that would choose what an upstream does are
//! refused, since doing something else than asked would be worse than saying no.
//!
//! API Management has no element that takes off all headers but some. The names that clients usually send are deleted one by
//! one; names that are not known are read into a variable, and as many elements as [`SLOTS`] each delete one of them by an
//! expression. A request with more of them is refused.

use crate::facts::headers::{DELETED, PASS, REFUSED};

/// Those among them that no script can or has to send: browsers write them, whatever a script says (MDN, "Forbidden header
/// name", read 2026-12-01), and the last one is for proxies.
const OF_THE_BROWSER: [&str; 8] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
    "Cookie",
    "Accept-Encoding",
    "x-forwarded-for",
];

/// What scripts on listed websites may send: what is known, without what browsers write and what is for proxies.
pub fn of_browsers() -> Vec<&'static str> {
    let all = PASS.into_iter().chain(DELETED);
    all.filter(|name| !OF_THE_BROWSER.contains(name) && !name.starts_with("Proxy-"))
        .collect()
}

/// How many names that are not known are taken off.
pub const SLOTS: u8 = 24;

/// What a switch of a grant begins with that lets a header pass.
pub const SWITCH: &str = "header:";

/// What the variable holds: the names that neither pass nor are deleted by name, in lower case, with `;` around each. `allowed`
/// are the switches of the grant, with `;` between them.
pub fn unknown<'n>(names: impl IntoIterator<Item = &'n str>, allowed: &str) -> String {
    let mut known = known();
    known.extend(
        allowed
            .split(';')
            .filter_map(|one| Some(one.strip_prefix(SWITCH)?.to_owned())),
    );
    let mut out = ";".to_owned();
    for name in names {
        let name = name.to_ascii_lowercase();
        if !known.contains(&name) && !out.contains(&format!(";{name};")) {
            out.push_str(&name);
            out.push(';');
        }
    }
    out
}

fn known() -> Vec<String> {
    let deleted = DELETED.iter().map(|name| name.to_ascii_lowercase());
    deleted.chain(PASS.map(str::to_owned)).collect()
}

/// The first header that is refused, or `too many headers`; empty when all is well.
pub fn refused(unknown: &str) -> String {
    let names: Vec<&str> = unknown.split(';').filter(|name| !name.is_empty()).collect();
    let choosing = |name: &&&str| REFUSED.iter().any(|start| name.starts_with(start));
    match names.iter().find(choosing) {
        Some(name) => (*name).to_owned(),
        None if names.len() > usize::from(SLOTS) => "headers".to_owned(),
        None => String::new(),
    }
}

/// The name in a slot; a name that no header has where there is none.
pub fn in_slot(unknown: &str, slot: u8) -> &str {
    let mut names = unknown.split(';').filter(|name| !name.is_empty());
    names.nth(usize::from(slot)).unwrap_or(NONE)
}

const NONE: &str = "x-none";

/// The expression of [`unknown`]; `allowed` is an expression of a text.
pub fn csharp_unknown(allowed: &str) -> String {
    let known: Vec<String> = known().iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "\";\" + string.Concat(context.Request.Headers.Keys.Select(name => name.ToLowerInvariant()).Except(new[] {{ {} }})\
         .Where(name => !(\";\" + {allowed} + \";\").Contains(\";{SWITCH}\" + name + \";\")).Select(name => name + \";\"))",
        known.join(", ")
    )
}

/// The statements of [`refused`]; `unknown` is an expression of a text.
pub fn csharp_refused(unknown: &str) -> String {
    let starts: Vec<String> = REFUSED.iter().map(|start| format!("\"{start}\"")).collect();
    format!(
        "var names = {unknown}.Split(new[] {{ ';' }}, StringSplitOptions.RemoveEmptyEntries); \
         return names.FirstOrDefault(name => new[] {{ {} }}.Any(start => name.StartsWith(start, StringComparison.Ordinal))) \
         ?? (names.Length > {SLOTS} ? \"headers\" : \"\");",
        starts.join(", ")
    )
}

/// The expression of [`in_slot`]; `unknown` is an expression of a text.
pub fn csharp_in_slot(unknown: &str, slot: u8) -> String {
    format!(
        "{unknown}.Split(new[] {{ ';' }}, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault({slot}) ?? \"{NONE}\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_not_known_are_taken_off_or_refused() {
        let sent = [
            "Host",
            "X-Title",
            "x-title",
            "COOKIE",
            "X-Stainless-OS",
            "b",
        ];
        assert_eq!(unknown(sent, ""), ";x-title;b;");
        assert_eq!(unknown(sent, "store;header:x-title;.n"), ";b;");
        assert_eq!(unknown(["x-titles"], "header:x-title"), ";x-titles;");
        assert_eq!(refused(";x-title;b;"), "");
        assert_eq!(in_slot(";x-title;b;", 1), "b");
        assert_eq!(in_slot(";x-title;b;", 2), "x-none");
        let chooses = ";a;x-ms-oai-image-generation-deployment;";
        assert_eq!(refused(chooses), "x-ms-oai-image-generation-deployment");
        let many = (0..=SLOTS).map(|at| format!("h{at};"));
        assert_eq!(
            refused(&format!(";{}", many.collect::<String>())),
            "headers"
        );
        assert_eq!(refused(";"), "");
    }
}
