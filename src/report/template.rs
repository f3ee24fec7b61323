//! Templates of reports: given facts, deciding nothing, and escaping every value that they show by themselves.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, escape_formatter};

use super::{aspects, markdown, words};

/// What a template makes, which decides how values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    Html,
}

/// The text of a template with its facts.
#[expect(
    clippy::expect_used,
    reason = "templates and views are fixed: it fails in the tests or never"
)]
pub(super) fn render(template: &str, syntax: Syntax, facts: Value) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("delimiters that differ"),
    );
    match syntax {
        Syntax::Html => environment.set_auto_escape_callback(|_| AutoEscape::Html),
        Syntax::Markdown => {
            environment.set_auto_escape_callback(|_| AutoEscape::None);
            environment.set_formatter(|out, state, value| match value.as_str() {
                Some(text) if !value.is_safe() => Ok(out.write_str(&markdown::escaped(text))?),
                Some(_) | None => escape_formatter(out, state, value),
            });
        }
    }
    environment.add_filter("thousands", words::thousands);
    environment.add_filter("kib", words::kib);
    environment.add_filter("per", words::unit);
    environment.add_filter("topic", aspects::topic);
    environment.add_filter("factor", |factor: f64| format!("{factor:.2}\u{d7}"));
    environment.add_filter("plain", |number: f64| number.to_string());
    environment.add_filter("money", words::money);
    environment
        .render_str(template, facts)
        .expect("a template that fits its view")
}
