//! Token limits: what they let through, and what they are charged once the answer says what was used.

use super::calendar::{self, Moment};
use super::counters::{self, Wait};
use super::exchange::{Exchange, Failure};
use super::outcome::{Limit, Rule, Touched};
use super::usage;
use crate::core::origin::Origin;
use crate::gateway::TokenLimit;

/// What one request takes from one counter.
#[derive(Debug)]
pub(super) struct Charge<'s> {
    limit: &'s TokenLimit,
    window: Option<(Moment, Moment)>,
    prompt: u64,
    reserved: f64,
    counts: bool,
    settled: bool,
    // Where in the list of touched counters it starts.
    first: usize,
}

impl<'s> Exchange<'s> {
    /// `llm-token-limit`
    pub(super) fn limit_tokens(&mut self, limit: &'s TokenLimit) -> Result<(), Failure> {
        let sent = self.body.bytes.as_deref().unwrap_or_default();
        let (stream, prompt) = usage::of_prompt(sent);
        // Streams are always estimated, whatever the policy says about prompts.
        let estimate = if stream || limit.estimates() {
            counters::tokens(prompt)
        } else {
            0.0
        };
        let need = estimate.max(1.0);
        let window = limit
            .period()
            .map(|period| calendar::window(period, self.now));
        let first = self.touched.len();
        self.touch(limit, window);
        if let Err(failure) = self.refuse_tokens(limit, window, need) {
            return Err(self.reported(limit, failure));
        }
        let key = &limit.counter.text;
        let counts = self
            .charges
            .iter()
            .all(|charge| charge.limit.counter.text != *key);
        let charge = Charge {
            limit,
            window,
            prompt,
            reserved: estimate,
            counts,
            settled: false,
            first,
        };
        self.take(&charge, estimate);
        self.charges.push(charge);
        self.did(format!("counter {key} has space"), inputs(limit));
        Ok(())
    }

    /// Notes the counters and what they hold.
    fn touch(&mut self, limit: &'s TokenLimit, window: Option<(Moment, Moment)>) {
        let (key, now, place) = (&limit.counter.text, self.now, self.place());
        let touched = |what, before: f64, origin| Touched {
            counter: key.clone(),
            limit: what,
            before,
            after: before,
            refused: false,
            place: place.clone(),
            inputs: limit.counter.origin.into_iter().chain([origin]).collect(),
        };
        if let Some(rate) = &limit.tokens_per_minute {
            let used = self.memory.counters.bucket(key, rate.value, now).used(now);
            self.touched
                .push(touched(Limit::PerMinute(rate.value), used, rate.origin));
        }
        if let (Some(quota), Some(window)) = (&limit.quota, window) {
            let used = self.memory.counters.quota(key, window).used;
            let what = Limit::Quota {
                tokens: quota.value.tokens,
                period: quota.value.period,
                from_ms: window.0,
                until_ms: window.1,
            };
            self.touched.push(touched(what, used, quota.origin));
        }
    }

    fn refuse_tokens(
        &mut self,
        limit: &TokenLimit,
        window: Option<(Moment, Moment)>,
        need: f64,
    ) -> Result<(), (Rule, Option<u64>)> {
        let (key, now) = (&limit.counter.text, self.now);
        if let Some(rate) = &limit.tokens_per_minute {
            let wait = self
                .memory
                .counters
                .bucket(key, rate.value, now)
                .wait(need, now);
            let refused = |seconds| Err((Rule::TokensPerMinute(key.clone()), seconds));
            match wait {
                Wait::Nothing => {}
                Wait::Seconds(seconds) => return refused(Some(seconds)),
                Wait::Forever => return refused(None),
            }
        }
        if let (Some(quota), Some(window)) = (&limit.quota, window) {
            let used = self.memory.counters.quota(key, window).used;
            if used + need > counters::tokens(quota.value.tokens) {
                let left = u64::try_from(window.1.saturating_sub(now)).unwrap_or(0);
                return Err((Rule::TokenQuota(key.clone()), Some(left.div_ceil(1000))));
            }
        }
        Ok(())
    }

