//! Grants: which model, how much, and the access groups that hold sets of them.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::consumers::model::{Grant, Period, TokenQuota};
use crate::domain::consumers::syntax::{GrantEntry, QuotaEntry};
use crate::domain::defaults::sourced;
use crate::domain::ids::AccessGroupName;
use crate::domain::models::model::{Capability, Model};
use crate::domain::models::resolve::allow::{self, Able};
use crate::domain::models::resolve::catalog::Catalog;
use crate::domain::models::syntax::{AccessGroupEntry, ModelsFile};
use crate::domain::resolving::name;

/// Which list of a team a grant stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Kaito,
    Foundry,
}

/// A quota as written: `None` if there is none to be, nothing if that could not be understood.
type Quota = Option<Sourced<TokenQuota>>;

/// An access group.
pub(crate) struct Group {
    pub name: AccessGroupName,
    pub grants: Vec<Grant>,
}

/// The access groups of all model files.
pub(crate) struct Groups {
    /// By name.
    pub known: BTreeMap<String, Group>,
    /// Whether a fault left others out, so that a name that is not here may be one of theirs.
    pub partial: bool,
}

/// The access groups of all model files.
pub(crate) fn groups(
    files: &[ModelsFile],
    catalog: &Catalog,
    findings: &mut Diagnostics,
) -> Groups {
    let mut places: BTreeMap<&str, Origin> = BTreeMap::new();
    let mut groups = BTreeMap::new();
    let mut lists = files.iter().filter_map(|file| file.access_groups.as_ref());
    let mut partial = lists.any(|list| list.origin.is_synthetic());
    for entry in files
        .iter()
        .flat_map(|file| &file.access_groups)
        .flat_map(|groups| &groups.value)
    {
        let Some(name) = name(
            &entry.name,
            "access group",
            AccessGroupName::parse,
            findings,
        ) else {
            partial = true;
            continue;
        };
        if let Some(first) = places.get(entry.name.value.as_str()) {
            let message = format!(
                "the access group `{}` stands twice in the catalog",
                name.value
            );
            let finding = Diagnostic::about(Code::DuplicateName, name.origin, message);
            findings.push(
                finding
                    .with(*first, "the first one")
                    .help("merge the two, or rename one"),
            );
            continue;
        }
        places.insert(&entry.name.value, name.origin);
        let grants = group_grants(entry, catalog, findings);
        groups.insert(
            entry.name.value.clone(),
            Group {
                name: name.value,
                grants,
            },
        );
    }
    Groups {
        known: groups,
        partial,
    }
}

fn group_grants(
    entry: &AccessGroupEntry,
    catalog: &Catalog,
    findings: &mut Diagnostics,
) -> Vec<Grant> {
    let mut grants: Vec<Grant> = Vec::new();
    let mut places: BTreeMap<&str, Origin> = BTreeMap::new();
    for written in &entry.models.value {
        if let Some(first) = places.get(written.name.value.as_str()) {
            let group = format!("the access group `{}`", entry.name.value);
            findings.push(twice(written, *first, &group));
            continue;
        }
        places.insert(&written.name.value, written.name.origin);
        match grant(written, None, catalog) {
            Ok(grant) => grants.push(grant),
            Err(faults) => faults.into_iter().for_each(|fault| findings.push(fault)),
        }
    }
    grants
}

/// A model granted twice in one place.
pub(crate) fn twice(written: &GrantEntry, first: Origin, place: &str) -> Diagnostic {
    let message = format!("{place} grants `{}` twice", written.name.value);
    let finding = Diagnostic::about(Code::DuplicateName, written.name.origin, message);
    finding
        .with(first, "the first one")
        .help("keep one of them")
}

/// A model granted under both kinds: the entry that stands with its own kind is the one to keep.
pub(crate) fn twice_over_kinds(
    written: &GrantEntry,
    list: List,
    first: Origin,
    catalog: &Catalog,
) -> Diagnostic {
    let finding = twice(written, first, "the team");
    let Ok(model) = catalog.find(&written.name.value, written.name.origin, |_| true) else {
        return finding;
    };
    let (kind, this) = kind_of(model);
    let which = if kind == list { "the first" } else { "this" };
    finding.help(format!(
        "remove {which} one: `{}` is {this}",
        written.name.value
    ))
}

