//! The texts of inputs after the changes that findings propose. Nothing is read or written here.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::{Diagnostic, Edit};
use crate::core::sources::{FileId, Sources};

/// Texts after a round of changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The files that change, by path.
    pub texts: BTreeMap<Utf8PathBuf, String>,
    /// How many findings were resolved.
    pub findings: usize,
}

/// Makes the changes of each finding, all of one or none. Where two findings change the same stretch in different ways, the first
/// one is followed, and the other left for the next look at the inputs.
pub fn fixed(findings: &[Diagnostic], sources: &Sources) -> Fixed {
    let mut accepted: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    for finding in findings.iter().filter(|finding| !finding.edits.is_empty()) {
        let of_file = |edit: &Edit| accepted.get(&edit.span.file);
        let apart = |edit: &&Edit| {
            let mut others = of_file(edit).into_iter().flatten();
            others.all(|other| *other == *edit || !overlap(other, edit))
        };
        if !finding.edits.iter().all(|edit| apart(&edit)) {
            continue;
        }
        count += 1;
        for edit in &finding.edits {
            let edits = accepted.entry(edit.span.file).or_default();
            if !edits.contains(&edit) {
                edits.push(edit);
            }
        }
    }
    let texts = accepted.into_iter().filter_map(|(file, edits)| {
        let file = sources.file(file)?;
        Some((file.path().to_owned(), applied(file.text(), edits)?))
    });
    Fixed {
        texts: texts.collect(),
        findings: count,
    }
}

/// Whether two changes touch one stretch; two at one place have an order that nobody has chosen.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.span, other.span);
    one.start < other.end && other.start < one.end || one.start == other.start
}

/// A text after changes that do not overlap; none if a place is not in it.
fn applied(text: &str, mut edits: Vec<&Edit>) -> Option<String> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut result, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        result.push_str(text.get(at..start)?);
        result.push_str(&edit.replacement);
        at = end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diag::Code;
    use crate::core::sources::Span;

    fn edited(start: u32, end: u32, replacement: &str) -> Diagnostic {
        let span = Span {
            file: FileId(0),
            start,
            end,
        };
        Diagnostic::new(Code::UnknownKey, span, format!("at {start}")).edit(span, replacement)
    }

    #[test]
    fn changes_are_made_together_unless_they_overlap() {
        let sources = Sources::from_texts([("a.yaml".into(), "one: two\nthree: 4\n".to_owned())]);
        let all = [
            edited(9, 14, "drei"),
            edited(0, 3, "eins"),
            edited(0, 3, "eins"),
            edited(2, 5, "overlaps"),
            edited(16, 17, "fünf"),
        ];
        let fixed = fixed(&all, &sources);
        assert_eq!(fixed.findings, 4);
        let text = fixed.texts.get(camino::Utf8Path::new("a.yaml")).unwrap();
        assert_eq!(text, "eins: two\ndrei: fünf\n");
    }

    #[test]
    fn a_place_beyond_the_text_changes_nothing() {
        let sources = Sources::from_texts([("a.yaml".into(), "é".to_owned())]);
        assert!(fixed(&[edited(1, 1, "x")], &sources).texts.is_empty());
        assert!(fixed(&[edited(7, 9, "x")], &sources).texts.is_empty());
    }
}
