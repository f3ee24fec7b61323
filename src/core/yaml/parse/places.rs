//! From the scanner's character counts to byte offsets.

/// One known place in so many characters: small beside the text, and a short walk from anywhere.
const STEP: usize = 128;

/// Where characters stand in a text. The scanner counts characters; spans count bytes.
#[derive(Debug)]
pub(super) enum Places {
    /// Characters and bytes are the same.
    Ascii { length: usize },
    /// The byte offset of every character whose number is a multiple of [`STEP`].
    Marked(Vec<usize>),
}

impl Places {
    /// Looks through the text once.
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            Self::Ascii { length: text.len() }
        } else {
            Self::Marked(
                text.char_indices()
                    .step_by(STEP)
                    .map(|(at, _)| at)
                    .collect(),
            )
        }
    }

    /// The byte offset of the character with this number, counted from 0; past the end means the end.
    pub(super) fn byte(&self, text: &str, character: usize) -> u32 {
        let at = match self {
            Self::Ascii { length } => character.min(*length),
            Self::Marked(marks) => marks.get(character / STEP).map_or(text.len(), |mark| {
                let rest = text.get(*mark..).unwrap_or_default();
                rest.char_indices()
                    .nth(character % STEP)
                    .map_or(text.len(), |(more, _)| mark + more)
            }),
        };
        super::offset(at)
    }
}
