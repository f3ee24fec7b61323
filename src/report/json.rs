//! The report for programs: exactly the view, keys documented in `schemas/report.schema.json`.

use serde::Serialize;

/// A view as JSON, two spaces deep, with a final newline.
pub fn print(view: &impl Serialize) -> String {
    let mut text = pretty(view);
    text.push('\n');
    text
}

#[expect(
    clippy::expect_used,
    reason = "views hold texts and finite numbers under text keys only: nothing that JSON cannot say"
)]
fn pretty(view: &impl Serialize) -> String {
    serde_json::to_string_pretty(view).expect("a view is JSON")
}
