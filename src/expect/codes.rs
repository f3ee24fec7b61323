//! Codes about expectations.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Expectations:
    FailedExpectation FAILED_EXPECTATION,
    EmptyExpectation EMPTY_EXPECTATION,
}

const FAILED_EXPECTATION: Entry = Entry {
    name: "failed-expectation",
    severity: Error,
    title: "A request is not answered as an expectation says",
    cause: "`catalog/expectations.yaml` says which teams must reach which models. At every build and check a request of each team for each model that an expectation is about is simulated with the policies that would be written. One that is let through and must not be, is refused and must not be, or meets another limit, is reported with what decided it.",
    example: Example::Input {
        path: "catalog/expectations.yaml",
        text: "expectations:
  - {team: delta, model: gpt-5.6-terra, allowed: true}
",
    },
    fix: "Correct the grant, the limit or the team that decides, or the expectation if it does not hold any more. `platgen simulate` shows the whole decision.",
    source: None,
};

const EMPTY_EXPECTATION: Entry = Entry {
    name: "empty-expectation",
    severity: Error,
    title: "An expectation that is about nothing",
    cause: "No team, or no model, of the expectation's environments has the name, or fits the pattern. It would hold whatever is granted, and protect nobody.",
    example: Example::Input {
        path: "catalog/expectations.yaml",
        text: "expectations:
  - {team: dleta, model: gpt-5.6-terra, allowed: false}
",
    },
    fix: "Write the name that is meant, or remove the expectation.",
    source: None,
};
