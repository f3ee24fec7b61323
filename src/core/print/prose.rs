//! Prose for people, by the templates in `templates/prose`.
//!
//! A template is given facts and decides nothing. Nothing is escaped by itself (Markdown has no escape that fits every place), so
//! a view holds no free text of an input, only names whose alphabet is known.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::Printed;
use crate::core::document::views::View;
use crate::core::origin::Origin;

/// The text of a view by its template.
///
/// What a fact comes from is reported by marks: characters of no meaning, one for each fact, in front of a text and where the
/// template writes `why.<fact>`. They are taken out again, and each says which line it was found on.
pub fn print(view: &View) -> Printed {
    let (template, facts, origins) = match view {
        View::EnvironmentReadme(facts) => (
            include_str!("../../../templates/prose/environment-readme.md.j2"),
            serde_json::to_value(facts).unwrap_or_default(),
            &facts.origins,
        ),
    };
    let marked = render(template, &marked(facts, origins));
    let mut printed = Printed::default();
    for (number, line) in (1..).zip(marked.split_inclusive('\n')) {
        for (index, (_, origins)) in origins.iter().enumerate() {
            if line.contains(mark(index)) {
                let shown = origins.iter().map(|origin| (number, *origin));
                printed.trace.extend(shown);
            }
        }
        printed.text.extend(line.chars().filter(|c| !is_mark(*c)));
    }
    printed
}

/// The first of the marks: characters for private use, which no name holds.
const FIRST_MARK: u32 = 0xe000;

fn mark(index: usize) -> char {
    let index = u32::try_from(index).unwrap_or(0).min(0xff);
    char::from_u32(FIRST_MARK + index).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn is_mark(c: char) -> bool {
    (FIRST_MARK..=FIRST_MARK + 0xff).contains(&u32::from(c))
}

/// The facts with marks in front of texts, and each fact's mark by its name.
fn marked(mut facts: serde_json::Value, origins: &[(&'static str, Vec<Origin>)]) -> Value {
    let mut why = serde_json::Map::new();
    for (index, (name, _)) in origins.iter().enumerate() {
        why.insert((*name).to_owned(), mark(index).to_string().into());
        if let Some(serde_json::Value::String(text)) = facts.get_mut(*name) {
            text.insert(0, mark(index));
        }
    }
    if let serde_json::Value::Object(facts) = &mut facts {
        facts.insert("why".to_owned(), why.into());
    }
    Value::from(Serde(facts))
}

#[expect(
    clippy::expect_used,
    reason = "template, syntax and view are all fixed: it fails in the tests or never"
)]
fn render(template: &str, facts: &Value) -> String {
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
