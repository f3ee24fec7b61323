//! Files that are no UTF-8 text: what they hold is shown as far as it can be, with the first byte that is none.

use std::string::FromUtf8Error;

use camino::Utf8PathBuf;

use crate::core::diag::{Code, Diagnostic};
use crate::core::sources::{Sources, Span, number};

/// What Windows writes in front of a text in UTF-16.
const UTF_16: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];
/// What stands for a byte that is no text.
const UNKNOWN: char = char::REPLACEMENT_CHARACTER;
const MARK: char = '\u{feff}';

/// A file that is no text.
pub(super) struct NoText {
    pub(super) path: Utf8PathBuf,
    /// What can be read of it.
    text: String,
    /// Where in that the first other byte stood.
    at: usize,
    help: &'static str,
}

impl NoText {
    pub(super) fn of(path: Utf8PathBuf, fault: &FromUtf8Error) -> Self {
        let bytes = fault.as_bytes();
        let is_wide = UTF_16.iter().any(|mark| bytes.starts_with(mark));
        let text = String::from_utf8_lossy(bytes);
        let text_alone = text.strip_prefix(MARK).unwrap_or(&text);
        let before = text.len() - text_alone.len();
        Self {
            path,
            text: text_alone.to_owned(),
            at: fault.utf8_error().valid_up_to().saturating_sub(before),
            help: if is_wide {
                "it looks like UTF-16: save it as UTF-8"
            } else {
                "save it as UTF-8"
            },
        }
    }

    /// The finding, at its place in what is shown.
    pub(super) fn finding(self, sources: &mut Sources) -> Diagnostic {
        let file = sources.show(self.path, self.text);
        let span = Span {
            file,
            start: number(self.at),
            end: number(self.at + UNKNOWN.len_utf8()),
        };
        let message = "the file is not UTF-8 text: here it holds other bytes";
        Diagnostic::new(Code::NotUtf8, span, message).help(self.help)
    }
}
