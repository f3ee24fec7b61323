//! Where nodes stand: the scanner's marks, corrected to what a reader would point at.

use saphyr_parser::Span as Marks;

use super::{Builder, Next, Open, offset};
use crate::core::sources::Span;

/// What YAML takes for space; other spaces of Unicode are content.
const BLANK: [char; 4] = [' ', '\t', '\n', '\r'];

impl Builder<'_> {
    pub(super) fn span(&self, marks: Marks) -> Span {
        let start = self.places.byte(self.text, marks.start.index());
        let end = self.places.byte(self.text, marks.end.index());
        Span {
            file: self.file,
            start,
            end: end.max(start),
        }
    }

    /// The place of a value that is not written: behind the colon of its key, or behind the dash of its item. The scanner
    /// reports it where the next token starts, which may be lines below.
    pub(super) fn implicit(&self, span: Span) -> Span {
        if let Some(Open::Map {
            next: Next::Value(key),
            ..
        }) = self.open.last().map(|parent| &parent.open)
        {
            let rest = self.text.get(key.span.end as usize..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let colon = rest.as_bytes().get(blanks) == Some(&b':');
            let at = if colon {
                key.span.end + offset(blanks) + 1
            } else {
                key.span.end
            };
            return self.at(at, at);
        }
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let at = offset(before.trim_end_matches(BLANK).len());
        self.at(at, at)
    }

    /// The span without the anchor in front and the line ends behind it.
    pub(super) fn trimmed(&self, span: Span, anchor: usize) -> Span {
        let start = self.content_start(span, anchor);
        let text = self
            .text
            .get(start as usize..span.end as usize)
            .unwrap_or_default();
        self.at(start, start + offset(text.trim_end_matches(BLANK).len()))
    }

    /// The span up to the closing quote: the scanner's ends before the next token, with the comments in between.
    pub(super) fn quoted(&self, span: Span, anchor: usize) -> Span {
        let span = self.trimmed(span, anchor);
        let mut rest = self.text.bytes().enumerate().skip(span.start as usize);
        let Some((_, quote @ (b'"' | b'\''))) = rest.next() else {
            return span;
        };
        let mut rest = rest.peekable();
        while let Some((at, byte)) = rest.next() {
            let escaped = quote == b'"' && byte == b'\\';
            let doubled = |next: &(usize, u8)| byte == quote && quote == b'\'' && next.1 == quote;
            if escaped || rest.peek().is_some_and(doubled) {
                rest.next();
            } else if byte == quote {
                return self.at(span.start, offset(at) + 1);
            }
        }
        span
    }

    /// Where the content starts behind `&anchor`.
    pub(super) fn content_start(&self, span: Span, anchor: usize) -> u32 {
        if anchor == 0 || self.text.as_bytes().get(span.start as usize) != Some(&b'&') {
            return span.start;
        }
        let mut at = self.word_end(span.start);
        loop {
            let rest = self.text.get(at as usize..).unwrap_or_default();
            let trimmed = rest.trim_start_matches(BLANK);
            at += offset(rest.len() - trimmed.len());
            if !trimmed.starts_with('#') {
                return at;
            }
            at += offset(trimmed.find(['\n', '\r']).unwrap_or(trimmed.len()));
        }
    }

    pub(super) fn word_end(&self, start: u32) -> u32 {
        let rest = self.text.get(start as usize..).unwrap_or_default();
        start + offset(rest.find(BLANK).unwrap_or(rest.len()))
    }
}
