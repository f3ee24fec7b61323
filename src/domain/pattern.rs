//! Names that are meant by a pattern.

/// A text in which `*` stands for any characters, none included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Any text is a pattern.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it may stand for several names.
    pub fn is_open(&self) -> bool {
        self.0.contains('*')
    }

    /// Whether the whole text fits, in whichever case letters of ASCII are.
    pub fn fits_any_case(&self, text: &str) -> bool {
        Self(self.0.to_ascii_lowercase()).fits(&text.to_ascii_lowercase())
    }

    /// Whether the whole text fits; letters in their case.
    pub fn fits(&self, text: &str) -> bool {
        let Some((head, rest)) = self.0.split_once('*') else {
            return self.0 == text;
        };
        let Some(mut text) = text.strip_prefix(head) else {
            return false;
        };
        let mut parts: Vec<&str> = rest.split('*').collect();
        let tail = parts.pop().unwrap_or_default();
        // The first place is the best one: it leaves most for the parts that follow.
        for part in parts {
            let Some((_, after)) = text.split_once(part) else {
                return false;
            };
            text = after;
        }
        text.ends_with(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, fits, fits_not) in [
            ("beta", &["beta"][..], &["beta2", "Beta", ""][..]),
            ("*", &["", "beta"], &[]),
            ("lab-*", &["lab-", "lab-a"], &["lab", "a-lab-b"]),
            (
                "*@contoso.com",
                &["a@contoso.com"],
                &["a@contoso.com.example"],
            ),
            (
                "a*b*c",
                &["abc", "a-b-b-c", "abbcc"],
                &["ac", "acb", "abcd"],
            ),
            ("a*a", &["aa", "aba"], &["a"]),
            ("**x", &["x", "ax"], &["xa"]),
            ("gpt-4.1*", &["gpt-4.1-mini"], &["gpt-401"]),
        ] {
            for text in fits {
                assert!(Pattern::new(pattern).fits(text), "{pattern} {text}");
            }
            for text in fits_not {
                assert!(!Pattern::new(pattern).fits(text), "{pattern} {text}");
            }
        }
    }

    #[test]
    fn parts_fit_in_their_order() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("*", "gpt-4.1", true),
            ("gpt-4.1", "gpt-4.1", true),
            ("gpt-4.1", "gpt-4.1-mini", false),
            ("gpt-4.1*", "gpt-4.1", true),
            ("gpt-*-mini", "gpt-4.1-mini", true),
            ("gpt-*-mini", "gpt-mini", false),
            ("*mini*", "a-mini-b", true),
            ("*-a-*-a", "x-a-a", false),
            ("*-a-*-a", "x-a-b-a", true),
            ("GPT*", "gpt-4.1", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern).fits(text), fits, "{pattern} {text}");
        }
    }
}
