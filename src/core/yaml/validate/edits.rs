//! Changes that resolve a fault without a question left open: a value in the spelling that its schema takes. Where a change would only
//! lead to the next fault, none is proposed.

use serde_json::Value as Json;

use super::keywords::Pattern;
use super::{Report, shape};
use crate::core::diag::Diagnostic;
use crate::core::yaml::tree::{Entry, Node, Value};
use crate::core::yaml::words;

impl Report<'_> {
    /// With the change of a value to what is written instead, if the schema takes that.
    pub(super) fn with_value(&self, finding: Diagnostic, node: &Node, schema: &Json) -> Diagnostic {
        let schema = shape::resolved(self.schema, schema);
        let takes = shape::takes(self.schema, schema);
        let source = self.source(node.span).filter(|text| stands_alone(text));
        let instead = source.and_then(|source| words::instead(node, source, &takes));
        match instead.filter(|text| fits(text, schema)) {
            Some(text) => finding.edit(node.span, text),
            None => finding,
        }
    }

    /// With the change of a text to the one listed value that it is but for upper and lower case.
    pub(super) fn with_listed(
        &self,
        finding: Diagnostic,
        node: &Node,
        listed: &[String],
    ) -> Diagnostic {
        let Value::Text(text) = &node.value else {
            return finding;
        };
        let mut same = listed.iter().filter(|one| one.eq_ignore_ascii_case(text));
        match (same.next(), same.next()) {
            (Some(one), None) if self.is_plain(node, text) => finding.edit(node.span, one.as_str()),
            _ => finding,
        }
    }

    /// With the change of a text to its spelling in lower case, if that is all that it lacks.
    pub(super) fn with_lower_case(
        &self,
        finding: Diagnostic,
        node: &Node,
        fitting: &str,
    ) -> Diagnostic {
        let Value::Text(text) = &node.value else {
            return finding;
        };
        let same = text.eq_ignore_ascii_case(fitting) && self.is_plain(node, text);
        if same {
            finding.edit(node.span, fitting)
        } else {
            finding
        }
    }

    /// With the change of a misspelt key to the only one that can be meant.
    pub(super) fn with_key(
        &self,
        finding: Diagnostic,
        mapping: &Node,
        entry: &Entry,
        known: &[String],
    ) -> Diagnostic {
        let meant = words::only_meant(&entry.key, known);
        let free = |meant: &&str| {
            let wanted = |(span, near): &(_, String)| *span == mapping.span && near == meant;
            mapping.get(meant).is_none() && !self.suggested.iter().any(wanted)
        };
        let plain = self.source(entry.key_span) == Some(entry.key.as_str());
        match meant.filter(free).filter(|_| plain) {
            Some(meant) => finding.edit(entry.key_span, meant),
            None => finding,
        }
    }

    /// Whether a text is written as it is, without quotes or escapes.
    fn is_plain(&self, node: &Node, text: &str) -> bool {
        self.source(node.span) == Some(text)
    }
}

/// Whether it is a scalar in one line that nothing refers to.
fn stands_alone(source: &str) -> bool {
    !source.contains(['\n', '&', '*', '!'])
}

/// Whether a schema takes a scalar as it is written.
fn fits(text: &str, schema: &Json) -> bool {
    let limit = |key: &str| schema.get(key).and_then(Json::as_f64);
    if let Ok(number) = text.parse::<f64>() {
        let least = limit("minimum").is_none_or(|least| number >= least);
        return least && limit("maximum").is_none_or(|most| number <= most);
    }
    let Some(quoted) = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    else {
        return true;
    };
    let pattern = schema.get("pattern");
    schema.get("enum").is_none() && pattern.is_none_or(|pattern| Pattern::of(pattern).fits(quoted))
}
