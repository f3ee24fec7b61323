//! From a fault as the validator reports it to a finding that says what to do.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::keywords::Pattern;
use super::{Found, Missing, Place, Report, advice, shape};
use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::Span;
use crate::core::yaml::lookalikes::Alike;
use crate::core::yaml::overlay::Removed;
use crate::core::yaml::tree::{Node, Value};
use crate::core::yaml::words::{self, safe};

/// A finding on a value that says "no limit" in words that do not fit: how that is written stands first.
pub(super) fn without_limit(mut finding: Diagnostic, node: &Node, schema: &Json) -> Diagnostic {
    if let Some(instead) = advice::no_limit(schema, &node.value) {
        let otherwise = finding.help.take();
        let otherwise = otherwise.map_or_else(String::new, |help| format!("; otherwise {help}"));
        finding = finding.help(format!("for no limit, write {instead}{otherwise}"));
    }
    finding
}

impl Report<'_> {
    /// Turns one fault into what is reported.
    pub(super) fn add(&mut self, fault: &ValidationError<'_>) {
        let place = self.place(fault.instance_path());
        let schema = self.around(fault.schema_path());
        let finding = match fault.kind() {
            Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => {
                self.unknown_keys(place.node, schema);
                return;
            }
            Kind::Required { property } => {
                let missing = self.missing(place, &shape::plain(property), schema);
                self.found.push(Found::Missing(missing));
                return;
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                self.none_fits(fault, context);
                return;
            }
            Kind::PropertyNames { error } => self.bad_key(place.node, error),
            Kind::Custom { .. } | Kind::Type { .. } | Kind::FalseSchema => {
                self.wrong_type(place.node, schema)
            }
            Kind::Constant { .. } | Kind::Enum { .. } => self.none_of(place.node, schema),
            Kind::Pattern { .. }
            | Kind::MinLength { .. }
            | Kind::MaxLength { .. }
            | Kind::Format { .. }
            | Kind::OneOfMultipleValid { .. }
            | Kind::AdditionalItems { .. }
            | Kind::BacktrackLimitExceeded { .. }
            | Kind::RegexEngineFailure { .. }
            | Kind::Contains
            | Kind::ContentEncoding { .. }
            | Kind::ContentMediaType { .. }
            | Kind::FromUtf8 { .. }
            | Kind::Not { .. }
            | Kind::UnevaluatedItems { .. }
            | Kind::Referencing(_) => self.rule(place, schema),
            Kind::Minimum { limit } => self.range(
                place,
                schema,
                &format!("at least {}", advice::number(limit)),
            ),
            Kind::Maximum { limit } => {
                self.range(place, schema, &format!("at most {}", advice::number(limit)))
            }
            Kind::ExclusiveMinimum { limit } => {
                self.range(place, schema, &format!("more than {limit}"))
            }
            Kind::ExclusiveMaximum { limit } => {
                self.range(place, schema, &format!("less than {limit}"))
            }
            Kind::MultipleOf { multiple_of } => {
                self.range(place, schema, &format!("a multiple of {multiple_of}"))
            }
            Kind::MinItems { limit } => {
                self.size(place, schema, &format!("at least {}", items(*limit)))
            }
            Kind::MaxItems { limit } => {
                self.size(place, schema, &format!("at most {}", items(*limit)))
            }
            Kind::MinProperties { limit } => {
                self.size(place, schema, &format!("at least {}", keys(*limit)))
            }
            Kind::MaxProperties { limit } => {
                self.size(place, schema, &format!("at most {}", keys(*limit)))
            }
            Kind::UniqueItems => self.size(place, schema, "every item once"),
        };
        let finding = without_limit(finding, place.node, schema);
        self.found.push(Found::Finding(finding));
    }

    fn missing(&self, place: Place<'_>, key: &str, schema: &Json) -> Missing {
        let mapping = place.node.span;
        let by_overlay = |one: &&Removed| one.mapping == mapping && one.key == key;
        let finding = match self.removed.iter().find(by_overlay) {
            Some(removed) => taken_away(removed, place),
            None => self.never_written(place, key, schema),
        };
        Missing {
            mapping,
            key: key.to_owned(),
            finding,
        }
    }

    fn never_written(&self, place: Place<'_>, key: &str, schema: &Json) -> Diagnostic {
        let (span, message) = match place.entry {
            Some(entry) => (
                entry.key_span,
                format!("the key `{key}` is missing in `{}`", safe(&entry.key)),
            ),
            None => (
                self.first_line(place.node.span),
                format!("the key `{key}` is missing"),
            ),
        };
        let pointer = key.replace('~', "~0").replace('/', "~1");
        let property = schema.pointer(&format!("/properties/{pointer}"));
        let help = property.map_or_else(String::new, |property| {
            let example = advice::entry(self.schema, key, property)
                .map_or_else(String::new, |example| format!(", such as {example}"));
            example + &advice::about(self.schema, property)
        });
        Diagnostic::new(Code::MissingKey, span, message).help(format!("add `{key}`{help}"))
    }

    fn bad_key(&self, mapping: &Node, fault: &ValidationError<'_>) -> Diagnostic {
        let key = shape::plain(fault.instance());
        let span = match &mapping.value {
            Value::Map(entries) => entries
                .iter()
                .find(|entry| entry.key == key)
                .map(|entry| entry.key_span),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_) => None,
        };
        let schema = self.around(fault.schema_path());
        let help = format!("use {}", advice::expected(self.schema, &as_text(schema)));
        let message = format!("`{}` cannot be a key here", safe(&key));
        Diagnostic::new(Code::InvalidValue, span.unwrap_or(mapping.span), message).help(help)
    }

    /// A value of another type than its key takes.
    pub(super) fn wrong_type(&self, node: &Node, schema: &Json) -> Diagnostic {
        let nothing = matches!(node.value, Value::Null);
        if nothing && std::ptr::eq(node, self.tree) {
            return self.empty_file(schema);
        }
        let takes = shape::takes(self.schema, schema);
        let (message, help) = words::wrong_type(node, self.source(node.span), &takes);
        let finding = Diagnostic::new(Code::WrongType, self.first_line(node.span), message);
        let finding = self.with_value(finding, node, schema);
        let expected = advice::expected(self.schema, schema);
        match help {
            _ if nothing => finding.help(format!(
                "write {expected}, or remove the key if it is optional"
            )),
            Some(help) if self.fits_in_quotes(node, schema) => finding.help(help),
            // The values stand in the message.
            None if expected == takes && takes.starts_with("one of") => finding,
            Some(_) | None => finding.help(format!("write {expected}")),
        }
    }

    /// Whether quotes are all that a number lacks to be the text that is expected: `0.6` is no release, quoted or not.
    fn fits_in_quotes(&self, node: &Node, schema: &Json) -> bool {
        let number = matches!(node.value, Value::Integer(_) | Value::Float(_));
        let pattern = shape::resolved(self.schema, schema).get("pattern");
        let (Some(pattern), Some(written), true) = (pattern, self.source(node.span), number) else {
            return true;
        };
        Pattern::of(pattern).fits(written)
    }

    /// A file without a value: empty, or comments only.
    fn empty_file(&self, schema: &Json) -> Diagnostic {
        let required = schema.pointer("/required/0").map(shape::plain);
        let first = required.or_else(|| shape::keys(self.schema, schema).into_iter().next());
        let start = first.map_or_else(String::new, |key| format!("start it with `{key}:`, or "));
        Diagnostic::new(Code::WrongType, self.tree.span, "the file holds no value")
            .help(format!("{start}remove it"))
    }

    fn none_of(&self, node: &Node, schema: &Json) -> Diagnostic {
        match &node.value {
            Value::Text(text) => {
                let listed = shape::listed(self.schema, schema);
                let finding = Self::not_listed(node, text, &listed);
                self.with_listed(finding, node, &listed)
            }
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => self.wrong_type(node, schema),
        }
    }

    /// A value that breaks a rule of its form.
    fn rule(&self, place: Place<'_>, schema: &Json) -> Diagnostic {
        let written = words::written(place.node, self.source(place.node.span));
        let message = match place.entry {
            Some(entry) => format!("{written} does not fit the key `{}`", safe(&entry.key)),
            None => format!("{written} does not fit here"),
        };
        let span = self.first_line(place.node.span);
        let expected = advice::expected(self.schema, schema);
        let fitting = advice::corrected(self.schema, schema, &place.node.value);
        let alike = if let Value::Text(text) = &place.node.value {
            Alike::of(text)
        } else {
            None
        };
        let help = match &fitting {
            Some(fitting) if alike.as_ref().is_some_and(|alike| alike.plain == *fitting) => {
                let why = alike.map_or_else(String::new, |alike| alike.why());
                format!("did you mean `{fitting}`? {why}")
            }
            Some(fitting) => format!("did you mean `{fitting}`? use {expected}"),
            None => format!("use {expected}"),
        };
        let finding = Diagnostic::new(Code::InvalidValue, span, message);
        if self.cut_by_comment(place.node.span) {
            return finding.help(format!(
                "put the text in quotes, since ` #` starts a comment, and {help}"
            ));
        }
        let finding = match fitting {
            Some(fitting) => self.with_lower_case(finding, place.node, &fitting),
            None => finding,
        };
        finding.help(help)
    }

    fn range(&self, place: Place<'_>, schema: &Json, limit: &str) -> Diagnostic {
        let written = words::written(place.node, self.source(place.node.span));
        let help = format!("write {}", advice::expected(self.schema, schema));
        self.bounded(place, &written, limit, help)
    }

    fn size(&self, place: Place<'_>, schema: &Json, limit: &str) -> Diagnostic {
        let written = match &place.node.value {
            Value::List(list) if list.is_empty() => "an empty list".to_owned(),
            Value::List(list) => format!("a list of {}", items(list.len() as u64)),
            Value::Map(entries) => format!("a mapping of {}", keys(entries.len() as u64)),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
                words::written(place.node, None)
            }
        };
        let help = format!("write {limit}{}", advice::about(self.schema, schema));
        self.bounded(place, &written, limit, help)
    }

    fn bounded(&self, place: Place<'_>, written: &str, limit: &str, help: String) -> Diagnostic {
        let taker = place.entry.map_or_else(
            || "this place".to_owned(),
            |entry| format!("`{}`", safe(&entry.key)),
        );
        let message = format!("{written} stands where {taker} takes {limit}");
        let span = self.first_line(place.node.span);
        Diagnostic::new(Code::InvalidValue, span, message).help(help)
    }

    /// Whether what follows looks like the rest of the text rather than a comment: ` #` and no blank behind it.
    fn cut_by_comment(&self, span: Span) -> bool {
        let file = self.sources.file(span.file);
        let rest = file.and_then(|file| file.text().get(span.end as usize..));
        let line = rest
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        let comment = line.strip_prefix(' ').map(str::trim_start);
        comment
            .and_then(|comment| comment.strip_prefix('#'))
            .is_some_and(|text| text.starts_with(char::is_alphanumeric))
    }

    /// A span cut to its first line: a whole mapping underlined says nothing.
    fn first_line(&self, span: Span) -> Span {
        let line = self.source(span).and_then(|text| text.lines().next());
        match line.and_then(|line| u32::try_from(line.trim_end().len()).ok()) {
            Some(length) => Span {
                end: span.start + length,
                ..span
            },
            None => span,
        }
    }
}

/// A required key that an overlay removes.
fn taken_away(removed: &Removed, place: Place<'_>) -> Diagnostic {
    let key = safe(&removed.key);
    let holder = place
        .entry
        .map_or_else(String::new, |entry| format!(" from `{}`", safe(&entry.key)));
    let message = format!("the environment removes `{key}`{holder}, and it is required");
    let finding = Diagnostic::new(Code::MissingKey, removed.at, message);
    let finding = match place.entry {
        Some(entry) => finding.also(entry.key_span, "required here"),
        None => finding,
    };
    finding.help(format!("give `{key}` another value, or leave the line out"))
}

fn items(count: u64) -> String {
    if count == 1 {
        "1 item".to_owned()
    } else {
        format!("{count} items")
    }
}

fn keys(count: u64) -> String {
    if count == 1 {
        "1 key".to_owned()
    } else {
        format!("{count} keys")
    }
}

/// The rules of keys, which say no type because keys are always text.
fn as_text(rules: &Json) -> Json {
    let mut schema = rules.clone();
    if let Json::Object(keywords) = &mut schema {
        keywords.entry("type").or_insert_with(|| "string".into());
    }
    schema
}
