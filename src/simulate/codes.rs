//! Codes about simulated requests.

use crate::core::diag::Severity::Error;
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Requests:
    BrokenRequest BROKEN_REQUEST,
}

const BROKEN_REQUEST: Entry = Entry {
    name: "broken-request",
    severity: Error,
    title: "A line of requests that cannot be sent",
    cause: "`platgen simulate --requests` takes one JSON object per line. A line that is none, or that names a team, a key or an answer that does not exist, is reported; the others are simulated.",
    example: Example::Words(
        "A line `{\"team\": \"bta\", \"model\": \"gpt-5.6-terra\"}` where the team is called `beta`.",
    ),
    fix: "Correct the line: `platgen simulate --help` lists what it may hold.",
    source: None,
};
