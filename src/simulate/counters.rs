//! What outlives a request: token buckets and quotas. A bucket is refilled all the time, as the v2 tiers do it; a level may
//! fall below zero, since what an answer used is known only afterwards.

use std::collections::BTreeMap;

use super::calendar::Moment;

const MINUTE_SECONDS: f64 = 60.0;

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
