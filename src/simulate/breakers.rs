//! Circuit breakers, and which member of a pool is called.

use std::collections::{BTreeMap, VecDeque};

use super::calendar::Moment;
use super::service::{Backend, BackendKind, Member};
use crate::gateway::service::BreakerRule;

/// What breakers and pools remember.
#[derive(Debug, Clone, Default)]
pub(super) struct Breakers {
    states: BTreeMap<String, State>,
    // Of pool and member: smooth weighted round robin gives each member its weight over a full turn.
    credits: BTreeMap<(String, String), i64>,
}

#[derive(Debug, Clone, Default)]
struct State {
    seen: VecDeque<(Moment, bool)>,
    open_until: Option<Moment>,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    /// This single backend.
    Call(String),
    /// Nobody for so many seconds.
    Open(u64),
}

impl Breakers {
    /// How many seconds a single backend stays open; 0 when it may be called.
    fn seconds_open(&self, backends: &BTreeMap<String, Backend>, id: &str, now: Moment) -> u64 {
        let guarded = backends
            .get(id)
            .is_some_and(|backend| rule(backend).is_some());
        let until = self.states.get(id).and_then(|state| state.open_until);
        match until.filter(|until| guarded && now < *until) {
            Some(until) => u64::try_from(until.saturating_sub(now))
                .unwrap_or(0)
                .div_ceil(1000)
                .max(1),
            None => 0,
        }
    }

    /// Chooses the single backend behind a backend.
    pub(super) fn choose(
        &mut self,
        backends: &BTreeMap<String, Backend>,
        id: &str,
        now: Moment,
    ) -> Choice {
        let members = match backends.get(id).map(|backend| &backend.kind) {
            Some(BackendKind::Pool(members)) => members,
            Some(BackendKind::Single { .. }) | None => {
                return match self.seconds_open(backends, id, now) {
                    0 => Choice::Call(id.to_owned()),
                    seconds => Choice::Open(seconds),
                };
            }
        };
        let open = |member: &&Member| self.seconds_open(backends, &member.backend, now);
        let usable = members.iter().filter(|member| open(member) == 0);
        let Some(best) = usable.clone().map(|member| member.priority).min() else {
            return Choice::Open(
                members
                    .iter()
                    .map(|member| open(&member))
                    .min()
                    .unwrap_or(0),
            );
        };
        let usable: Vec<&Member> = usable.filter(|member| member.priority == best).collect();
        match self.next(id, &usable) {
            Some(member) => Choice::Call(member),
            None => Choice::Open(0),
        }
    }

    fn next(&mut self, pool: &str, usable: &[&Member]) -> Option<String> {
        let weight = |member: &Member| i64::from(member.weight.max(1));
        let mut chosen: Option<(i64, &Member)> = None;
        for member in usable {
            let credit = self.credit(pool, &member.backend);
            *credit = credit.saturating_add(weight(member));
            // The first one wins when two have the same.
            if chosen.is_none_or(|(most, _)| *credit > most) {
                chosen = Some((*credit, member));
            }
        }
        let (_, member) = chosen?;
        let turn: i64 = usable.iter().map(|member| weight(member)).sum();
        let credit = self.credit(pool, &member.backend);
        *credit = credit.saturating_sub(turn);
        Some(member.backend.clone())
    }

    fn credit(&mut self, pool: &str, member: &str) -> &mut i64 {
        self.credits
            .entry((pool.to_owned(), member.to_owned()))
            .or_default()
    }

    /// Reports a single backend's breaker how a call ended: its status and the seconds of its `Retry-After`. Without a status nobody
    /// answered, which is no failure of its kind.
    pub(super) fn record(
        &mut self,
        id: &str,
        backend: &Backend,
        (status, retry_after): (Option<u16>, Option<i32>),
        now: Moment,
    ) {
        let Some(rule) = rule(backend) else {
            return;
        };
        let failed = status.is_some_and(|status| {
            let mut ranges = rule.failures.iter();
            ranges.any(|(from, to)| (*from..=*to).contains(&status))
        });
        let state = self.states.entry(id.to_owned()).or_default();
        state.seen.push_back((now, failed));
        let interval = i64::from(rule.interval_seconds) * 1000;
        while state
            .seen
            .front()
            .is_some_and(|(at, _)| now.saturating_sub(*at) > interval)
        {
            state.seen.pop_front();
        }
        let failures = state.seen.iter().filter(|(_, failed)| *failed).count();
        if failed && u32::try_from(failures).unwrap_or(u32::MAX) >= rule.count {
            let asked = retry_after.filter(|_| rule.follows_retry_after);
            let seconds = asked.map_or(i64::from(rule.trip_seconds), i64::from);
            let trip = seconds.saturating_mul(1000);
            state.open_until = Some(now.saturating_add(trip));
            state.seen.clear();
        }
    }
}

fn rule(backend: &Backend) -> Option<BreakerRule> {
    match &backend.kind {
        BackendKind::Single { breaker, .. } => Some(breaker.rule()),
        BackendKind::Pool(_) => None,
    }
}
