//! Words in lines.

use annotate_snippets::normalize_untrusted_str;

/// Words in lines of at most `width` characters; control characters become visible ones.
pub(in crate::core::diag) fn wrapped(text: &str, width: usize) -> String {
    let clean = normalize_untrusted_str(&text.replace(['\n', '\r'], " "));
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
