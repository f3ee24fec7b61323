//! A text with stretches of it replaced, and the way back from places in the new text to places in the old one.

/// A stretch of the old text and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    start: usize,
    end: usize,
    text: String,
}

impl Edit {
    /// Replaces the bytes from `start` up to `end`.
    pub(super) fn new(start: usize, end: usize, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { start, end, text }
    }
}

/// The new text.
#[derive(Debug)]
pub(super) struct Edited {
    text: String,
    /// In order, none overlapping another.
    edits: Vec<Edit>,
}

impl Edited {
    /// Applies edits; one that reaches into another, or is none of this text, is left out.
    pub(super) fn new(old: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        edits.dedup();
        let (mut text, mut applied) = (String::with_capacity(old.len() + 64), Vec::new());
        let mut at = 0;
        for edit in edits {
            if edit.start < at || edit.end < edit.start || !old.is_char_boundary(edit.end) {
                continue;
            }
            let Some(kept) = old.get(at..edit.start) else {
                continue;
            };
            text.push_str(kept);
            text.push_str(&edit.text);
            at = edit.end;
            applied.push(edit);
        }
        text.push_str(old.get(at..).unwrap_or_default());
        Self {
            text,
            edits: applied,
        }
    }

    /// The new text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the new text stood in the old one.
    pub(super) fn before(&self, start: u32, end: u32) -> (u32, u32) {
        let first = self.place(start, false);
        (first, self.place(end, true).max(first))
    }

    /// The old place of a new one; what was put in stands where it was put, from its first byte to its last.
    fn place(&self, at: u32, is_end: bool) -> u32 {
        let at = at as usize;
        // Bytes that the edits so far made of the old text, less those they took.
        let (mut longer, mut shorter) = (0, 0);
        for edit in &self.edits {
            let start = edit.start + longer - shorter;
            let end = start + edit.text.len();
            if at < start || (at == start && is_end) {
                break;
            }
            if at < end || (at == end && is_end) {
                let old = if at == start { edit.start } else { edit.end };
                return number(old);
            }
            longer += edit.text.len();
            shorter += edit.end - edit.start;
        }
        number(at + shorter - longer)
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back() {
        let old = "model_name: a\nsku: b\n";
        let edited = Edited::new(
            old,
            vec![
                Edit::new(0, 10, "modelName"),
                Edit::new(0, 0, "# line\n"),
                Edit::new(14, 17, "skuName"),
            ],
        );
        assert_eq!(edited.text(), "# line\nmodelName: a\nskuName: b\n");
        let back = |new: &str| {
            let start = edited.text().find(new).unwrap();
            let (start, end) = edited.before(
                u32::try_from(start).unwrap(),
                u32::try_from(start + new.len()).unwrap(),
            );
            &old[start as usize..end as usize]
        };
        assert_eq!(back("modelName"), "model_name");
        assert_eq!(back("a"), "");
        assert_eq!(back(": a"), ": a");
        assert_eq!(back("skuName"), "sku");
        assert_eq!(back("b"), "b");
        assert_eq!(back("# line"), "");
        assert_eq!(edited.before(31, 31), (21, 21));
    }

    #[test]
    fn edits_that_overlap_are_left_out() {
        let edited = Edited::new(
            "abc",
            vec![
                Edit::new(0, 2, "x"),
                Edit::new(1, 3, "y"),
                Edit::new(9, 9, "z"),
            ],
        );
        assert_eq!(edited.text(), "xc");
    }
}
