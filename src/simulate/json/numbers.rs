//! Numbers as Newtonsoft reads them and as .NET writes them.

use super::Kind;

/// A number's text to its value: octal after a leading zero, hex after `0x`, else a whole number or a double.
pub(super) fn read(text: &str) -> Option<Kind> {
    let rest = text.strip_prefix('0');
    if let Some(rest) = rest.filter(|rest| !rest.is_empty() && !rest.starts_with(['.', 'e', 'E'])) {
        return other_base(rest);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(match text.parse() {
            Ok(number) => Kind::Integer(number),
            Err(_) => Kind::Large(large(text)),
        });
    }
    double(text).map(Kind::Float)
}

/// Text without leading zeros.
fn large(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    format!("{sign}{}", digits.trim_start_matches('0'))
}

/// 64 bits in two's complement, as `Convert.ToInt64` takes them.
fn other_base(rest: &str) -> Option<Kind> {
    let (digits, base) = match rest.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (rest, 8),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let bits = u64::from_str_radix(digits, base).ok()?;
    Some(Kind::Integer(bits.cast_signed()))
}

/// What `double.TryParse` takes; a number too large is none.
fn double(text: &str) -> Option<f64> {
    let signs = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
    let number: f64 = signs.then(|| text.parse().ok())??;
    number.is_finite().then_some(number)
}

/// A double's text: 15 digits if they bring it back, else 17; an exponent outside of 1e-4 to 1e15; always with a point or an
/// exponent.
pub(super) fn write(number: f64) -> String {
    if number.is_nan() {
        return "\"NaN\"".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "\"Infinity\""
        } else {
            "\"-Infinity\""
        }
        .to_owned();
    }
    let sign = if number < 0.0 { "-" } else { "" };
    let (mut digits, mut exponent) = rounded(number.abs(), 15);
    let mut precision = 15;
    if format!("{sign}{}e{}", point(&digits), exponent).parse() != Ok(number) {
        precision = 17;
        (digits, exponent) = rounded(number.abs(), 17);
    }
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0.0".to_owned();
    }
    if exponent >= precision || exponent < -4 {
        let (first, rest) = digits.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        let plus = if exponent < 0 { '-' } else { '+' };
        return format!(
            "{sign}{first}{point}{rest}E{plus}{:02}",
            exponent.unsigned_abs()
        );
    }
    format!("{sign}{}", plain(digits, exponent))
}

/// So many decimal digits of a number, a half rounded up, and the exponent of the first one.
fn rounded(number: f64, count: usize) -> (String, i32) {
    // A half can only be met where the whole number ends soon; forty digits tell it from less.
    let text = format!("{number:.40e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let (kept, rest) = all.split_at_checked(count).unwrap_or((&all, ""));
    if !rest.starts_with(['5', '6', '7', '8', '9']) {
        return (kept.to_owned(), exponent);
    }
    let up = kept
        .parse::<u64>()
        .unwrap_or(0)
        .saturating_add(1)
        .to_string();
    let carried = i32::from(up.len() > kept.len());
    (up, exponent.saturating_add(carried))
}

/// Digits with a point behind the first one.
fn point(digits: &str) -> String {
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
    format!("{first}.{rest}0")
}

fn plain(digits: &str, exponent: i32) -> String {
    let Ok(whole) = usize::try_from(exponent) else {
        let zeros = exponent.unsigned_abs().saturating_sub(1);
        return format!(
            "0.{}{digits}",
            "0".repeat(usize::try_from(zeros).unwrap_or_default())
        );
    };
    let places = whole.saturating_add(1);
    match digits.split_at_checked(places) {
        Some((whole, rest)) if !rest.is_empty() => format!("{whole}.{rest}"),
        _ => format!("{digits:0<places$}.0"),
    }
}
