//! Prose for people, by the templates in `templates/prose`.
//!
//! A template is told facts and decides nothing. Nothing is escaped by itself (Markdown has no escape that fits every place), so
//! a view holds no free text of an input, only names whose alphabet is known.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::Printed;
use crate::document::views::View;

/// The text of a view by its template.
pub fn print(view: &View) -> Printed {
    let (template, facts) = match view {
        View::EnvironmentReadme(facts) => (
            include_str!("../../templates/prose/environment-readme.md.j2"),
            Value::from(Serde(facts)),
        ),
    };
    Printed {
        text: render(template, facts),
        trace: Vec::new(),
    }
}

#[expect(
    clippy::expect_used,
    reason = "template, syntax and view are all fixed: it fails in the tests or never"
)]
fn render(template: &str, facts: Value) -> String {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("delimiters that differ"),
    );
    environment
        .render_str(template, facts)
        .expect("a template that fits its view")
}
