//! Which headers of a request reach an upstream. All others are taken off; those that would choose what an upstream does are
//! refused, since doing something else than asked would be worse than saying no.
//!
//! API Management has no element that takes off all headers but some. The names that clients usually send are deleted one by
//! one; names that are not known are read into a variable, and as many elements as [`SLOTS`] each delete one of them by an
//! expression. A request with more of them is refused.

/// What passes. The first line is the request itself: the gateway writes those headers anew.
const PASS: [&str; 11] = [
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "connection",
    "expect",
    "accept",
    "user-agent",
    "x-forwarded-for",
    "x-ms-client-request-id",
    "x-request-id",
];

/// What is deleted by name: what proves who the client is, what would have answers compressed (then nothing could count their
/// tokens), and what stock clients add about themselves.
pub const DELETED: [&str; 20] = [
    "api-key",
    "Authorization",
    "Ocp-Apim-Subscription-Key",
    "x-api-key",
    "Proxy-Authorization",
    "Cookie",
    "Accept-Encoding",
    "OpenAI-Organization",
    "OpenAI-Project",
    "OpenAI-Beta",
    "X-Stainless-Arch",
    "X-Stainless-Async",
    "X-Stainless-Lang",
    "X-Stainless-OS",
    "X-Stainless-Package-Version",
    "X-Stainless-Read-Timeout",
    "X-Stainless-Retry-Count",
    "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version",
    "X-Stainless-Timeout",
];

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

/// Beginnings of names that choose what an upstream does: a deployment, a content filter, what becomes of unknown members.
const REFUSED: [&str; 5] = [
    "x-ms-oai-",
    "x-policy-id",
    "azureml-",
    "extra-parameters",
    "x-ms-model-",
];

/// How many names that are not known are taken off.
pub const SLOTS: u8 = 24;

/// What the variable holds: the names that neither pass nor are deleted by name, in lower case, with `;` around each.
pub fn unknown<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let known = known();
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

/// The expression of [`unknown`].
pub fn csharp_unknown() -> String {
    let known: Vec<String> = known().iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "\";\" + string.Concat(context.Request.Headers.Keys.Select(name => name.ToLowerInvariant()).Except(new[] {{ {} }}).Select(name => name + \";\"))",
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
        assert_eq!(unknown(sent), ";x-title;b;");
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
