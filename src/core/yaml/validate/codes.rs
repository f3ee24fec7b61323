//! Codes about keys and values, as the JSON Schemas of the inputs have them.

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example};

crate::core::diag::code::codes! { Schema:
    UnknownKey UNKNOWN_KEY,
    MisplacedKey MISPLACED_KEY,
    MissingKey MISSING_KEY,
    WrongType WRONG_TYPE,
    InvalidValue INVALID_VALUE,
    MoreFaults MORE_FAULTS,
    Placeholder PLACEHOLDER,
}

const UNKNOWN_KEY: Entry = Entry {
    name: "unknown-key",
    severity: Error,
    title: "A key that platgen does not know",
    cause: "A misspelled key would otherwise be ignored, and a limit that is ignored is no limit.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQota: 500000}
",
    },
    fix: "Write the key that is meant; the finding lists those that fit. Remove what has no meaning here.",
    source: None,
};

const MISPLACED_KEY: Entry = Entry {
    name: "misplaced-key",
    severity: Error,
    title: "A key that belongs elsewhere in the file",
    cause: "The key is known, but not here: it is indented too little or too much, or stands in another block. Here it would have no effect.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
foundry:
  - {name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 500000}
",
    },
    fix: "Move it to where the finding says that it belongs.",
    source: None,
};

const MISSING_KEY: Entry = Entry {
    name: "missing-key",
    severity: Error,
    title: "A required key is missing",
    cause: "There are no hidden defaults for what costs money or grants access: a rate, a quota, an owner, a capacity are written by somebody. A key can also be required by another one, or be removed by an overlay.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 10000}
",
    },
    fix: "Add the key; the finding shows an example of its value. A grant without a quota is written `tokenQuota: none`.",
    source: None,
};

const WRONG_TYPE: Entry = Entry {
    name: "wrong-type",
    severity: Error,
    title: "A value has another type than the key takes",
    cause: "YAML 1.2 decides the type by the spelling: `yes` and `\"1000\"` are texts, `1e6` and `1000.5` are no whole numbers, `1.10` is the number 1.1.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 1e6, dailyTokenQuota: \"500000\"}
",
    },
    fix: "Write whole numbers with digits only, texts that look like numbers in quotes, and `true` or `false` for switches.",
    source: None,
};

const INVALID_VALUE: Entry = Entry {
    name: "invalid-value",
    severity: Error,
    title: "A value is outside what the key allows",
    cause: "It is too small, too large, of the wrong form, none of the values that the key takes, or contradicts another key.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 0, tokenQuota: {tokens: 500000, period: Fortnightly}}
",
    },
    fix: "Use a value within the bounds, or one of those that the finding lists.",
    source: None,
};

const MORE_FAULTS: Entry = Entry {
    name: "more-faults",
    severity: Note,
    title: "A file has more faults than are listed",
    cause: "The faults of one file are listed up to a bound, so that a file of another kind does not bury all other findings.",
    example: Example::Words(
        "A JSON export of ten thousand lines saved as `teams/beta/access.yaml`.",
    ),
    fix: "Correct those that are listed, and check again.",
    source: None,
};

const PLACEHOLDER: Entry = Entry {
    name: "placeholder",
    severity: Warning,
    title: "A value that platgen put in because nobody gave one",
    cause: "`platgen init` and `platgen import` write what nobody said, so that their result compiles, under a comment that begins with `Placeholder:`. The value is a guess, and Azure names cannot be changed later.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team:
  name: beta
  displayName: Beta
  owner: beta-lead@contoso.com
  # Placeholder: who pays.
  costCenter: CC-0
models: {}
",
    },
    fix: "Write the true value and take the comment away.",
    source: None,
};
