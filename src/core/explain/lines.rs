//! One printed file, line by line: what each line comes from, and what it stands in.

use std::ops::Range;

use crate::core::origin::Origin;

/// A printed file with what its lines come from.
#[derive(Debug)]
pub struct Lines {
    text: String,
    starts: Vec<usize>,
    /// In order of lines, each pair once.
    trace: Vec<(u32, Origin)>,
    /// The inputs that the file is there for.
    subject: Vec<Origin>,
}

impl Lines {
    /// A text with its trace. The comments at its top name what the file is there for.
    pub fn new(text: String, mut trace: Vec<(u32, Origin)>, subject: &[Origin]) -> Self {
        let head = text
            .lines()
            .take(2)
            .take_while(|line| line.starts_with("# ") || line.starts_with("<!-- "));
        let head = (1..).zip(head).map(|(number, _)| number);
        trace.extend(head.flat_map(|number| subject.iter().map(move |origin| (number, *origin))));
        trace.sort_by_key(|(line, _)| *line);
        let mut known: Vec<(u32, Origin)> = Vec::with_capacity(trace.len());
        for pair in trace {
            let same_line = known.iter().rev().take_while(|(line, _)| *line == pair.0);
            if !same_line.into_iter().any(|(_, origin)| *origin == pair.1) {
                known.push(pair);
            }
        }
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        if text.ends_with('\n') || text.is_empty() {
            starts.pop();
        }
        Self {
            text,
            starts,
            trace: known,
            subject: subject.to_vec(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// A line, from 1, without its end.
    pub fn line(&self, number: u32) -> Option<&str> {
        let index = (number as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self
            .starts
            .get(index + 1)
            .copied()
            .unwrap_or(self.text.len());
        Some(self.text.get(start..end)?.trim_end_matches(['\n', '\r']))
    }

    /// Every line's inputs, in order of lines.
    pub fn trace(&self) -> &[(u32, Origin)] {
        &self.trace
    }

    /// The inputs that the file is there for.
    pub fn subject(&self) -> &[Origin] {
        &self.subject
    }

    /// What a line comes from.
    pub fn origins(&self, number: u32) -> Vec<Origin> {
        let range = self.range(number);
        let found = self.trace.get(range).unwrap_or_default();
        found.iter().map(|(_, origin)| *origin).collect()
    }

    fn range(&self, number: u32) -> Range<usize> {
        let start = self.trace.partition_point(|(line, _)| *line < number);
        let end = self.trace.partition_point(|(line, _)| *line <= number);
        start..end
    }

    /// The line below a remark that it is about, or stands in, if that comes from an input.
    fn described(&self, number: u32, remark: &str) -> Option<u32> {
        let below =
            (number..=self.count()).find(|below| !self.line(*below).is_some_and(is_remark))?;
        if self.line(below).and_then(indent) != indent(remark) {
            return None;
        }
        if self.is_reached(below) {
            Some(below)
        } else {
            self.enclosing(below)
        }
    }

    fn is_reached(&self, number: u32) -> bool {
        self.origins(number)
            .iter()
            .any(|origin| origin.span().is_some())
    }

    /// The nearest line around a line, or below a remark, that comes from an input: all syntaxes show by their indentation what stands in what.
    pub fn enclosing(&self, number: u32) -> Option<u32> {
        let own = self.line(number)?;
        if is_remark(own) {
            return self.described(number, own);
        }
        let closes = [')', ']', '}']
            .iter()
            .any(|c| own.trim_start().starts_with(*c))
            || own.trim_start().starts_with("</");
        // What closes stands as far to the right as what it closes.
        let mut indent = indent(own)? + usize::from(closes);
        let mut above = number;
        while above > 1 && indent > 0 {
            above -= 1;
            let Some(left) = self.line(above).and_then(self::indent) else {
                continue;
            };
            if left < indent {
                indent = left;
                if self.is_reached(above) {
                    return Some(above);
                }
            }
        }
        None
    }
}

/// Whether a line is nothing but a remark.
fn is_remark(line: &str) -> bool {
    let text = line.trim_start();
    text.starts_with("# ") || text.starts_with("<!-- ")
}

/// Blanks before a line; none if there is nothing else.
fn indent(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ');
    (!rest.is_empty()).then(|| line.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::sources::{FileId, Span};

    fn at(start: u32) -> Origin {
        Origin::Written(Span {
            file: FileId(0),
            start,
            end: start + 1,
        })
    }

    #[test]
    fn a_line_stands_in_what_is_less_indented() {
        let text = "# made\n# why\n\nmodule \"a\" {\n  b = {\n    c = 1\n\n    d = 2\n  }\n}\n";
        let lines = Lines::new(
            text.to_owned(),
            vec![(4, at(1)), (8, at(3)), (5, at(2))],
            &[at(9)],
        );
        assert_eq!(lines.count(), 10);
        assert_eq!(lines.line(6), Some("    c = 1"));
        assert_eq!((lines.line(0), lines.line(11)), (None, None));
        assert_eq!(lines.enclosing(6), Some(5));
        assert_eq!(lines.enclosing(5), Some(4));
        assert_eq!(lines.enclosing(9), Some(5), "a bracket is closed");
        assert_eq!(lines.enclosing(10), Some(4));
        assert_eq!(lines.enclosing(7), None);
        assert_eq!(lines.enclosing(4), None);
        assert_eq!(lines.enclosing(2), None, "an empty line is in between");
        assert_eq!(lines.origins(1), [at(9)]);
        assert_eq!(lines.origins(2), [at(9)]);
        assert_eq!(lines.origins(3), []);
        assert_eq!(lines.origins(8), [at(3)]);
    }

    #[test]
    fn a_remark_belongs_to_what_it_describes() {
        let text = "<p>\n  <!-- a -->\n  <!-- b -->\n  <q />\n  <!-- c -->\n  <r />\n</p>\n";
        let lines = Lines::new(text.to_owned(), vec![(1, at(1)), (4, at(2))], &[]);
        assert_eq!((lines.enclosing(2), lines.enclosing(3)), (Some(4), Some(4)));
        assert_eq!(lines.enclosing(5), Some(1));
    }
}
