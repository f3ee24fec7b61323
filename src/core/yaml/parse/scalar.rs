//! Plain scalars by the core schema of YAML 1.2.2 (chapter 10.3.2), and those that look like something they are not.

use crate::core::yaml::tree::Value;

/// A plain scalar as the core schema reads it.
pub(super) struct Plain {
    pub(super) value: Value,
    /// Set where the reading is right by the book and wrong for the reader.
    pub(super) fault: Option<Fault>,
}

/// Why a plain scalar would mean something else than it seems to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `0123` is 123 in YAML 1.2, was 83 in YAML 1.1, and is often meant as text.
    LeadingZero,
    /// Past what is kept exactly.
    TooLarge,
    /// `.inf`, `.nan`.
    NotFinite,
    /// `|` and `>` start a text block, which cannot stand inside brackets; the scanner takes them for text there.
    BlockInBrackets,
}

/// Reads a plain scalar.
pub(super) fn plain(text: &str) -> Plain {
    let fine = |value| Plain { value, fault: None };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => fine(Value::Null),
        "true" | "True" | "TRUE" => fine(Value::Bool(true)),
        "false" | "False" | "FALSE" => fine(Value::Bool(false)),
        _ if text.starts_with(['|', '>']) => Plain {
            value: Value::Text(text.to_owned()),
            fault: Some(Fault::BlockInBrackets),
        },
        _ if not_finite(text) => Plain {
            value: Value::Text(text.to_owned()),
            fault: Some(Fault::NotFinite),
        },
        _ => number(text).unwrap_or_else(|| fine(Value::Text(text.to_owned()))),
    }
}

fn not_finite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

fn number(text: &str) -> Option<Plain> {
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let fault = (unsigned.len() > 1 && unsigned.starts_with('0')).then_some(Fault::LeadingZero);
        return Some(match text.parse::<i64>() {
            Ok(value) => Plain {
                value: Value::Integer(value),
                fault,
            },
            Err(_) => too_large(text),
        });
    }
    if !is_float(unsigned) {
        return None;
    }
    let value = text.parse::<f64>().ok()?;
    Some(if value.is_finite() {
        Plain {
            value: Value::Float(value),
            fault: None,
        }
    } else {
        too_large(text)
    })
}

fn based(digits: &str, base: u32) -> Option<Plain> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    Some(match i64::from_str_radix(digits, base) {
        Ok(value) => Plain {
            value: Value::Integer(value),
            fault: None,
        },
        Err(_) => too_large(digits),
    })
}

fn too_large(text: &str) -> Plain {
    Plain {
        value: Value::Text(text.to_owned()),
        fault: Some(Fault::TooLarge),
    }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, the sign already taken. Rust's own reader also takes
/// `inf`, `nan` and other spellings.
fn is_float(unsigned: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let mantissa_fits = match fraction {
        Some(fraction) => {
            digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
        }
        None => !whole.is_empty() && digits(whole),
    };
    mantissa_fits && exponent_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_core_schema() {
        let text = |word: &str| Value::Text(word.to_owned());
        for (word, value) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("NULL", Value::Null),
            ("nUll", text("nUll")),
            ("True", Value::Bool(true)),
            ("yes", text("yes")),
            ("off", text("off")),
            ("0", Value::Integer(0)),
            ("-12", Value::Integer(-12)),
            ("+7", Value::Integer(7)),
            ("0o17", Value::Integer(15)),
            ("0xff", Value::Integer(255)),
            ("0x", text("0x")),
            ("-0x1", text("-0x1")),
            ("1e6", Value::Float(1e6)),
            ("1.", Value::Float(1.0)),
            (".5", Value::Float(0.5)),
            ("-1.5E-3", Value::Float(-0.0015)),
            (".", text(".")),
            ("1e", text("1e")),
            ("inf", text("inf")),
            ("nan", text("nan")),
            ("1_000", text("1_000")),
            ("12:30:45", text("12:30:45")),
            ("1.2.3", text("1.2.3")),
            ("-", text("-")),
            ("9223372036854775807", Value::Integer(i64::MAX)),
        ] {
            let read = plain(word);
            assert_eq!((read.value, read.fault), (value, None), "{word}");
        }
    }

    #[test]
    fn reports_what_seems_to_be_something_else() {
        for (word, fault) in [
            ("0123", Fault::LeadingZero),
            ("-00", Fault::LeadingZero),
            ("9223372036854775808", Fault::TooLarge),
            ("0xffffffffffffffff", Fault::TooLarge),
            ("1e999", Fault::TooLarge),
            ("-.INF", Fault::NotFinite),
            (".nan", Fault::NotFinite),
        ] {
            assert_eq!(plain(word).fault, Some(fault), "{word}");
        }
    }
}
