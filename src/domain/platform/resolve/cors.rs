//! `apim.cors`: websites, as browsers name them. API Management compares the whole text, so that one which is written in another
//! way than browsers write it would never be met.

use std::net::Ipv6Addr;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Sourced;
use crate::core::yaml::spanned::Spanned;
use crate::domain::defaults::sourced;
use crate::domain::platform::syntax::CorsSection;

/// The origins, with a finding for each that no browser sends, or that says more than one website.
pub(super) fn origins(
    section: Option<&Spanned<CorsSection>>,
    findings: &mut Diagnostics,
) -> Vec<Sourced<String>> {
    let written = section.map(|section| &section.origins.value);
    let origins: Vec<_> = written.into_iter().flatten().map(sourced).collect();
    for origin in &origins {
        findings.extend(fault(origin));
    }
    origins
}

fn fault(origin: &Sourced<String>) -> Option<Diagnostic> {
    let text = origin.value.as_str();
    let (message, help) = if text.contains('*') {
        let message = format!("`{text}` stands for more than one website");
        let help = "list each website by its own origin: whoever runs a page of one may use the keys that are typed into it";
        (message, help.to_owned())
    } else {
        match plain(text) {
            Ok(plain) if plain == text => return None,
            Ok(plain) => (
                format!(
                    "browsers do not name a website `{text}`, so that its scripts would be refused"
                ),
                format!("write `{plain}`"),
            ),
            Err(help) => (
                format!("`{text}` is not the origin of a website that may call the gateway"),
                help.to_owned(),
            ),
        }
    };
    Some(Diagnostic::about(Code::InvalidValue, origin.origin, message).help(help))
}

const EXAMPLE: &str =
    "write scheme, host and, where it is not the usual one, port: `https://chat.contoso.com`";

/// An origin as browsers write it: lower case, no default port, nothing behind the host.
fn plain(text: &str) -> Result<String, &'static str> {
    if !text.is_ascii() {
        return Err(
            "write the host in its ASCII form, which begins with `xn--`, as browsers send it",
        );
    }
    let lower = text.trim().to_ascii_lowercase();
    let (scheme, rest) = match lower.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => (scheme, rest),
        Some(_) => return Err("scripts of pages from `https://` only may call the gateway"),
        None => ("https", lower.as_str()),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = split(authority);
    let usual = if scheme == "https" { "443" } else { "80" };
    let port = port.filter(|port| *port != usual);
    let in_range = |port: &str| {
        let number = port.parse::<u16>().unwrap_or(0);
        number > 0 && number.to_string() == port
    };
    if port.is_some_and(|port| !in_range(port)) {
        return Err("a port is a number from 1 to 65535");
    }
    let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    if !here && !is_host(host) {
        return Err(EXAMPLE);
    }
    if scheme == "http" && !here {
        return Err(
            "use `https://`: what is typed into a page that comes without TLS, keys included, can be read and changed on its way; `http://` is for `localhost` only",
        );
    }
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{scheme}://{host}{port}"))
}

/// Host and port; the colons of an IPv6 address stand in brackets.
fn split(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|one| one.strip_suffix(']')) {
        let parsed = address.parse::<Ipv6Addr>();
        return parsed.is_ok_and(|parsed| parsed.to_string() == address);
    }
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.len() <= 253 && host.contains('.') && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_reported_as_browsers_write_it() {
        for (written, plainly) in [
            ("https://chat.contoso.com", "https://chat.contoso.com"),
            ("https://chat.contoso.com/", "https://chat.contoso.com"),
            (
                "https://Chat.Contoso.com:443/a?b#c",
                "https://chat.contoso.com",
            ),
            ("chat.contoso.com", "https://chat.contoso.com"),
            (
                "HTTPS://chat.contoso.com:8443",
                "https://chat.contoso.com:8443",
            ),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://localhost:80", "http://localhost"),
            ("http://localhost:443", "http://localhost:443"),
            ("http://[::1]:3000/", "http://[::1]:3000"),
            ("https://10.0.0.1", "https://10.0.0.1"),
        ] {
            assert_eq!(plain(written).as_deref(), Ok(plainly), "{written}");
            assert_eq!(
                plain(plainly).as_deref(),
                Ok(plainly),
                "advice leads on: {written}"
            );
        }
        for refused in [
            "null",
            "",
            "https://",
            "http://chat.contoso.com",
            "ftp://chat.contoso.com",
            "https://user@chat.contoso.com",
            "https://chat.contoso.com:0",
            "https://chat.contoso.com:65536",
            "https://chat.contoso.com:08443",
            "https://chat..contoso.com",
            "https://-chat.contoso.com",
            "https://chät.contoso.com",
            "https://[::1",
            "https://a b.contoso.com",
        ] {
            assert!(plain(refused).is_err(), "{refused}");
        }
    }
}
