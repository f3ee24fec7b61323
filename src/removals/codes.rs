//! Codes about what goes and has to be agreed on.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Removals:
    UnacknowledgedRemoval UNACKNOWLEDGED_REMOVAL,
    ExpiredRemoval EXPIRED_REMOVAL,
    StaleRemoval STALE_REMOVAL,
}

const UNACKNOWLEDGED_REMOVAL: Entry = Entry {
    name: "unacknowledged-removal",
    severity: Error,
    title: "A change destroys what holds data or serves people, and nobody has agreed to it",
    cause: "`platgen check --base REF` compares with a commit and predicts what Terraform will destroy or replace. Networks, clusters, node pools, gateways, vaults, Foundry accounts and projects, logs, a team's product and keys, and models that teams use are not to go by accident, such as by a name that somebody corrects: `catalog/removals.yaml` has to name each.",
    example: Example::Words(
        "A pull request deletes `teams/delta/` and leaves `catalog/removals.yaml` as it is.",
    ),
    fix: "If it is meant, add an entry with reason and last day to `catalog/removals.yaml` in the same change. If it is not, take back the line that the finding names.",
    source: None,
};

const EXPIRED_REMOVAL: Entry = Entry {
    name: "expired-removal",
    severity: Error,
    title: "An entry of the removals whose last day is over",
    cause: "What may be destroyed was agreed on until that day. Checked by `platgen check --today DAY` only, so that a build never depends on the clock.",
    example: Example::Words("`expires: \"2026-11-30\"`, and `platgen check --today 2026-12-01`."),
    fix: "Take the entry out, or agree on a later day.",
    source: None,
};

const STALE_REMOVAL: Entry = Entry {
    name: "stale-removal",
    severity: Warning,
    title: "An entry of the removals that nothing needs",
    cause: "Nothing that the entry names is destroyed by the change that `platgen check --base REF` looks at: it has gone already, or it stays, or there is nothing of that name. An entry that stays would let it go later without another look.",
    example: Example::Words("`{team: dleta, ...}`, where the team is called delta."),
    fix: "Take the entry out, or correct its name.",
    source: None,
};
