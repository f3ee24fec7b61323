//! Characters that look like ASCII and are not: what word processors, chats and other keyboards put in their place.

/// Characters with what they look like: letters of Cyrillic and Greek that fonts draw like those of ASCII, dashes and quotes of
/// typesetting. Full-width forms follow from their place in Unicode.
const ALIKE: &[(&str, char)] = &[
    ("\u{430}\u{3b1}", 'a'),
    ("\u{441}", 'c'),
    ("\u{501}", 'd'),
    ("\u{435}", 'e'),
    ("\u{4bb}", 'h'),
    ("\u{456}\u{3b9}", 'i'),
    ("\u{458}", 'j'),
    ("\u{43e}\u{3bf}", 'o'),
    ("\u{440}\u{3c1}", 'p'),
    ("\u{455}", 's'),
    ("\u{3bd}", 'v'),
    ("\u{445}", 'x'),
    ("\u{443}", 'y'),
    ("\u{410}\u{391}", 'A'),
    ("\u{412}\u{392}", 'B'),
    ("\u{421}", 'C'),
    ("\u{415}\u{395}", 'E'),
    ("\u{41d}\u{397}", 'H'),
    ("\u{406}\u{399}", 'I'),
    ("\u{41a}\u{39a}", 'K'),
    ("\u{41c}\u{39c}", 'M'),
    ("\u{41e}\u{39f}", 'O'),
    ("\u{420}\u{3a1}", 'P'),
    ("\u{405}", 'S'),
    ("\u{422}\u{3a4}", 'T'),
    ("\u{425}\u{3a7}", 'X'),
    (
        "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}",
        '-',
    ),
    ("\u{2018}\u{2019}", '\''),
    ("\u{201c}\u{201d}", '"'),
];

fn ascii_of(letter: char) -> Option<char> {
    // Full-width forms stand in the order of ASCII.
    if let wide @ 0xff01..=0xff5e = u32::from(letter) {
        return char::from_u32(wide - 0xff01 + 0x21);
    }
    let found = ALIKE.iter().find(|(alike, _)| alike.contains(letter));
    found.map(|(_, plain)| *plain)
}

/// A text that looks like another one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alike {
    /// In ASCII, without quotes around it.
    pub(super) plain: String,
    /// The first character that only looks so, with what it looks like.
    pub(super) first: (char, char),
}

impl Alike {
    /// What a text looks like, if characters in it look like others.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let first = letters.find_map(|letter| Some((letter, ascii_of(letter)?)))?;
        let plain: String = text
            .chars()
            .map(|letter| ascii_of(letter).unwrap_or(letter))
            .collect();
        let plain = plain.trim_matches(['"', '\'']).to_owned();
        Some(Self { plain, first })
    }

    /// Why it is another text.
    pub(super) fn why(&self) -> String {
        let (letter, like) = self.first;
        format!(
            "`{letter}` (U+{:04X}) only looks like `{like}`",
            u32::from(letter)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_ascii_is_found() {
        for (text, plain) in [
            ("g\u{440}t-4.1", Some("gpt-4.1")),
            ("gpt\u{2013}4.1", Some("gpt-4.1")),
            ("\u{201c}gpt-4.1\u{201d}", Some("gpt-4.1")),
            ("\u{ff4e}ame\u{ff1a}", Some("name:")),
            ("gpt-4.1", None),
            ("gr\u{fc}n", None),
        ] {
            let found = Alike::of(text).map(|alike| alike.plain);
            assert_eq!(found.as_deref(), plain, "{text}");
        }
    }
}
