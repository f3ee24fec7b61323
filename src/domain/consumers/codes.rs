//! Codes about tokens per minute and quotas.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Capacity:
    OverCapacity OVER_CAPACITY,
    ImplausibleCapacity IMPLAUSIBLE_CAPACITY,
    Overcommitted OVERCOMMITTED: OnTheWhole,
    SmallQuota SMALL_QUOTA,
    NoGrants NO_GRANTS: OnTheWhole,
    UnreachableLimit UNREACHABLE_LIMIT: OnTheWhole,
    SharedAudience SHARED_AUDIENCE: OnTheWhole,
}

const QUOTAS: Source = Source {
    document: "Microsoft Learn: Azure OpenAI in Microsoft Foundry Models quotas and limits (one unit of capacity is 1,000 tokens per minute)",
    dated: "read 2026-08-21",
    url: Some("https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits"),
};

const OVER_CAPACITY: Entry = Entry {
    name: "over-capacity",
    severity: Error,
    title: "One grant is larger than what its deployments carry",
    cause: "The model would refuse with 429 long before the team's limit is reached, so the limit promises what cannot be had. A Foundry model carries 1,000 tokens per minute for each unit of `capacity`, a KAITO model its `estimatedTokensPerMinute`. Provisioned throughput is not checked: it depends on the traffic.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 200000, dailyTokenQuota: 5000000}
",
    },
    fix: "Grant what the model carries or less, or give the model more `capacity`.",
    source: Some(QUOTAS),
};

const IMPLAUSIBLE_CAPACITY: Entry = Entry {
    name: "implausible-capacity",
    severity: Warning,
    title: "A capacity that looks like tokens instead of thousands of them",
    cause: "`capacity` counts thousands of tokens per minute. Whoever writes the tokens themselves asks for a thousand times as much: Azure refuses it for want of quota, or grants it, and no limit of a team means anything any more.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {gpt-5.6-terra: {capacity: 120000}}\n",
    },
    fix: "Write thousands of tokens per minute, or accept the finding in `catalog/guardrails.yaml` if so much is meant.",
    source: Some(QUOTAS),
};

const OVERCOMMITTED: Entry = Entry {
    name: "overcommitted",
    severity: Warning,
    title: "All teams together may use more than the deployments carry",
    cause: "The limits of a model's teams add up to more than its deployments carry. That is usual up to a point, since teams are busy at different times; when they are not, the model refuses all of them with 429.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 95000, dailyTokenQuota: 5000000}
",
    },
    fix: "Decide by the factor that the finding states: give the model more capacity, grant less, or leave it.",
    source: Some(QUOTAS),
};

const SMALL_QUOTA: Entry = Entry {
    name: "small-quota",
    severity: Warning,
    title: "A quota is smaller than what one minute may use",
    cause: "One busy minute uses up the quota of the whole period, and the team is refused for the rest of it. Often a zero is missing.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models:
  foundry:
    - {name: gpt-5.6-terra, tokensPerMinute: 10000, dailyTokenQuota: 5000}
",
    },
    fix: "Raise the quota, or lower the tokens per minute.",
    source: Some(Source {
        document: "Microsoft Learn: llm-token-limit policy (a quota is refused with 403 until its period ends)",
        dated: "2026-04-01",
        url: Some("https://learn.microsoft.com/azure/api-management/llm-token-limit-policy"),
    }),
};

const NO_GRANTS: Entry = Entry {
    name: "no-grants",
    severity: Warning,
    title: "A team is granted no model",
    cause: "The team gets a product and a key, and the key is refused for every model.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}
models: {}
",
    },
    fix: "Grant a model, name an access group under `groups`, or remove the team.",
    source: None,
};

const UNREACHABLE_LIMIT: Entry = Entry {
    name: "unreachable-limit",
    severity: Warning,
    title: "A limit that another one keeps from ever being reached",
    cause: "The limit looks like a bound and is none, which hides what is in force. Often the unit is wrong or a zero too many.",
    example: Example::Input {
        path: "teams/beta/access.yaml",
        text: "team: {name: beta, displayName: Beta, owner: beta-lead@contoso.com, costCenter: CC-67890}\nmodels:\n  foundry:\n    - {name: gpt-5.6-terra, tokensPerMinute: 1000, dailyTokenQuota: 50000000}\n",
    },
    fix: "Lower the limit to one that can be reached, or raise the other.",
    source: None,
};

const SHARED_AUDIENCE: Entry = Entry {
    name: "shared-audience",
    severity: Error,
    title: "Entra tokens are good for two teams",
    cause: "The key says which team a request is of, and the token is to prove it. A token of a client that both teams list, for an audience that both accept, proves either: whoever holds the other team's key has all that it takes. Where only the audience is shared, the clients keep the teams apart, and the finding is a warning.",
    example: Example::Words(
        "Two teams with `auth: {entra: {tenantId: ..., audiences: [\"api://ai-gateway\"], clientIds: [...]}}` and the same client in both lists.",
    ),
    fix: "Give each team an application id URI of its own (`api://ai-gateway-beta`), or a client of its own.",
    source: Some(Source {
        document: "Microsoft Learn: validate-azure-ad-token policy (audiences and client-application-ids: one of each has to fit)",
        dated: "read 2026-12-01",
        url: Some(
            "https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",
        ),
    }),
};
