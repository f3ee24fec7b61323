//! Words in lines, and nothing in them that a terminal would obey.

use annotate_snippets::normalize_untrusted_str;

/// A text as it can be shown: what a terminal would obey, control characters and turns of direction, become signs.
pub(crate) fn visible(text: &str) -> String {
    let shown = normalize_untrusted_str(text);
    if shown.contains(is_c1) {
        return shown.replace(is_c1, "\u{fffd}");
    }
    shown
}

/// A control character of two bytes: to many terminals what an escape and a letter are.
pub(super) fn is_c1(letter: char) -> bool {
    matches!(letter, '\u{80}'..='\u{9f}')
}

/// Words in lines of at most `width` characters; control characters become visible ones.
pub(in crate::core::diag) fn wrapped(text: &str, width: usize) -> String {
    let clean = visible(&text.replace(['\n', '\r'], " "));
    let (mut result, mut length) = (String::with_capacity(clean.len() + 8), 0);
    for word in clean.split(' ') {
        let more = word.chars().count();
        if length > 0 && length + 1 + more > width {
            result.push('\n');
            length = 0;
        } else if !result.is_empty() {
            result.push(' ');
            length += 1;
        }
        result.push_str(word);
        length += more;
    }
    result
}
