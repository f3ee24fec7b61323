//! What outlives a request: token buckets and quotas. A bucket is refilled all the time, as the v2 tiers do it; a level may
//! fall below zero, since what an answer used is known only afterwards.

use std::collections::BTreeMap;

use crate::model::Period;

/// A moment, in milliseconds since 1970 (UTC).
pub(super) type Moment = i64;

const MINUTE_SECONDS: f64 = 60.0;
const DAY: i64 = 86_400_000;

/// Tokens per minute.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    limit: f64,
    level: f64,
    at: Moment,
}

impl Bucket {
    fn new(limit: f64, now: Moment) -> Self {
        Self {
            limit,
            level: limit,
            at: now,
        }
    }

    fn settle(&mut self, now: Moment) {
        if now > self.at {
            let seconds = float(now.saturating_sub(self.at)) / 1000.0;
            self.level = self
                .limit
                .min(self.level + seconds * self.limit / MINUTE_SECONDS);
            self.at = now;
        }
    }

    /// Tokens left; below zero when more was used than there was.
    pub(super) fn left(&mut self, now: Moment) -> f64 {
        self.settle(now);
        self.level
    }

    /// Tokens gone from a full bucket.
    pub(super) fn used(&mut self, now: Moment) -> f64 {
        self.limit - self.left(now)
    }

    /// Takes tokens, or gives some back.
    pub(super) fn take(&mut self, tokens: f64, now: Moment) {
        self.settle(now);
        self.level = self.limit.min(self.level - tokens);
    }

    /// How long to wait until so many tokens are there.
    pub(super) fn wait(&mut self, need: f64, now: Moment) -> Wait {
        self.settle(now);
        if need > self.limit {
            Wait::Forever
        } else if self.level >= need {
            Wait::Nothing
        } else {
            Wait::Seconds(whole((need - self.level) * MINUTE_SECONDS / self.limit).max(1))
        }
    }
}

/// How long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// Not at all.
    Nothing,
    /// So many seconds.
    Seconds(u64),
    /// The limit itself is too small.
    Forever,
}

/// Tokens per calendar period.
#[derive(Debug, Clone, Default)]
pub(super) struct Quota {
    window: (Moment, Moment),
    /// Tokens used in the period.
    pub(super) used: f64,
}

/// All counters, by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Counters {
    buckets: BTreeMap<String, Bucket>,
    quotas: BTreeMap<String, Quota>,
}

impl Counters {
    /// The bucket of a key. The limit that a key was first used with stays: the service does not define anything else.
    pub(super) fn bucket(&mut self, key: &str, limit: u64, now: Moment) -> &mut Bucket {
        if !self.buckets.contains_key(key) {
            let bucket = Bucket::new(tokens(limit), now);
            self.buckets.insert(key.to_owned(), bucket);
        }
        self.buckets
            .entry(key.to_owned())
            .or_insert_with(|| Bucket::new(tokens(limit), now))
    }

    /// The quota of a key in the period of a moment, which starts at zero.
    pub(super) fn quota(&mut self, key: &str, window: (Moment, Moment)) -> &mut Quota {
        let quota = self.quotas.entry(key.to_owned()).or_default();
        if quota.window != window {
            quota.window = window;
            quota.used = 0.0;
        }
        quota
    }
}

/// A number of tokens. Whatever a limit can be is far below where doubles leave whole numbers out.
#[expect(
    clippy::cast_precision_loss,
    reason = "the service counts in doubles too"
)]
pub(super) fn tokens(count: u64) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of less than a hundred thousand years"
)]
fn float(milliseconds: i64) -> f64 {
    milliseconds as f64
}

/// The next whole number, at least 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and what is below zero counts as zero"
)]
pub(super) fn whole(number: f64) -> u64 {
    number.ceil().max(0.0) as u64
}

/// The first moment of the period that a moment lies in, and of the next one.
pub(super) fn window(period: Period, now: Moment) -> (Moment, Moment) {
    let day = now.div_euclid(DAY);
    let (year, month) = year_and_month(day);
    match period {
        Period::Hourly => {
            let start = now.div_euclid(3_600_000) * 3_600_000;
            (start, start + 3_600_000)
        }
        Period::Daily => (day * DAY, (day + 1) * DAY),
        // 1970 began on a Thursday; weeks begin on Monday.
        Period::Weekly => {
            let monday = day - (day + 3).rem_euclid(7);
            (monday * DAY, (monday + 7) * DAY)
        }
        Period::Monthly => {
            let (next_year, next) = if month == 12 {
                (year + 1, 1)
            } else {
                (year, month + 1)
            };
            (
                first_day(year, month) * DAY,
                first_day(next_year, next) * DAY,
            )
        }
        Period::Yearly => (first_day(year, 1) * DAY, first_day(year + 1, 1) * DAY),
    }
}

/// Days from 1970 to the first of a month (after Howard Hinnant, "chrono-compatible low-level date algorithms").
fn first_day(year: i64, month: i64) -> i64 {
    date_to_day(year, month, 1)
}

/// Days from 1970 to a date of the Gregorian calendar.
pub(super) fn date_to_day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year and month of a day counted from 1970.
fn year_and_month(day: i64) -> (i64, i64) {
    let (year, month, _) = day_to_date(day);
    (year, month)
}

/// The date of a day counted from 1970.
pub(super) fn day_to_date(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}
