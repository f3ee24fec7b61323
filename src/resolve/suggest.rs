//! What to do about a name that nothing has, in the words that findings about keys use too.

use crate::syntax::words;

/// The name that is meant, if one is like it, and the valid ones as far as they fit.
pub(super) fn help(given: &str, known: &[&str], kind: &str) -> String {
    if known.is_empty() {
        return format!("there is no {kind} yet");
    }
    words::known(given, known, &format!("{kind}s"))
}

/// The valid names, as far as they fit.
pub(super) fn one_of(known: &[&str], kind: &str) -> String {
    words::known("", known, &format!("{kind}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_all_listed() {
        assert_eq!(
            help("gpt-41", &["gpt-4.1", "o4"], "model"),
            "did you mean `gpt-4.1`? models that fit: `gpt-4.1`, `o4`"
        );
        assert_eq!(
            help("zzz", &["a", "b"], "model"),
            "models that fit: `a`, `b`"
        );
        assert_eq!(help("zzz", &[], "model"), "there is no model yet");
        assert_eq!(one_of(&["a"], "GPU size"), "GPU sizes that fit: `a`");
    }
}
