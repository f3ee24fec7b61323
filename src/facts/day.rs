//! A calendar day: facts and exceptions end on one, and somebody says which one is today.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day of the Gregorian calendar, `2026-10-14`; ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    of_month: u8,
}

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay;

impl fmt::Display for NoDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day is written as year, month and day: 2026-10-14")
    }
}

impl std::error::Error for NoDay {}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let shape = |text: &str| {
            text.len() == 10
                && text.bytes().enumerate().all(|(at, byte)| match at {
                    4 | 7 => byte == b'-',
                    _ => byte.is_ascii_digit(),
                })
        };
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), true) =
            (parts.next(), parts.next(), parts.next(), shape(text))
        else {
            return Err(NoDay);
        };
        let found = Self {
            year: year.parse().map_err(|_| NoDay)?,
            month: month.parse().map_err(|_| NoDay)?,
            of_month: day.parse().map_err(|_| NoDay)?,
        };
        ((1..=12).contains(&found.month) && (1..=found.length_of_month()).contains(&found.of_month))
            .then_some(found)
            .ok_or(NoDay)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

impl Day {
    fn length_of_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// Days since some day long ago: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    fn number(self) -> i32 {
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let (month, day) = (i32::from(self.month), i32::from(self.of_month));
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
    }

    /// Days from this day to a later one; negative to an earlier one.
    pub fn days_to(self, later: Self) -> i32 {
        later.number() - self.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn only_days_are_days() {
        for text in ["2026-10-14", "2028-02-29", "2000-02-29", "0001-01-01"] {
            assert_eq!(day(text).to_string(), text);
        }
        for text in [
            "",
            "2026-2-1",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2027-02-29",
            "1900-02-29",
            "26-10-14",
            "2026/10/14",
            "2026-10-14T00:00",
            "+026-10-14",
            "tomorrow",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        for (from, to, days) in [
            ("2026-10-14", "2026-10-14", 0),
            ("2026-12-31", "2027-01-01", 1),
            ("2028-02-28", "2028-03-01", 2),
            ("2027-02-28", "2027-03-01", 1),
            ("2026-01-01", "2027-01-01", 365),
            ("2000-01-01", "2400-01-01", 146_097),
            ("2026-10-14", "2026-10-04", -10),
        ] {
            assert_eq!(day(from).days_to(day(to)), days, "{from} to {to}");
        }
        assert!(day("2026-09-30") < day("2026-10-01"));
    }
}
