//! Limits on calls: how many come in a minute, and how many wait for an answer at the same time.

use super::calendar::Moment;
use super::counters::{self, Wait};
use super::exchange::{Exchange, Failure};
use super::outcome::{Limit, Rule, Touched};
use crate::core::origin::Origin;
use crate::gateway::{CallLimit, Literal, Text, TextVar};

/// Calls that wait for an answer: which counter, and until when.
#[derive(Debug, Clone, Default)]
pub(super) struct Waiting(Vec<(String, Moment)>);

impl Waiting {
    /// How many of a counter wait at a moment.
    fn count(&mut self, key: &str, now: Moment) -> u64 {
        self.0.retain(|(_, until)| *until > now);
        let of_key = self.0.iter().filter(|(counter, _)| counter == key);
        u64::try_from(of_key.count()).unwrap_or(u64::MAX)
    }
}

impl<'s> Exchange<'s> {
    /// `rate-limit-by-key`
    pub(super) fn limit_calls(&mut self, limit: &'s CallLimit) -> Result<(), Failure> {
        let (key, calls, now) = (&limit.counter.text, limit.calls, self.now);
        let inputs: Vec<Origin> = limit
            .counter
            .origin
            .into_iter()
            .chain([calls.origin])
            .collect();
        let bucket = self.memory.counters.bucket(key, calls.value, now);
        let before = bucket.used(now);
        let wait = bucket.wait(1.0, now);
        if wait == Wait::Nothing {
            bucket.take(1.0, now);
        }
        let after = bucket.used(now);
        let refused = wait != Wait::Nothing;
        self.note(
            key,
            Limit::Calls(calls.value),
            (before, after),
            refused,
            &inputs,
        );
        let seconds = match wait {
            Wait::Nothing => {
                self.did(format!("counter {key} lets it through"), inputs);
                return Ok(());
            }
            Wait::Seconds(seconds) => seconds,
            Wait::Forever => 60,
        };
        self.did(format!("counter {key} is used up"), inputs.clone());
        let message = format!("Rate limit is exceeded. Try again in {seconds} seconds.");
        let mut failure = self.refused(429, Rule::CallsPerMinute(key.clone()), &message);
        failure.headers.push(("Retry-After", seconds.to_string()));
        failure.refusal.inputs = inputs;
        self.variables.retry_after = Some(seconds);
        Err(failure)
    }

    /// `limit-concurrency`: the calls in it wait as long as the first upstream's answer takes.
    pub(super) fn limit_waiting(&mut self, level: &'s Literal) -> Result<(), Failure> {
        let most = level.text.parse::<u64>().unwrap_or(0);
        let text = Text::Variable(TextVar::InFlight);
        let key = self.text(&text)?.unwrap_or_default().into_owned();
        let inputs: Vec<Origin> = level.origins().collect();
        let now = self.now;
        let waiting = self.memory.waiting.count(&key, now);
        let before = counters::tokens(waiting);
        let refused = waiting >= most;
        let after = if refused { before } else { before + 1.0 };
        self.note(&key, Limit::AtOnce(most), (before, after), refused, &inputs);
        if refused {
            let mut failure =
                self.refused(429, Rule::Concurrency(key), "Concurrency limit is exceeded");
            failure.refusal.inputs = inputs;
            return Err(failure);
        }
        let until = now.saturating_add(self.takes_ms);
        if until > now {
            self.memory.waiting.0.push((key, until));
        }
        Ok(())
    }

    fn note(
        &mut self,
        counter: &str,
        limit: Limit,
        (before, after): (f64, f64),
        refused: bool,
        inputs: &[Origin],
    ) {
        let place = self.place();
        self.touched.push(Touched {
            counter: counter.to_owned(),
            limit,
            before,
            after,
            refused,
            place,
            inputs: inputs.to_vec(),
        });
    }
}
