//! Codes about what a company demands itself: `catalog/guardrails.yaml` and policies in Rego.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Guardrails:
    GuardrailBound GUARDRAIL_BOUND: OwnToAccept OncePerGrant,
    GuardrailAllowList GUARDRAIL_ALLOW_LIST: OwnToAccept OncePerGrant,
    GuardrailTag GUARDRAIL_TAG: OwnToAccept,
    GuardrailOwner GUARDRAIL_OWNER: OwnToAccept,
    GuardrailCostCenter GUARDRAIL_COST_CENTER: OwnToAccept,
    PolicyDenied POLICY_DENIED: OwnToAccept,
    PolicyWarned POLICY_WARNED,
    BrokenPolicy BROKEN_POLICY,
    RefusedGuardrail REFUSED_GUARDRAIL,
    IdleGuardrail IDLE_GUARDRAIL,
    UnusedException UNUSED_EXCEPTION: NeverAccepted,
    ExpiredException EXPIRED_EXCEPTION,
}

const REGO: Source = Source {
    document: "Open Policy Agent: Rego v1; regorus 0.14.1, which evaluates it",
    dated: "2026",
    url: Some("https://www.openpolicyagent.org/docs/policy-language"),
};

const GUARDRAIL_BOUND: Entry = Entry {
    name: "guardrail-bound",
    severity: Error,
    title: "A team is granted more than a bound of the guardrails",
    cause: "A bound of `catalog/guardrails.yaml` selects the team, and a grant, a limit over all models or the number of models is above it.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "bounds: [{tokensPerMinute: 10}]\n",
    },
    fix: "Grant less, or agree on another bound.",
    source: None,
};

const GUARDRAIL_ALLOW_LIST: Entry = Entry {
    name: "guardrail-allow-list",
    severity: Error,
    title: "A team is granted a model that the guardrails do not allow it",
    cause: "A list under `allow` selects the team by name or cost centre, and the model, its region or its SKU is not in the list.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "allow: [{teams: [alpha], models: [\"none-*\"]}]\n",
    },
    fix: "Remove the grant, or choose from the list.",
    source: None,
};

const GUARDRAIL_TAG: Entry = Entry {
    name: "guardrail-tag",
    severity: Error,
    title: "A tag that the guardrails demand is missing or has another value",
    cause: "`require.tags` names tags that every platform has, with a pattern for their values.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "require: {tags: {owner: \"*@fabrikam.com\"}}\n",
    },
    fix: "Correct `platform.tags`.",
    source: None,
};

const GUARDRAIL_OWNER: Entry = Entry {
    name: "guardrail-owner",
    severity: Error,
    title: "A team's owner has a mail address of another domain than the guardrails demand",
    cause: "`require.ownerDomains` lists the domains that owners write from.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "require: {ownerDomains: [fabrikam.com]}\n",
    },
    fix: "Name an owner with an address in one of the listed domains.",
    source: None,
};

const GUARDRAIL_COST_CENTER: Entry = Entry {
    name: "guardrail-cost-center",
    severity: Error,
    title: "A team has a cost centre that the guardrails do not list",
    cause: "`require.costCenters` lists those there are. A bound or an allow-list selects teams by cost centre, so a misspelt one would be bound by nothing.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "require: {costCenters: [CC-1]}\n",
    },
    fix: "Write one of the listed cost centres, or have it added to the list.",
    source: None,
};

const POLICY_DENIED: Entry = Entry {
    name: "policy-denied",
    severity: Error,
    title: "A policy in Rego refuses what is written",
    cause: "A rule `deny` of a file in `catalog/guardrails/` gave this message about the inputs.",
    example: Example::Words(
        "`deny contains {\"msg\": \"no spot nodes\", \"at\": \"models/phi-4\"} if {...}`.",
    ),
    fix: "Do what the message asks, or agree on another policy.",
    source: Some(REGO),
};

const POLICY_WARNED: Entry = Entry {
    name: "policy-warned",
    severity: Warning,
    title: "A policy in Rego warns of what is written",
    cause: "A rule `warn` of a file in `catalog/guardrails/` gave this message about the inputs.",
    example: Example::Words("`warn contains \"few tokens\" if {...}`."),
    fix: "Do what the message asks, or leave it.",
    source: Some(REGO),
};

const BROKEN_POLICY: Entry = Entry {
    name: "broken-policy",
    severity: Error,
    title: "A policy in Rego cannot be read or evaluated",
    cause: "A policy that cannot be checked would let everything through, so nothing is written while it is broken. Time, network and chance are not there: the same inputs always give the same findings.",
    example: Example::Words("`deny contains \"late\" if { time.now_ns() > 0 }`."),
    fix: "Correct the policy where the finding points to.",
    source: Some(REGO),
};

const REFUSED_GUARDRAIL: Entry = Entry {
    name: "refused-guardrail",
    severity: Error,
    title: "A severity or exception that guardrails cannot give",
    cause: "A finding can be raised, not lowered: what is an error to platgen cannot be applied, whoever accepts it.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "severities: {over-capacity: warning}\n",
    },
    fix: "Remove the line, and correct what the finding is about.",
    source: None,
};

const IDLE_GUARDRAIL: Entry = Entry {
    name: "idle-guardrail",
    severity: Warning,
    title: "A guardrail's pattern fits nothing",
    cause: "A pattern that selects no team, cost centre, environment or model guards nothing, and is probably misspelt.",
    example: Example::Input {
        path: "catalog/guardrails.yaml",
        text: "bounds: [{teams: [alhpa], tokensPerMinute: 10}]\n",
    },
    fix: "Correct the pattern, or remove the guardrail.",
    source: None,
};

const UNUSED_EXCEPTION: Entry = Entry {
    name: "unused-exception",
    severity: Warning,
    title: "An exception that no finding needs",
    cause: "What it accepted is gone, or it never fitted. Left there, it would accept the next fault unseen.",
    example: Example::Words(
        "An exception for a team that was corrected since, by `platgen check`.",
    ),
    fix: "Remove the exception.",
    source: None,
};

const EXPIRED_EXCEPTION: Entry = Entry {
    name: "expired-exception",
    severity: Error,
    title: "An exception whose last day is over",
    cause: "It was agreed on until that day. Checked by `platgen check --today DAY` only, so that a build never depends on the clock.",
    example: Example::Words("`expires: 2026-08-31`, by `platgen check --today 2026-09-01`."),
    fix: "Correct what it accepts, or agree on a later day.",
    source: None,
};
