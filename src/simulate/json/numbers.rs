//! Numbers as Newtonsoft reads them and as .NET writes them.

use super::Kind;

/// Characters of the longest whole number that Newtonsoft takes.
const LONGEST: usize = 380;

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
            Err(_) if text.len() > LONGEST => return None,
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
