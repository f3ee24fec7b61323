//! Names with values in their order: headers, whose names are the same in any case, and query parameters, whose are not.

use super::text;

/// A list of names and values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    items: Vec<(String, String)>,
    ignore_case: bool,
}

impl Pairs {
    /// Headers.
    pub(super) fn headers(lines: &[(String, String)]) -> Self {
        Self {
            items: lines.to_vec(),
            ignore_case: true,
        }
    }

    /// The parameters of a query, without its `?`; `+` is a space.
    pub(super) fn query(text: &str) -> Self {
        let plain = |part: &str| text::percent_decoded(&part.replace('+', " "));
        let parts = text.trim_start_matches('?').split('&');
        let items = parts.filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (plain(name), plain(value))
        });
        Self {
            items: items.collect(),
            ignore_case: false,
        }
    }

    fn same(&self, a: &str, b: &str) -> bool {
        if self.ignore_case {
            a.eq_ignore_ascii_case(b)
        } else {
            a == b
        }
    }

    /// The first value of a name.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let found = self.items.iter().find(|(key, _)| self.same(key, name));
        found.map(|(_, value)| value.as_str())
    }

    /// Takes a name out.
    pub(super) fn remove(&mut self, name: &str) {
        let ignore_case = self.ignore_case;
        self.items.retain(|(key, _)| {
            if ignore_case {
                !key.eq_ignore_ascii_case(name)
            } else {
                key != name
            }
        });
    }

    /// Gives a name one value, in the place of its first one.
    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        let at = self.items.iter().position(|(key, _)| self.same(key, name));
        self.remove(name);
        let at = at.unwrap_or(usize::MAX).min(self.items.len());
        self.items.insert(at, (name.to_owned(), value.into()));
    }

    /// Adds one more line.
    pub(super) fn add(&mut self, name: &str, value: impl Into<String>) {
        self.items.push((name.to_owned(), value.into()));
    }

    /// The lines.
    pub(super) fn lines(&self) -> &[(String, String)] {
        &self.items
    }

    /// The lines, taken out.
    pub(super) fn into_lines(self) -> Vec<(String, String)> {
        self.items
    }

    /// As a query with its `?`; empty when there is none.
    pub(super) fn query_text(&self) -> String {
        let escaped = |(name, value): &(String, String)| {
            format!(
                "{}={}",
                text::percent_encoded(name),
                text::percent_encoded(value)
            )
        };
        let parts: Vec<String> = self.items.iter().map(escaped).collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("?{}", parts.join("&"))
        }
    }
}
