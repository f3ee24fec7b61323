//! Moments as people write them: `2026-03-01T12:00:00Z`.

use crate::simulate::calendar::{date_to_day, day_to_date};

const DAY: i64 = 86_400_000;

/// Milliseconds since 1970 of a time in UTC: a date, or a date with a time, with or without seconds and their fraction.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00"));
    let mut parts = date.split('-').map(number);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let days = date_to_day(year, month, day);
    if parts.next().is_some()
        || !(1970..=9999).contains(&year)
        || day_to_date(days) != (year, month, day)
    {
        return None;
    }
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.split(':').map(number);
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let fraction = number(
        &format!("{fraction:0<3}")
            .chars()
            .take(3)
            .collect::<String>(),
    )?;
    Some(days * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + fraction)
}

/// Digits and nothing else, few enough for any part of a time.
fn number(text: &str) -> Option<i64> {
    let plain =
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

/// A moment as text.
pub(super) fn text(milliseconds: i64) -> String {
    let (year, month, day) = day_to_date(milliseconds.div_euclid(DAY));
    let time = milliseconds.rem_euclid(DAY);
    let (seconds, rest) = (time / 1000, time % 1000);
    let fraction = if rest == 0 {
        String::new()
    } else {
        format!(".{rest:03}")
    };
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{fraction}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        for (given, milliseconds, again) in [
            ("1970-01-01", 0, "1970-01-01T00:00:00Z"),
            (
                "2026-01-01T00:00:00Z",
                crate::simulate::START_MS,
                "2026-01-01T00:00:00Z",
            ),
            (
                "2024-02-29 23:59:59.5",
                1_709_251_199_500,
                "2024-02-29T23:59:59.500Z",
            ),
            (
                "2024-02-29T01:02",
                1_709_168_520_000,
                "2024-02-29T01:02:00Z",
            ),
        ] {
            assert_eq!(parse(given), Some(milliseconds), "{given}");
            assert_eq!(text(milliseconds), again);
        }
        for wrong in [
            "",
            "2026",
            "2026-02-30",
            "2026-13-01",
            "2026-01-01T24:00",
            "2026-01-01T1",
            "x-y-z",
            "2026-01-01T00:00:00+01:00",
            "2026-+1-01",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
