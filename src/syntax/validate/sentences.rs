//! From a fault as the validator tells it to a finding that says what to do.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::{Found, Missing, Place, Report, shape};
use crate::diag::{Code, Diagnostic};
use crate::sources::Span;
use crate::syntax::tree::{Entry, Node, Value};
use crate::syntax::words::{self, safe};

impl Report<'_> {
    /// Turns one fault into what is told.
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
            Kind::Pattern { pattern } => {
                self.rule(place, schema, &format!("it has to match `{pattern}`"))
            }
            Kind::Format { format } => {
                self.rule(place, schema, &format!("it has to be a {format}"))
            }
            Kind::Minimum { limit } => self.range(place, schema, &format!("at least {limit}")),
            Kind::Maximum { limit } => self.range(place, schema, &format!("at most {limit}")),
            Kind::ExclusiveMinimum { limit } => {
                self.range(place, schema, &format!("more than {limit}"))
            }
            Kind::ExclusiveMaximum { limit } => {
                self.range(place, schema, &format!("less than {limit}"))
            }
            Kind::MultipleOf { multiple_of } => {
                self.range(place, schema, &format!("a multiple of {multiple_of}"))
            }
            Kind::MinLength { limit: 1 } => self.rule(place, schema, "it cannot be empty"),
            Kind::MinLength { limit } => self.rule(
                place,
                schema,
                &format!("it needs at least {limit} characters"),
            ),
            Kind::MaxLength { limit } => self.rule(
                place,
                schema,
                &format!("it holds at most {limit} characters"),
            ),
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
            Kind::OneOfMultipleValid { .. } => {
                self.rule(place, schema, "it fits more than one form; keep one")
            }
            Kind::AdditionalItems { .. }
            | Kind::BacktrackLimitExceeded { .. }
            | Kind::RegexEngineFailure { .. }
            | Kind::Contains
            | Kind::ContentEncoding { .. }
            | Kind::ContentMediaType { .. }
            | Kind::FromUtf8 { .. }
            | Kind::Not { .. }
            | Kind::UnevaluatedItems { .. }
            | Kind::Referencing(_) => self.rule(
                place,
                schema,
                &format!("the schema's rule `{}`", fault.kind().keyword()),
            ),
        };
        self.found.push(Found::Finding(finding));
    }

    fn unknown_keys(&mut self, mapping: &Node, schema: &Json) {
        let known = shape::keys(self.schema, schema);
        let Value::Map(entries) = &mapping.value else {
            return;
        };
        let unknown = entries.iter().filter(|entry| !known.contains(&entry.key));
        for entry in unknown.take(super::TOLD) {
            self.unknown_key(mapping, entry, &known);
        }
    }

    /// One unknown key among those that fit.
    pub(super) fn unknown_key(&mut self, mapping: &Node, entry: &Entry, known: &[String]) {
        let free: Vec<&String> = known
            .iter()
            .filter(|key| mapping.get(key).is_none())
            .collect();
        let near = words::nearest(&entry.key, known);
        let help = match near {
            Some(near) if mapping.get(near).is_some() => {
                format!("`{near}` stands here already; remove one of the two")
            }
            Some(_) | None => words::known(&entry.key, &free, "keys"),
        };
        self.suggested
            .extend(near.map(|near| (mapping.span, near.to_owned())));
        let message = format!("unknown key `{}`", safe(&entry.key));
        self.found.push(Found::Finding(
            Diagnostic::new(Code::UnknownKey, entry.key_span, message).help(help),
        ));
    }

    fn missing(&self, place: Place<'_>, key: &str, schema: &Json) -> Missing {
        let property = schema.pointer(&format!(
            "/properties/{}",
            key.replace('~', "~0").replace('/', "~1")
        ));
        let meaning = property.and_then(|property| {
            shape::meaning(property)
                .or_else(|| shape::meaning(shape::resolved(self.schema, property)))
        });
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
        let help = match meaning {
            Some(meaning) => format!("add `{key}` ({meaning})"),
            None => format!("add `{key}`"),
        };
        let finding = Diagnostic::new(Code::MissingKey, span, message).help(help);
        Missing {
            mapping: place.node.span,
            key: key.to_owned(),
            finding,
        }
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
        let help = shape::meaning(schema).unwrap_or_else(|| match fault.kind().keyword() {
            "pattern" => schema.get("pattern").map_or_else(String::new, |rule| {
                format!("it has to match `{}`", shape::plain(rule))
            }),
            other => format!("the schema's rule `{other}`"),
        });
        let message = format!("`{}` cannot be a key here", safe(&key));
        Diagnostic::new(Code::InvalidValue, span.unwrap_or(mapping.span), message).help(help)
    }

    /// A value of another type than its key takes.
    pub(super) fn wrong_type(&self, node: &Node, schema: &Json) -> Diagnostic {
        let (message, help) = words::wrong_type(
            node,
            self.source(node.span),
            &shape::takes(self.schema, schema),
        );
        let finding = Diagnostic::new(Code::WrongType, self.first_line(node.span), message);
        match help.or_else(|| shape::meaning(schema)) {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn none_of(&self, node: &Node, schema: &Json) -> Diagnostic {
        match &node.value {
            Value::Text(text) => Self::not_listed(node, text, &shape::listed(self.schema, schema)),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => self.wrong_type(node, schema),
        }
    }

    /// A value that breaks a rule of its form.
    fn rule(&self, place: Place<'_>, schema: &Json, rule: &str) -> Diagnostic {
        let written = words::written(place.node, self.source(place.node.span));
        let message = match place.entry {
            Some(entry) => format!("{written} does not fit the key `{}`", safe(&entry.key)),
            None => format!("{written} does not fit here"),
        };
        let help = match shape::meaning(schema) {
            Some(meaning) => format!("{rule} ({meaning})"),
            None => rule.to_owned(),
        };
        Diagnostic::new(
            Code::InvalidValue,
            self.first_line(place.node.span),
            message,
        )
        .help(help)
    }

    fn range(&self, place: Place<'_>, schema: &Json, limit: &str) -> Diagnostic {
        self.bounded(
            place,
            schema,
            &words::written(place.node, self.source(place.node.span)),
            limit,
        )
    }

    fn size(&self, place: Place<'_>, schema: &Json, limit: &str) -> Diagnostic {
        let written = match &place.node.value {
            Value::List(list) => format!("a list of {}", items(list.len() as u64)),
            Value::Map(entries) => format!("a mapping of {}", keys(entries.len() as u64)),
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
                words::written(place.node, None)
            }
        };
        self.bounded(place, schema, &written, limit)
    }

    fn bounded(&self, place: Place<'_>, schema: &Json, written: &str, limit: &str) -> Diagnostic {
        let taker = place.entry.map_or_else(
            || "this place".to_owned(),
            |entry| format!("`{}`", safe(&entry.key)),
        );
        let message = format!("{written} stands where {taker} takes {limit}");
        let finding = Diagnostic::new(
            Code::InvalidValue,
            self.first_line(place.node.span),
            message,
        );
        match shape::meaning(schema) {
            Some(meaning) => finding.help(meaning),
            None => finding,
        }
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
