//! `cors`: which websites may call the gateway from a browser, and what browsers are answered.
//!
//! Microsoft Learn, "cors policy" (read 2026-12-01 in `MicrosoftDocs/azure-docs`): only this element is looked at for a preflight,
//! wherever it is a direct child of `inbound`, and no key is asked for. An origin that is not listed gets an empty 200; with
//! `terminate-unmatched-request="false"` its other requests go on without headers, so that clients which are no browsers and send
//! `Origin` are served as ever.

use super::headers;
use crate::core::document::xml::Element;
use crate::gateway::csharp;
use crate::gateway::expr::Literal;
use crate::gateway::nonempty::NonEmpty;
use crate::gateway::operation::Operation;

/// Seconds for which a browser may keep what a preflight was answered.
const MAX_AGE_SECONDS: &str = "300";

/// `cors`
#[derive(Debug, Clone, PartialEq)]
pub struct Cors {
    /// Origins: scheme, host, and the port where it is not the scheme's own.
    pub origins: NonEmpty<Literal>,
    /// Headers of requests that grants let pass, besides those that browsers and stock clients send.
    pub allowed: Vec<Literal>,
    /// Headers of answers that scripts may read.
    pub exposed: &'static [&'static str],
}

/// What a browser says before a request.
#[derive(Debug, Clone, Copy)]
pub struct Preflight<'r> {
    /// `Origin`
    pub origin: &'r str,
    /// `Access-Control-Request-Method`
    pub method: &'r str,
    /// `Access-Control-Request-Headers`
    pub headers: &'r str,
}

/// Headers of an answer.
pub type Lines = Vec<(&'static str, String)>;

impl Cors {
    /// The element.
    pub fn element(&self) -> Element {
        let list = |name, item, values: &[&str]| {
            let values = values.iter().map(|value| Element::new(item).text(*value));
            values.fold(Element::new(name), Element::child)
        };
        let mut origins = Element::new("allowed-origins");
        for origin in &self.origins {
            let value = csharp::plain_or_expression(&origin.text);
            let element = Element::new("origin").text(value);
            origins = origins.child(element.at(origin.origins()));
        }
        let usual = list("allowed-headers", "header", &headers::of_browsers());
        let allowed = self.allowed.iter().fold(usual, |list, name| {
            let value = csharp::plain_or_expression(&name.text);
            list.child(Element::new("header").text(value).at(name.origins()))
        });
        Element::new("cors")
            .with("allow-credentials", "false")
            .with("terminate-unmatched-request", "false")
            .child(origins)
            .child(
                list("allowed-methods", "method", &methods())
                    .with("preflight-result-max-age", MAX_AGE_SECONDS),
            )
            .child(allowed)
            .child(list("expose-headers", "header", self.exposed))
    }

    /// The listed origin that a request comes from.
    pub fn allows(&self, origin: &str) -> Option<&Literal> {
        let plain = |text: &str| text.trim_end_matches('/').to_ascii_lowercase();
        let mut origins = self.origins.iter();
        origins.find(|one| plain(&one.text) == plain(origin))
    }

    /// The headers of the answer to a preflight; none if the browser must not send the request.
    pub fn preflight(&self, asked: &Preflight<'_>) -> Option<Lines> {
        self.allows(asked.origin)?;
        let methods = methods();
        let is = |one: &&str, other: &str| one.eq_ignore_ascii_case(other);
        if !methods.iter().any(|one| is(one, asked.method)) {
            return None;
        }
        let granted = self.allowed.iter().map(|name| name.text.as_str());
        let allowed: Vec<&str> = headers::of_browsers().into_iter().chain(granted).collect();
        let wanted = asked.headers.split([',', ' ']);
        let wanted: Vec<&str> = wanted.filter(|name| !name.is_empty()).collect();
        if !wanted
            .iter()
            .all(|name| allowed.iter().any(|one| is(one, name)))
        {
            return None;
        }
        let mut lines = vec![("Access-Control-Allow-Methods", methods.join(","))];
        if !wanted.is_empty() {
            lines.push(("Access-Control-Allow-Headers", wanted.join(",")));
        }
        lines.push(("Access-Control-Max-Age", MAX_AGE_SECONDS.to_owned()));
        lines.extend(self.answer(asked.origin)?);
        Some(lines)
    }

    /// The headers of an answer to a request from this origin; none if it is not listed.
    pub fn answer(&self, origin: &str) -> Option<Lines> {
        self.allows(origin)?;
        Some(vec![
            ("Access-Control-Allow-Origin", origin.to_owned()),
            ("Access-Control-Expose-Headers", self.exposed.join(",")),
        ])
    }
}

/// The methods of all operations.
fn methods() -> Vec<&'static str> {
    let mut all = Vec::new();
    for method in Operation::ALL.map(Operation::method) {
        if !all.contains(&method) {
            all.push(method);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_learn_what_a_listed_website_may_send() {
        let cors = Cors {
            origins: NonEmpty::one(Literal::fixed("https://app.contoso.com")),
            allowed: vec![Literal::fixed("x-title")],
            exposed: &["Retry-After"],
        };
        let asked = |origin, method, headers| {
            cors.preflight(&Preflight {
                origin,
                method,
                headers,
            })
        };
        let own = "https://app.contoso.com";
        let answer = asked(own, "POST", "content-type, api-key").unwrap();
        let expected = [
            ("Access-Control-Allow-Methods", "POST,GET"),
            ("Access-Control-Allow-Headers", "content-type,api-key"),
            ("Access-Control-Max-Age", "300"),
            ("Access-Control-Allow-Origin", own),
            ("Access-Control-Expose-Headers", "Retry-After"),
        ];
        assert_eq!(
            answer,
            expected.map(|(name, value)| (name, value.to_owned()))
        );
        assert!(asked(own, "post", "").is_some());
        assert!(asked(own, "POST", "X-Title").is_some());
        for (origin, method, headers) in [
            ("https://other.contoso.com", "POST", ""),
            ("http://app.contoso.com", "POST", ""),
            ("https://app.contoso.com:8443", "POST", ""),
            ("null", "POST", ""),
            (own, "DELETE", ""),
            (own, "POST", "x-ms-oai-image-generation-deployment"),
            (own, "POST", "api-key, cookie"),
        ] {
            assert_eq!(asked(origin, method, headers), None, "{origin} {method}");
        }
    }
}
