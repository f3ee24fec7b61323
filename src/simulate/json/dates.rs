//! Texts that Newtonsoft takes for dates, and how it writes them again.

use super::Kind;

/// Ticks of 100 nanoseconds from the year 1 on, and what is known of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulate) struct Date {
    ticks: i64,
    zone: Zone,
}

/// The zone of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// None was written.
    Unsaid,
    /// `Z`
    Utc,
    /// An offset was written: the gateway turns it into its own time, which is UTC too.
    Local,
}

const SECOND: i64 = 10_000_000;
const DAY: i64 = 86_400 * SECOND;
const LATEST: i64 = 3_652_059 * DAY - 1;
const EPOCH: i64 = 719_162 * DAY;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A date.
    Date(Date),
    /// Nothing else than text.
    Text,
    /// Nearly a date: the reader fails over it.
    Broken,
}

impl From<Option<Date>> for Found {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::Text, Self::Date)
    }
}

/// What a quoted text stands for; none if the reader fails over it.
pub(super) fn value(text: Vec<u16>) -> Option<Kind> {
    match read(&text) {
        Found::Date(date) => Some(Kind::Date(date)),
        Found::Text => Some(Kind::Text(text)),
        Found::Broken => None,
    }
}

/// Whether a text is a date: `2020-01-31T12:00:00` with more or less behind it, or `/Date(0)/`.
fn read(text: &[u16]) -> Found {
    if !(19..=40).contains(&text.len()) && text.first() != Some(&u16::from(b'/')) {
        return Found::Text;
    }
    let Ok(text) = String::from_utf16(text) else {
        return Found::Text;
    };
    let Some(rest) = text.strip_prefix("/Date(") else {
        return iso(&text).into();
    };
    match rest.strip_suffix(")/") {
        Some(rest) => microsoft(rest),
        None => Found::Text,
    }
}

/// Milliseconds since 1970, and an offset that says no more than that the time is local. An offset must have two digits of
/// hours and, if it goes on, two of minutes.
fn microsoft(text: &str) -> Found {
    if text.is_empty() {
        return Found::Broken;
    }
    let behind = |sign| {
        text.char_indices()
            .skip(1)
            .find(|(_, c)| *c == sign)
            .map(|(at, _)| at)
    };
    let at = behind('+').or_else(|| behind('-'));
    let (number, offset) = at
        .and_then(|at| text.split_at_checked(at))
        .unwrap_or((text, ""));
    if !offset.is_empty() {
        let number = |from, to| offset.get(from..to).and_then(whole).is_some();
        if !number(1, 3) || (offset.len() >= 5 && !number(3, 5)) {
            return Found::Broken;
        }
    }
    let zone = if offset.is_empty() {
        Zone::Utc
    } else {
        Zone::Local
    };
    let Some(milliseconds) = whole(number) else {
        return Found::Text;
    };
    let ticks = milliseconds.wrapping_mul(10_000).wrapping_add(EPOCH);
    if (0..=LATEST).contains(&ticks) {
        Found::Date(Date { ticks, zone })
    } else {
        Found::Broken
    }
}

/// A whole number, as .NET reads it.
fn whole(text: &str) -> Option<i64> {
    text.trim_matches(|c| matches!(c, '\t'..='\r' | ' '))
        .parse()
        .ok()
}

fn iso(text: &str) -> Option<Date> {
    let digits = |from: usize, to: usize| -> Option<i64> {
        let part = text.get(from..to)?;
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let sign = |at: usize, wanted: u8| (text.as_bytes().get(at) == Some(&wanted)).then_some(());
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    sign(4, b'-')?;
    sign(7, b'-')?;
    sign(10, b'T')?;
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    sign(13, b':')?;
    sign(16, b':')?;
    if year < 1 || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (fraction, rest) = fraction(text.get(19..)?)?;
    let days = days_before(year, month).checked_add(day)?.checked_sub(1)?;
    let seconds = (hour * 60 + minute) * 60 + second;
    let ticks = days * DAY + seconds * SECOND + fraction;
    let (zone, offset) = zone(rest)?;
    let ticks = ticks.checked_sub(offset)?.clamp(0, LATEST);
    Some(Date { ticks, zone })
}

/// Ticks of `.123`, at most seven digits, and what follows.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let count = rest.bytes().take(7).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at_checked(count)?;
    if digits.is_empty() {
        return None;
    }
    Some((format!("{digits:0<7}").parse().ok()?, rest))
}

fn zone(text: &str) -> Option<(Zone, i64)> {
    match text.as_bytes() {
        [] => Some((Zone::Unsaid, 0)),
        [b'Z' | b'z'] => Some((Zone::Utc, 0)),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let digits = std::str::from_utf8(rest).ok()?;
            let plain = match digits.len() {
                2 => format!("{digits}00"),
                // Nothing behind the colon is taken for no minutes.
                3 if digits.ends_with(':') => digits.replacen(':', "00", 1),
                4 => digits.to_owned(),
                5 if digits.as_bytes().get(2) == Some(&b':') => digits.replacen(':', "", 1),
                _ => return None,
            };
            if !plain.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let (hours, minutes) = plain.split_at_checked(2)?;
            let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
            if hours > 99 || minutes > 99 {
                return None;
            }
            let offset = (hours * 60 + minutes) * 60 * SECOND;
            Some((Zone::Local, if *sign == b'-' { -offset } else { offset }))
        }
        _ => None,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the first of the year 1 to the first of a month.
fn days_before(year: i64, month: i64) -> i64 {
    let years = year - 1;
    let days = years * 365 + years / 4 - years / 100 + years / 400;
    days + (1..month).map(|before| days_in(year, before)).sum::<i64>()
}
