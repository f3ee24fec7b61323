//! One finding instead of the noise of `anyOf` and `oneOf`: the branch that was meant, or what all branches take.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::{Found, Place, Report, advice, shape};
use crate::core::diag::{Code, Diagnostic};
use crate::core::yaml::tree::Value;
use crate::core::yaml::words;

type Branch = Vec<ValidationError<'static>>;

impl Report<'_> {
    /// Reports a value that fits no branch.
    pub(super) fn none_fits(&mut self, fault: &ValidationError<'_>, branches: &[Branch]) {
        let here = fault.instance_path().as_str();
        // A branch of another type or another fixed value was not meant.
        let mut meant: Vec<&Branch> = branches
            .iter()
            .filter(|branch| !branch.iter().any(|one| excludes(one, here)))
            .collect();
        if meant.is_empty() {
            self.no_branch_meant(fault);
            return;
        }
        let untagged: Vec<&Branch> = meant
            .iter()
            .copied()
            .filter(|branch| tag(branch).is_none())
            .collect();
        if untagged.is_empty() && meant.len() > 1 {
            self.unknown_tag(&meant);
            return;
        }
        if !untagged.is_empty() {
            meant = untagged;
        }
        if meant.len() > 1 && self.unknown_in_all(fault, &meant) {
            return;
        }
        let closest = meant.into_iter().min_by_key(|branch| weight(branch, here));
        for one in closest.into_iter().flatten() {
            self.add(one);
        }
    }

    fn no_branch_meant(&mut self, fault: &ValidationError<'_>) {
        let Place { node, .. } = self.place(fault.instance_path());
        let schema = self.around(fault.schema_path());
        let listed = shape::listed(self.schema, schema);
        let finding = match &node.value {
            Value::Text(text) if !listed.is_empty() => {
                let finding = Self::not_listed(node, text, &listed);
                // A word is one way to write it, and a mapping or list another.
                let other = shape::takes(self.schema, schema).starts_with("a ");
                if other && words::nearest(text, &listed).is_none() {
                    finding.help(format!("write {}", advice::expected(self.schema, schema)))
                } else {
                    finding
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_) => self.wrong_type(node, schema),
        };
        let finding = super::sentences::without_limit(finding, node, schema);
        self.found.push(Found::Finding(finding));
    }

    /// All branches differ by one key's fixed value (`type: local`), and none has the one written.
    fn unknown_tag(&mut self, branches: &[&Branch]) {
        let tags: Vec<&ValidationError<'static>> =
            branches.iter().filter_map(|branch| tag(branch)).collect();
        let Some(first) = tags.first() else { return };
        let Place { node, .. } = self.place(first.instance_path());
        let mut listed = Vec::new();
        for one in &tags {
            listed.extend(shape::listed(self.schema, self.around(one.schema_path())));
        }
        let finding = match &node.value {
            Value::Text(text) => Self::not_listed(node, text, &listed),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => self.wrong_type(node, self.around(first.schema_path())),
        };
        self.found.push(Found::Finding(finding));
    }

    /// Keys that no branch knows, reported once with the keys of all branches. Whether there are any.
    fn unknown_in_all(&mut self, fault: &ValidationError<'_>, branches: &[&Branch]) -> bool {
        let here = fault.instance_path().as_str();
        let mut known = Vec::new();
        for branch in branches {
            let own = branch.iter().find(|one| {
                matches!(one.kind(), Kind::AdditionalProperties { .. })
                    && one.instance_path().as_str() == here
            });
            let Some(own) = own else { return false };
            known.extend(shape::keys(self.schema, self.around(own.schema_path())));
        }
        let place = self.place(fault.instance_path());
        let Value::Map(entries) = &place.node.value else {
            return false;
        };
        let unknown: Vec<_> = entries
            .iter()
            .filter(|entry| !known.contains(&entry.key))
            .collect();
        for entry in &unknown {
            self.unknown_key(place.node, entry, &known);
        }
        if let ([], [first, second, ..]) = (unknown.as_slice(), entries.as_slice()) {
            // Each key belongs to another branch.
            let message = format!(
                "`{}` and `{}` stand together where only one fits",
                words::safe(&first.key),
                words::safe(&second.key)
            );
            let finding = Diagnostic::new(Code::InvalidValue, second.key_span, message)
                .also(first.key_span, "beside this");
            self.found
                .push(Found::Finding(finding.help("keep one of the two")));
            return true;
        }
        !unknown.is_empty()
    }

    /// A text that is none of those listed.
    pub(super) fn not_listed(
        node: &crate::core::yaml::tree::Node,
        text: &str,
        listed: &[String],
    ) -> Diagnostic {
        let message = format!(
            "`{}` is none of the values that fit here",
            words::safe(text)
        );
        Diagnostic::new(Code::InvalidValue, node.span, message)
            .help(words::known(text, listed, "values"))
    }
}

/// The branch that was meant most likely, if one was: of the same type, and with the fewest faults at this value itself.
pub(super) fn closest<'b>(branches: &'b [Branch], here: &str) -> Option<&'b Branch> {
    branches
        .iter()
        .filter(|branch| !branch.iter().any(|one| excludes(one, here)))
        .min_by_key(|branch| weight(branch, here))
}

fn weight(branch: &Branch, here: &str) -> (usize, usize) {
    let shallow = branch
        .iter()
        .filter(|one| one.instance_path().as_str() == here)
        .count();
    (shallow, branch.len())
}

/// Whether a fault at this very value says that another kind of value was meant.
fn excludes(fault: &ValidationError<'_>, here: &str) -> bool {
    fault.instance_path().as_str() == here && is_kind(fault)
}

/// The fault by which a branch of an internally tagged choice says that another one was meant.
fn tag(branch: &Branch) -> Option<&ValidationError<'static>> {
    branch
        .iter()
        .find(|one| matches!(one.kind(), Kind::Constant { .. }))
}

fn is_kind(fault: &ValidationError<'_>) -> bool {
    matches!(
        fault.kind().keyword(),
        "type" | "const" | "enum" | "falseSchema"
    )
}
