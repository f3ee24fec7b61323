//! An outcome for people: the decision first, then what an upstream gets, what was counted, and what policies did.

use std::fmt::Write as _;

use super::{Shown, time};
use crate::core::origin::Origin;
use crate::simulate::{Decision, KeyScope, Limit, Outcome, Place, Request, Touched};

/// Characters of a body that are shown.
const SHOWN: usize = 600;

/// The outcome of a request.
pub(super) fn text(shown: &Shown<'_>, request: &Request, outcome: &Outcome) -> String {
    let mut out = String::new();
    let (paint, word, refusal) = match &outcome.decision {
        Decision::Allowed => ("\u{1b}[1;32m", "allowed", None),
        Decision::Refused(refusal) => ("\u{1b}[1;31m", "refused", Some(refusal)),
        Decision::Failed(refusal) => ("\u{1b}[1;31m", "failed", Some(refusal)),
    };
    let reason = refusal.map_or_else(|| granted(outcome), |refusal| refusal.rule.words());
    line(
        &mut out,
        &format!("{paint}{word}\u{1b}[0m {}: {reason}", outcome.status),
    );
    line(
        &mut out,
        &format!(
            "  {} {}, {}",
            request.method,
            request.path,
            time::text(shown.simulator.now_ms())
        ),
    );
    if let Some(refusal) = refusal {
        let inputs = shown.behind(refusal, outcome);
        let place = refusal.place.as_ref();
        let place = place.map(|place| at(shown, place, &inputs));
        let alone = || (!inputs.is_empty()).then(|| from(shown, &inputs));
        if let Some(place) = place.or_else(alone) {
            line(&mut out, &format!("  {place}"));
        }
    }
    calls(&mut out, shown, outcome);
    if !outcome.touched.is_empty() {
        line(&mut out, "\ncounters");
        for touched in &outcome.touched {
            line(&mut out, &counter(touched));
            line(
                &mut out,
                &format!("      {}", at(shown, &touched.place, &touched.inputs)),
            );
        }
    }
    if outcome.calls.is_empty() {
        line(&mut out, "\nanswer");
        message(&mut out, &outcome.headers, &outcome.body);
    }
    if !outcome.steps.is_empty() {
        line(&mut out, "\nwhat the policies did");
        for step in &outcome.steps {
            line(&mut out, &format!("  {}", step.did));
            line(
                &mut out,
                &format!("      {}", at(shown, &step.place, &step.inputs)),
            );
        }
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// A place in a policy and the inputs behind it.
fn at(shown: &Shown<'_>, place: &Place, inputs: &[Origin]) -> String {
    let policy = shown.policy(place);
    if inputs.is_empty() {
        policy
    } else {
        format!("{policy}  {}", from(shown, inputs))
    }
}

fn from(shown: &Shown<'_>, inputs: &[Origin]) -> String {
    format!("<- {}", shown.inputs(inputs).join(", "))
}

fn granted(outcome: &Outcome) -> String {
    let team = match &outcome.key {
        Some(KeyScope::Product(team)) => team.as_str(),
        Some(KeyScope::Api | KeyScope::AllApis) | None => "this key",
    };
    let operation = outcome
        .operation
        .map_or("this path", crate::gateway::Operation::id);
    match (&outcome.model, &outcome.asked) {
        (Some(model), Some(asked)) if model != asked => {
            format!("{team} may use {model} (asked for as {asked}) by {operation}")
        }
        (Some(model), _) => format!("{team} may use {model} by {operation}"),
        (None, _) => format!("{team} may use {operation}"),
    }
}

fn calls(out: &mut String, shown: &Shown<'_>, outcome: &Outcome) {
    for call in &outcome.calls {
        let status = call
            .status
            .map_or_else(|| "nothing".to_owned(), |status| status.to_string());
        let pool = if call.backend == call.member {
            String::new()
        } else {
            format!(" of {}", call.backend)
        };
        line(
            out,
            &format!(
                "\ncalls backend {}{pool}, which answers {status}",
                call.member
            ),
        );
        line(
            out,
            &format!("      {}", at(shown, &call.place, &call.inputs)),
        );
        line(out, &format!("  {} {}", call.method, call.url));
        message(out, &call.headers, call.body.as_deref().unwrap_or_default());
    }
}

fn message(out: &mut String, headers: &[(String, String)], body: &[u8]) {
    for (name, value) in headers {
        line(out, &format!("  {name}: {value}"));
    }
    if body.is_empty() {
        return;
    }
    let text = String::from_utf8_lossy(body);
    let kept: String = text.chars().take(SHOWN).collect();
    let more = text.len().saturating_sub(kept.len());
    // Control characters of a body are no commands to the terminal.
    let inert: String = kept
        .chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    let more = if more == 0 {
        String::new()
    } else {
        format!(" ... and {more} bytes more")
    };
    line(out, &format!("  {inert}{more}"));
}

fn counter(touched: &Touched) -> String {
    let mut text = format!("  {}: ", touched.counter);
    let (limit, what) = match touched.limit {
        Limit::PerMinute(tokens) => (tokens, "tokens per minute".to_owned()),
        Limit::Calls(calls) => (calls, "calls per minute".to_owned()),
        Limit::AtOnce(calls) => (calls, "calls at the same time".to_owned()),
        Limit::Quota {
            tokens,
            period,
            until_ms,
            ..
        } => {
            let until = time::text(until_ms);
            (
                tokens,
                format!("tokens {}, until {until}", period.name().to_lowercase()),
            )
        }
    };
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "{:.0} -> {:.0} of {limit} {what}",
        touched.before, touched.after
    );
    if touched.refused {
        text.push_str(": used up");
    }
    text
}