fn kind_of(model: &Model) -> (List, &'static str) {
    match model {
        Model::Kaito(_) => (List::Kaito, "a KAITO model"),
        Model::Foundry(_) => (List::Foundry, "a Foundry model"),
    }
}

/// One grant, or every fault in it.
pub(crate) fn grant(
    written: &Spanned<GrantEntry>,
    list: Option<List>,
    catalog: &Catalog,
) -> Result<Grant, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let fits =
        |model: &Model| model.is_enabled() && list.is_none_or(|list| kind_of(model).0 == list);
    let model = match catalog.find(&written.name.value, written.name.origin, fits) {
        Ok(model) => {
            faults.extend(unfit(model, written, list));
            faults.extend(allow::faults(written.allow.as_ref(), &Able::of(model)));
            faults.extend(writes_nothing(model, written));
            Some(model)
        }
        Err(fault) => {
            faults.extend(fault.map(|fault| *fault));
            None
        }
    };
    let quota = quota(
        written.daily_token_quota.as_ref(),
        written.token_quota.as_ref(),
    );
    let quota = match quota {
        Ok(Some(quota)) => Some(quota),
        Ok(None) if written.origin.is_synthetic() => None, // it may be what was left out
        Ok(None) => {
            let message = format!("the grant of `{}` has no quota", written.name.value);
            let finding = Diagnostic::about(Code::MissingKey, written.name.origin, message);
            faults.push(finding.help(
                "add `dailyTokenQuota`, `tokenQuota: {tokens, period}` or `tokenQuota: none`",
            ));
            None
        }
        Err(fault) => {
            faults.push(*fault);
            None
        }
    };
    match (model, quota) {
        (Some(model), Some(quota)) if faults.is_empty() => Ok(Grant {
            model: model.clone(),
            source: written.name.origin,
            group: None,
            tokens_per_minute: sourced(&written.tokens_per_minute),
            quota,
            period: period_origin(written.token_quota.as_ref()),
            allow: allow::allow(written.allow.as_ref(), model.allow()),
            estimate_prompts: written.estimate_prompts.as_ref().map_or_else(
                || Sourced::default_of("models.foundry[].estimatePrompts", true),
                sourced,
            ),
            max_output_tokens: written.max_output_tokens.as_ref().map(sourced),
            calls_per_minute: written.calls_per_minute.as_ref().map(sourced),
            concurrency: written.concurrency.as_ref().map(sourced),
        }),
        _ => Err(faults),
    }
}

/// A limit on answers of a model that writes none.
fn writes_nothing(model: &Model, written: &GrantEntry) -> Option<Diagnostic> {
    let writes = |able: &Capability| *able != Capability::Embeddings;
    let limit = written.max_output_tokens.as_ref()?;
    if model.capabilities().iter().any(writes) {
        return None;
    }
    let message = format!(
        "the key `maxOutputTokens` does nothing for the model `{}`",
        written.name.value
    );
    let finding = Diagnostic::about(Code::InvalidValue, limit.origin, message);
    Some(
        finding
            .with(model.origin(), "the model")
            .help("remove it: embeddings have no tokens of output"),
    )
}

/// Why a model that exists cannot be granted so.
fn unfit(model: &Model, written: &GrantEntry, list: Option<List>) -> Option<Diagnostic> {
    let (kind, this) = kind_of(model);
    let (enabled, other) = match model {
        Model::Kaito(model) => (model.enabled, "kaito"),
        Model::Foundry(model) => (model.enabled, "foundry"),
    };
    if list.is_some_and(|list| list != kind) {
        let message = format!("`{}` is {this}", written.name.value);
        let finding = Diagnostic::about(Code::UnknownReference, written.name.origin, message);
        let finding = finding.with(model.origin(), "the catalog lists it here");
        return Some(finding.help(format!("move the entry to `models.{other}`")));
    }
    if !enabled.value {
        let message = format!("the model `{}` is disabled", written.name.value);
        let finding = Diagnostic::about(Code::DisabledReference, written.name.origin, message);
        let help = match enabled.origin {
            Origin::Overlaid { .. } => {
                "enable the model there, remove the grant, or leave that environment out of the team's `environments`"
            }
            Origin::Written(_)
            | Origin::Granted { .. }
            | Origin::Default(_)
            | Origin::Derived(_)
            | Origin::Entry(_)
            | Origin::Fact(_) => "remove the grant, or enable the model",
        };
        return Some(finding.with(enabled.origin, "disabled here").help(help));
    }
    None
}

