//! Texts as the gateway's C# holds them: UTF-16 units, so that places, escapes and white space mean the same here as there.

/// The text of a body: a byte order mark goes, what is no UTF-8 becomes U+FFFD. Where a first byte is followed by one that
/// it cannot have, .NET makes one of the two together; Rust would make two.
pub(super) fn decode(bytes: &[u8]) -> Vec<u16> {
    let mut rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let (valid, bad) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, None),
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                let bad = rest.get(error.valid_up_to()..).unwrap_or_default();
                let length = match bad {
                    [0xE0 | 0xED | 0xF0 | 0xF4, 0x80..=0xBF, ..]
                        if error.error_len() == Some(1) =>
                    {
                        2
                    }
                    _ => error.error_len().unwrap_or(bad.len()),
                };
                (std::str::from_utf8(valid).unwrap_or_default(), Some(length))
            }
        };
        out.extend(valid.encode_utf16());
        let Some(bad) = bad else {
            return out;
        };
        out.push(0xFFFD);
        let next = valid.len().saturating_add(bad);
        rest = rest.get(next..).unwrap_or_default();
    }
}

/// A text as Rust's.
pub(super) fn to_string(text: &[u16]) -> String {
    String::from_utf16_lossy(text)
}

/// Whether a unit is white space to .NET (`char.IsWhiteSpace`, and `\s` of its regular expressions).
pub(super) fn is_white(unit: u16) -> bool {
    matches!(
        unit,
        0x09..=0x0D | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000
    )
}

/// Whether a unit is a letter or a digit to .NET (`char.IsLetterOrDigit`); halves of surrogate pairs are none.
pub(super) fn is_letter_or_digit(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(|c| {
        // Rust counts all of Nd, Nl and No as numeric and Nl, Other_Alphabetic as alphabetic; .NET takes letters and Nd only.
        // No sensible key of a body lies in the difference.
        c.is_alphanumeric()
    })
}

/// `Uri.UnescapeDataString`: every `%XX` whose bytes make UTF-8 is undone, others stay.
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let run = escaped_run(bytes, at);
        if first != '%' || run.is_empty() {
            out.push(first);
            at = at.saturating_add(first.len_utf8());
            continue;
        }
        let mut left = run.as_slice();
        let mut place = at;
        while !left.is_empty() {
            let (valid, bad) = match std::str::from_utf8(left) {
                Ok(all) => (all, 0),
                Err(error) => {
                    let valid = left.get(..error.valid_up_to()).unwrap_or_default();
                    (std::str::from_utf8(valid).unwrap_or_default(), 1)
                }
            };
            out.push_str(valid);
            place = place.saturating_add(valid.len().saturating_mul(3));
            let end = place.saturating_add(usize::saturating_mul(bad, 3));
            out.push_str(text.get(place..end).unwrap_or_default());
            place = end;
            left = left
                .get(valid.len().saturating_add(bad)..)
                .unwrap_or_default();
        }
        at = place;
    }
    out
}

/// The bytes of a run of `%XX` that starts at a place.
fn escaped_run(bytes: &[u8], mut at: usize) -> Vec<u8> {
    let mut run = Vec::new();
    while let Some([b'%', high, low]) = bytes.get(at..at.saturating_add(3)) {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            break;
        };
        run.push(u8::try_from(high * 16 + low).unwrap_or_default());
        at = at.saturating_add(3);
    }
    run
}

/// `Uri.EscapeDataString`: all but letters, digits and `-._~` (and, before .NET Core, `!*'()`) as `%XX`.
pub(super) fn percent_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
