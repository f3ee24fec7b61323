//! A change as a unified diff.

use similar::TextDiff;

use super::Change;

/// The unified diff of a change, with three lines of context; empty where only bytes that are no text differ.
pub fn unified(change: &Change) -> String {
    let before = String::from_utf8_lossy(&change.before);
    let path = change.repository_path();
    let old = if change.before.is_empty() {
        "/dev/null".to_owned()
    } else {
        format!("a/{path}")
    };
    let new = if change.after.is_empty() {
        "/dev/null".to_owned()
    } else {
        format!("b/{path}")
    };
    let diff = TextDiff::from_lines(before.as_ref(), change.after.as_str());
    diff.unified_diff()
        .context_radius(3)
        .header(&old, &new)
        .to_string()
}