/// The quota that one of two keys writes. Outer `None`: neither is written.
pub(crate) fn quota(
    daily: Option<&Spanned<u64>>,
    written: Option<&Spanned<QuotaEntry>>,
) -> Result<Option<Quota>, Box<Diagnostic>> {
    match (daily, written) {
        (None, None) => Ok(None),
        (Some(daily), None) => {
            let quota = TokenQuota {
                tokens: daily.value,
                period: Period::Daily,
            };
            Ok(Some(Some(Sourced::new(quota, daily.origin))))
        }
        (None, Some(written)) => match &written.value {
            QuotaEntry::None => Ok(Some(None)),
            QuotaEntry::Tokens(parts) => {
                let period = period(&parts.period)?;
                let quota = TokenQuota {
                    tokens: parts.tokens.value,
                    period,
                };
                let origin = if parts.period.origin.is_synthetic() {
                    parts.period.origin
                } else {
                    parts.tokens.origin
                };
                Ok(Some(Some(Sourced::new(quota, origin))))
            }
        },
        (Some(daily), Some(written)) => {
            let message = "`dailyTokenQuota` and `tokenQuota` both state the quota";
            let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
            Err(Box::new(
                finding
                    .with(daily.origin, "also here")
                    .help("keep one of the two keys"),
            ))
        }
    }
}

/// Where the period of a quota is written.
pub(crate) fn period_origin(written: Option<&Spanned<QuotaEntry>>) -> Option<Origin> {
    match &written?.value {
        QuotaEntry::None => None,
        QuotaEntry::Tokens(parts) => Some(parts.period.origin),
    }
}

fn period(written: &Spanned<String>) -> Result<Period, Box<Diagnostic>> {
    let all = [
        Period::Hourly,
        Period::Daily,
        Period::Weekly,
        Period::Monthly,
        Period::Yearly,
    ];
    all.into_iter()
        .find(|period| period.name() == written.value)
        .ok_or_else(|| {
            let names: Vec<&str> = all.into_iter().map(Period::name).collect();
            let message = format!("`{}` is no period", written.value);
            let finding = Diagnostic::about(Code::InvalidValue, written.origin, message);
            Box::new(finding.help(words::named(&written.value, &names, "period")))
        })
}

/// A group's grant as a team has it.
pub(crate) fn through_group(grant: &Grant, group: &Group, reference: Origin) -> Grant {
    let granted = |origin: Origin| match (origin.span(), reference.span()) {
        (Some(at), Some(by)) => Origin::Granted { at, by },
        _ => origin,
    };
    let through = |number: Sourced<u64>| Sourced::new(number.value, granted(number.origin));
    Grant {
        model: grant.model.clone(),
        source: granted(grant.source),
        group: Some(group.name.clone()),
        tokens_per_minute: Sourced::new(
            grant.tokens_per_minute.value,
            granted(grant.tokens_per_minute.origin),
        ),
        quota: grant
            .quota
            .map(|quota| Sourced::new(quota.value, granted(quota.origin))),
        period: grant.period.map(granted),
        allow: grant.allow.clone().at(granted),
        estimate_prompts: Sourced::new(
            grant.estimate_prompts.value,
            granted(grant.estimate_prompts.origin),
        ),
        max_output_tokens: grant.max_output_tokens.map(through),
        calls_per_minute: grant.calls_per_minute.map(through),
        concurrency: grant.concurrency.map(through),
    }
}
