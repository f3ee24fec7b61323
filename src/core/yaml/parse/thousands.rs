//! Numbers with commas between their thousands, in a mapping in braces: there a comma ends the value, and what follows is read as keys.

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::{FileId, Span};

/// One finding about the whole number in place of those about the keys that YAML makes of its thousands.
pub(super) fn joined(file: FileId, text: &str, findings: Diagnostics) -> Diagnostics {
    if !findings.have(Code::UnsupportedYaml) || !has_comma(text) {
        return findings;
    }
    let found = findings.into_unfolded();
    let mut numbers: Vec<Span> = found
        .iter()
        .filter(|finding| finding.code == Code::UnsupportedYaml)
        .filter_map(|finding| number_at(file, text, finding.labels.first()?.span))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let inside = |finding: &Diagnostic| {
        let place = finding.labels.first().map(|label| label.span);
        place.is_some_and(|place| {
            let mut all = numbers.iter();
            all.any(|number| number.start <= place.start && place.end <= number.end)
        })
    };
    let mut joined = Diagnostics::new();
    joined.extend(found.into_iter().filter(|finding| !inside(finding)));
    joined.extend(numbers.iter().map(|number| of(*number, text)));
    joined
}

fn has_comma(text: &str) -> bool {
    let mut all = text.as_bytes().windows(3);
    all.any(|three| matches!(three, [a, b',', b] if a.is_ascii_digit() && b.is_ascii_digit()))
}

/// The number with commas that a key of three digits is a part of: one to three digits, then groups of three.
fn number_at(file: FileId, text: &str, key: Span) -> Option<Span> {
    let part = |letter: char| letter.is_ascii_digit() || letter == ',';
    let before = text.get(..key.start as usize)?;
    let start = before.trim_end_matches(part).len();
    let rest = text.get(start..)?;
    let whole = rest.get(..rest.find(|letter| !part(letter)).unwrap_or(rest.len()))?;
    let whole = whole.trim_end_matches(',');
    let mut groups = whole.split(',');
    let first = groups.next()?.len();
    let grouped = groups.all(|group| group.len() == 3);
    let several = whole.contains(',');
    let in_braces = opener(before.get(..start)?) == Some('{');
    let begins = before.get(..start)?.ends_with([' ', ':', '[', '{']);
    let span = Span {
        file,
        start: super::offset(start),
        end: super::offset(start + whole.len()),
    };
    (several && grouped && in_braces && begins && (1..=3).contains(&first) && key.end <= span.end)
        .then_some(span)
}

/// The bracket or brace that a place stands in, by those in front of it.
fn opener(before: &str) -> Option<char> {
    let mut closed = 0_usize;
    for letter in before.chars().rev() {
        match letter {
            ']' | '}' => closed += 1,
            '[' | '{' if closed == 0 => return Some(letter),
            '[' | '{' => closed -= 1,
            _ => {}
        }
    }
    None
}

fn of(number: Span, text: &str) -> Diagnostic {
    let written = text
        .get(number.start as usize..number.end as usize)
        .unwrap_or_default();
    let first = written.split(',').next().unwrap_or_default();
    let digits = written.replace(',', "");
    let message = format!("the comma in `{written}` ends the value, which is read as {first}");
    Diagnostic::new(Code::UnsupportedYaml, number, message)
        .help(format!("write {digits}, without separators"))
        .edit(number, digits)
}

#[cfg(test)]
mod tests {
    use crate::core::sources::FileId;
    use crate::core::yaml::parse::parse;

    /// What stands in place of what, and how many findings there are.
    fn found(text: &str) -> (Vec<String>, usize) {
        let found = parse(FileId(0), text).findings.sorted();
        let edits = found.iter().flat_map(|finding| &finding.edits);
        (
            edits.map(|edit| edit.replacement.clone()).collect(),
            found.len(),
        )
    }

    #[test]
    fn a_number_with_commas_is_one_finding() {
        for (text, number) in [
            ("a: {b: 10,000, c: 1}\n", "10000"),
            ("a: {b: 1,000,000}\n", "1000000"),
            ("a: {b: 12,345,678, c: x}\n", "12345678"),
        ] {
            assert_eq!(found(text), (vec![number.to_owned()], 1), "{text:?}");
        }
        assert_eq!(found("a: [10,000]\n").0, [""; 0]);
        assert_eq!(found("a: {b: 10,00: c}\n").0, [""; 0]);
        assert_eq!(found("a: {b: 10, 200: c}\n"), (Vec::new(), 1));
    }
}