    /// The error of a limit that is reached.
    fn reported(&mut self, limit: &TokenLimit, (rule, seconds): (Rule, Option<u64>)) -> Failure {
        let per_minute = matches!(rule, Rule::TokensPerMinute(_));
        let refusing =
            |touched: &&mut Touched| matches!(touched.limit, Limit::PerMinute(_)) == per_minute;
        if let Some(touched) = self.touched.iter_mut().rev().find(refusing) {
            touched.refused = true;
        }
        let used_up = format!("counter {} is used up", limit.counter.text);
        self.did(used_up, inputs(limit));
        let (status, what) = if per_minute {
            (429, "limit")
        } else {
            (403, "quota")
        };
        let again = seconds.map(|seconds| format!(" Try again in {seconds} seconds."));
        let message = format!("Token {what} is exceeded.{}", again.unwrap_or_default());
        let mut failure = self.refused(status, rule, &message);
        failure
            .headers
            .extend(seconds.map(|seconds| ("Retry-After", seconds.to_string())));
        failure.refusal.inputs = inputs(limit);
        if seconds.is_some() {
            self.variables.retry_after = seconds;
        }
        failure
    }

    /// Takes tokens from the counters of a charge, or gives some back.
    fn take(&mut self, charge: &Charge<'s>, tokens: f64) {
        if !charge.counts || tokens == 0.0 {
            return;
        }
        let (limit, now) = (charge.limit, self.now);
        let key = &limit.counter.text;
        if let Some(rate) = &limit.tokens_per_minute {
            self.memory
                .counters
                .bucket(key, rate.value, now)
                .take(tokens, now);
        }
        if let Some(window) = charge.window {
            let quota = self.memory.counters.quota(key, window);
            quota.used = (quota.used + tokens).max(0.0);
        }
    }

    /// Reads the usage of an answer that is no stream.
    pub(super) fn read_usage(&mut self) {
        let Some(answer) = self
            .answer
            .as_ref()
            .filter(|answer| self.forwarded && !answer.is_stream())
        else {
            return;
        };
        let plain = answer.headers.first("Content-Encoding").is_none();
        let used = (answer.is_json() && plain)
            .then(|| usage::of_json(&answer.body))
            .flatten();
        self.settle(used);
    }

    /// Charges what a stream has reported, after it has gone by.
    pub(super) fn settle_stream(&mut self) {
        let Some(answer) = self.answer.as_ref().filter(|answer| answer.is_stream()) else {
            return;
        };
        let Some(prompt) = self
            .charges
            .iter()
            .find(|charge| !charge.settled)
            .map(|charge| charge.prompt)
        else {
            return;
        };
        let used = usage::of_events(&answer.body, prompt);
        self.settle(Some(used));
    }

    /// Charges what was used. When nothing is known, an estimate stays for an answer that succeeded and is given back for
    /// any other.
    pub(super) fn settle(&mut self, used: Option<u64>) {
        let succeeded = self
            .answer
            .as_ref()
            .is_some_and(|answer| answer.status < 400);
        let mut charges = std::mem::take(&mut self.charges);
        for charge in charges.iter_mut().filter(|charge| !charge.settled) {
            charge.settled = true;
            if used.is_some() || !(self.forwarded && succeeded) {
                let used = counters::tokens(used.unwrap_or(0));
                self.take(charge, used - charge.reserved);
            }
            self.note_after(charge);
        }
        self.charges = charges;
    }

    fn note_after(&mut self, charge: &Charge<'s>) {
        let (key, now) = (&charge.limit.counter.text, self.now);
        let touched = self.touched.iter_mut().skip(charge.first);
        for touched in touched.filter(|touched| touched.counter == *key) {
            touched.after = match touched.limit {
                Limit::PerMinute(limit) => self.memory.counters.bucket(key, limit, now).used(now),
                Limit::Calls(_) | Limit::AtOnce(_) => continue,
                Limit::Quota {
                    from_ms, until_ms, ..
                } => self.memory.counters.quota(key, (from_ms, until_ms)).used,
            };
        }
    }

    /// The headers that say what is left.
    pub(super) fn show_remaining(&mut self) {
        let now = self.now;
        let Some(answer) = &mut self.answer else {
            return;
        };
        for charge in &self.charges {
            let limit = charge.limit;
            if let (Some(name), Some(rate)) = (limit.remaining_header, &limit.tokens_per_minute) {
                let left = self
                    .memory
                    .counters
                    .bucket(&limit.counter.text, rate.value, now)
                    .left(now);
                answer
                    .headers
                    .set(name, counters::whole(left.floor()).to_string());
            }
        }
    }
}

fn inputs(limit: &TokenLimit) -> Vec<Origin> {
    let rate = limit.tokens_per_minute.as_ref().map(|rate| rate.origin);
    let quota = limit.quota.as_ref().map(|quota| quota.origin);
    let mut all: Vec<Origin> = Vec::new();
    for origin in [limit.counter.origin, rate, quota].into_iter().flatten() {
        if !all.contains(&origin) {
            all.push(origin);
        }
    }
    all
}
