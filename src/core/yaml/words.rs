//! Words that several findings about inputs share: what was written, what fits, what is near.

use super::tree::{Node, Value};
use crate::core::diag::join_truncated;

/// How many valid words a finding lists, and how many beside the one that is meant.
const LISTED: usize = 24;
const BESIDE: usize = 12;
/// How much of a written text a finding repeats, in characters.
const QUOTED: usize = 60;

/// A written text inside a sentence: no control characters, never longer than a line.
pub(super) fn safe(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(QUOTED)
        .flat_map(char::escape_debug)
        .collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short.replace("\\'", "'").replace("\\\"", "\"")
}

/// `did you mean ...` where a word is near, and the list of all that fit.
pub fn known(word: &str, valid: &[impl AsRef<str>], what: &str) -> String {
    let near = nearest(word, valid);
    let most = if near.is_some() { BESIDE } else { LISTED };
    if valid.is_empty() {
        return "nothing else fits here".to_owned();
    }
    let words = valid
        .iter()
        .map(|word| format!("`{}`", safe(word.as_ref())));
    let list = format!("{what} that fit: {}", join_truncated(words, most));
    match near {
        Some(near) if valid.len() == 1 => format!("did you mean `{}`?", safe(near)),
        Some(near) => format!("did you mean `{}`? {list}", safe(near)),
        None => list,
    }
}

/// What to do about a name that nothing has: the name that is meant, if one is like it, and those of this kind (`model`).
pub fn named(given: &str, names: &[&str], kind: &str) -> String {
    if names.is_empty() {
        return format!("there is no {kind} yet");
    }
    known(given, names, &format!("{kind}s"))
}

/// The valid word that is most like this one, if one is like it at all. Spelling of words (`_`, `-`, upper case) counts least.
pub fn nearest<'a>(word: &str, valid: &'a [impl AsRef<str>]) -> Option<&'a str> {
    like(word, valid, 0.8)
}

/// The valid word that this one is but for a letter or its spelling: what is said of its value can rest on that.
pub fn meant<'a>(word: &str, valid: &'a [impl AsRef<str>]) -> Option<&'a str> {
    like(word, valid, 0.93)
}

/// The same, where no other word is as much like it.
pub(super) fn only_meant<'a>(word: &str, valid: &'a [String]) -> Option<&'a str> {
    let near = meant(word, valid)?;
    let others: Vec<&str> = valid
        .iter()
        .map(String::as_str)
        .filter(|other| *other != near)
        .collect();
    meant(word, &others).is_none().then_some(near)
}

/// The valid word that is most like this one, if it is so much like it; 1 is the same.
fn like<'a>(word: &str, valid: &'a [impl AsRef<str>], least: f64) -> Option<&'a str> {
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase()
    };
    // What all begin with, such as `Standard_`, makes no two of them alike.
    let shared = word.find(['_', '/']).map_or(0, |at| at + 1);
    let shared = word
        .get(..shared)
        .filter(|start| valid.iter().all(|one| one.as_ref().starts_with(start)))
        .map_or(0, str::len);
    let rest = |text: &str| plain(text.get(shared..).unwrap_or_default());
    let wanted = rest(word);
    let scored = valid.iter().map(|candidate| {
        let candidate = candidate.as_ref();
        (strsim::jaro_winkler(&wanted, &rest(candidate)), candidate)
    });
    let (score, near) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (score >= least).then_some(near)
}

/// What was written, for a sentence; `source` is its text in the file.
pub(super) fn written(node: &Node, source: Option<&str>) -> String {
    let quoted = |otherwise: String| match source {
        Some(source) if !source.is_empty() && !source.contains('\n') => safe(source),
        _ => otherwise,
    };
    match &node.value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(value) => format!("`{}`", quoted(value.to_string())),
        Value::Integer(number) => format!("the number `{}`", quoted(number.to_string())),
        Value::Float(number) => format!("the number `{}`", quoted(format!("{number:?}"))),
        Value::Text(text) if text.is_empty() => "an empty text".to_owned(),
        Value::Text(text) => format!("the text `{}`", safe(text)),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
    }
}

/// The finding about a value of the wrong type: what is wrong, and what to do where that is more than reading `takes`.
pub(super) fn wrong_type(
    node: &Node,
    source: Option<&str>,
    takes: &str,
) -> (String, Option<String>) {
    let message = format!("{} stands where {takes} is expected", written(node, source));
    let wants = |word: &str| takes.contains(word);
    let help = match &node.value {
        Value::Text(text) => help_for_text(text, &wants),
        Value::Float(_) if wants("whole number") && source.is_some_and(has_thousands) => {
            source.map(help_for_thousands)
        }
        Value::Float(number) if wants("whole number") => Some(help_for_float(*number)),
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) if wants("text") => Some(format!(
            "put it in quotes: \"{}\"",
            source
                .filter(|text| !text.contains('\n'))
                .map_or("…".to_owned(), safe)
        )),
        Value::Null => Some(format!(
            "write {takes}, or leave the key out if it is optional"
        )),
        Value::List(_) if wants("a mapping") => {
            Some("write `key: value` lines instead of `- ` items".to_owned())
        }
        Value::Map(_) if wants("a list") => Some("start each item with `- `".to_owned()),
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::List(_) | Value::Map(_) => {
            None
        }
    };
    (message, help)
}

/// What is written in place of a value of the wrong type so that it is of the type that is expected; none where that is not certain.
pub(super) fn instead(node: &Node, source: &str, takes: &str) -> Option<String> {
    let wants = |word: &str| takes.contains(word);
    match &node.value {
        Value::Text(text) if wants("true or false") => bool_of(text).map(str::to_owned),
        Value::Text(text) if wants("number") => number_of(text),
        Value::Float(number) if wants("whole number") && !has_thousands(source) => {
            let whole = number.fract() == 0.0 && number.abs() < 1e15;
            whole.then(|| format!("{number:.0}"))
        }
        Value::Bool(_) | Value::Integer(_) | Value::Float(_) if wants("text") => {
            Some(format!("\"{source}\""))
        }
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Text(_)
        | Value::List(_)
        | Value::Map(_) => None,
    }
}

/// A word that YAML 1.1 or quotes made of true and false.
fn bool_of(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "true" => Some("true"),
        "no" | "off" | "n" | "false" => Some("false"),
        _ => None,
    }
}

/// A whole number that is written in quotes, with separators or with a unit.
fn number_of(text: &str) -> Option<String> {
    if text.parse::<i64>().is_ok() {
        return Some(text.to_owned());
    }
    let separator = |letter: char| matches!(letter, '_' | ',' | '.' | ' ' | '\'');
    let digits: String = text.chars().filter(|letter| !separator(*letter)).collect();
    // Groups of three only: `1,5` may be one and a half.
    let mut groups = text.split(separator).skip(1);
    if digits.parse::<i64>().is_ok() && groups.all(|group| group.len() == 3) {
        return Some(digits);
    }
    with_unit(text).map(|number| number.to_string())
}

fn help_for_text(text: &str, wants: &dyn Fn(&str) -> bool) -> Option<String> {
    if wants("true or false") {
        let (lower, meant) = (text.to_ascii_lowercase(), bool_of(text)?);
        return Some(if lower == meant {
            format!("write {meant} without quotes")
        } else {
            format!("YAML 1.2 knows true and false only; write {meant}")
        });
    }
    if !wants("number") {
        return None;
    }
    if text.parse::<i64>().is_ok() {
        return Some(format!("write {text} without quotes"));
    }
    let digits: String = text
        .chars()
        .filter(|letter| !matches!(letter, '_' | ',' | '.' | ' ' | '\''))
        .collect();
    if digits.len() < text.len() && digits.parse::<i64>().is_ok() {
        return Some(format!("write {digits}, without separators"));
    }
    let number = text
        .split_once(' ')
        .map(|(number, unit)| (number, unit.trim()));
    if let Some((number, unit)) = number
        && !unit.is_empty()
        && unit
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '/' | ' '))
        && let Some(number) = number_of(number)
    {
        return Some(format!("write {number}: units are not read"));
    }
    if let Some(number) = with_unit(text) {
        return Some(format!("write {number}: units are not read"));
    }
    text.contains(':')
        .then(|| "YAML 1.2 knows no numbers with `:`; write the number out".to_owned())
}

/// `20k` as 20000, `1.5M` as 1500000; whole numbers only.
fn with_unit(text: &str) -> Option<u64> {
    let factor: u64 = match text.chars().next_back()? {
        'k' | 'K' => 1_000,
        'm' | 'M' => 1_000_000,
        _ => return None,
    };
    let number = text.get(..text.len() - 1)?.trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let zeros = factor
        .ilog10()
        .checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let digits: u64 = format!("{whole}{fraction}").parse().ok()?;
    digits.checked_mul(10_u64.pow(zeros))
}

/// Whether a number is written with points between thousands, as in `10.000`: what is meant is not certain.
fn has_thousands(source: &str) -> bool {
    let mut groups = source.split('.');
    let first = groups.next().unwrap_or_default();
    let (mut any, mut thousands) = (false, true);
    for group in groups {
        any = true;
        thousands &= group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    }
    any && thousands
        && (1..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_digit())
}

fn help_for_thousands(source: &str) -> String {
    let (whole, _) = source.split_once('.').unwrap_or((source, ""));
    let all = source.replace('.', "");
    format!("a point separates no thousands: write {all} if that is meant, or {whole}")
}

fn help_for_float(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("a number with a point or an exponent is a float; write {number:.0}")
    } else {
        "write a number without a point".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_all_listed() {
        assert_eq!(
            named("gpt-41", &["gpt-4.1", "o4"], "model"),
            "did you mean `gpt-4.1`? models that fit: `gpt-4.1`, `o4`"
        );
        assert_eq!(
            named("zzz", &["a", "b"], "model"),
            "models that fit: `a`, `b`"
        );
        assert_eq!(named("zzz", &[], "model"), "there is no model yet");
        assert_eq!(known("", &["a"], "GPU sizes"), "GPU sizes that fit: `a`");
    }

    #[test]
    fn units_are_written_out() {
        for (text, number) in [
            ("20k", Some(20_000)),
            ("1.5M", Some(1_500_000)),
            ("2 m", Some(2_000_000)),
            ("1.2345k", None),
            ("k", None),
            ("-3k", None),
            ("20g", None),
        ] {
            assert_eq!(with_unit(text), number, "{text}");
        }
    }

    #[test]
    fn what_is_near_need_not_be_meant() {
        let keys = [
            "capabilities",
            "tokensPerMinute",
            "models",
            "suffix",
            "skuName",
        ];
        for (word, near, is_meant) in [
            ("tokens_per_minute", "tokensPerMinute", true),
            ("model", "models", true),
            ("sufix", "suffix", true),
            ("skuNam", "skuName", true),
            ("capacity", "capabilities", false),
        ] {
            assert_eq!(nearest(word, &keys), Some(near), "{word}");
            assert_eq!(meant(word, &keys), is_meant.then_some(near), "{word}");
        }
        assert_eq!(nearest("quota", &keys), None);
    }
}
