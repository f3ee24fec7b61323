//! From `catalog/addons.yaml` to the model: charts of known add-ons filled in, names looked up.

use std::collections::BTreeMap;

use super::model::{
    Addon, Addons, Delivery, Egress, Ingress, Level, Product, Quota, Repository, Values, slug,
};
use super::syntax::{AddonsFile, AddonsSection, ChartEntry, Free, QuotaSection, SignalsSection};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::words;
use crate::domain::defaults::{or, sourced};
use crate::facts::Fact;
use crate::facts::addons::{self as facts, Addon as Known};

/// Cores that one namespace's pods may ask for.
const CPU: u32 = 16;
/// GiB of memory that they may ask for.
const MEMORY_GIB: u32 = 64;
/// Pods that there may be.
const PODS: u32 = 200;

/// The add-ons; those that cannot be understood are left out beside an error.
pub(crate) fn addons(file: &AddonsFile, findings: &mut Diagnostics) -> Addons {
    let section = &file.addons.value;
    let charts = section.charts.value.iter();
    let charts = charts.filter_map(|(name, entry)| addon(name, entry, findings));
    let charts: Vec<Addon> = charts.collect();
    let whole = charts.len() == section.charts.value.len() && !section.charts.origin.is_synthetic();
    let addons = Addons {
        delivery: Sourced::new(
            match section.delivery.value.as_str() {
                "flux" => Delivery::Flux,
                _ => Delivery::ArgoCd,
            },
            section.delivery.origin,
        ),
        repository: Repository {
            url: sourced(&section.repository.url),
            revision: sourced(&section.repository.revision),
            path: or(
                section.repository.path.as_ref(),
                "addons.repository.path",
                "generated",
            ),
        },
        charts,
        given: products(section.given.as_ref()),
        quota: quota(section.quota.as_ref()),
        whole,
    };
    references(section, findings);
    addons
}

fn quota(written: Option<&Spanned<QuotaSection>>) -> Quota {
    let written = written.map(|quota| &quota.value);
    let of = |value: Option<&Spanned<u32>>, key, default| match value {
        Some(value) => Sourced::new(value.value, value.origin),
        None => Sourced::default_of(key, default),
    };
    Quota {
        cpu: of(
            written.and_then(|quota| quota.cpu.as_ref()),
            "addons.quota.cpu",
            CPU,
        ),
        memory_gib: of(
            written.and_then(|quota| quota.memory_gib.as_ref()),
            "addons.quota.memoryGib",
            MEMORY_GIB,
        ),
        pods: of(
            written.and_then(|quota| quota.pods.as_ref()),
            "addons.quota.pods",
            PODS,
        ),
    }
}

fn products(written: Option<&Spanned<Vec<Spanned<String>>>>) -> Vec<Sourced<Product>> {
    let written = written.into_iter().flat_map(|list| &list.value);
    let product = |one: &Spanned<String>| Sourced::new(Product(one.value.clone()), one.origin);
    written.map(product).collect()
}

/// Products that the facts know, and those that the entry adds.
fn all_products(
    known: Option<(&Known, Origin)>,
    of: fn(&Known) -> &Vec<String>,
    written: Option<&Spanned<Vec<Spanned<String>>>>,
) -> Vec<Sourced<Product>> {
    let mut all: Vec<Sourced<Product>> = known
        .into_iter()
        .flat_map(|(known, origin)| {
            of(known)
                .iter()
                .map(move |product| Sourced::new(Product(product.clone()), origin))
        })
        .collect();
    for added in products(written) {
        if !all.iter().any(|one| one.value == added.value) {
            all.push(added);
        }
    }
    all
}

fn addon(name: &str, entry: &Spanned<ChartEntry>, findings: &mut Diagnostics) -> Option<Addon> {
    let known = facts::find(name);
    let fact = known.and_then(|_| Fact::of_addon(name));
    let origin = fact.map_or(Origin::Default("addons.charts"), Origin::Fact);
    let entered = &entry.value;
    let text = |written: Option<&Spanned<String>>, of: fn(&Known) -> &String| match written {
        Some(written) => Some(sourced(written)),
        None => known.map(|known| Sourced::new(of(known).clone(), origin)),
    };
    let chart = text(entered.chart.as_ref(), |known| &known.chart);
    let repository = text(entered.repository.as_ref(), |known| &known.repository);
    let namespace = text(entered.namespace.as_ref(), |known| &known.namespace);
    let version = version(name, entry, known, findings);
    let (Some(chart), Some(repository), Some(namespace)) = (chart, repository, namespace) else {
        findings.push(unknown(name, entry));
        return None;
    };
    if known.is_none() && facts::all().iter().any(|one| slug(&one.name) == slug(name)) {
        findings.push(unknown(name, entry));
        return None;
    }
    let named = known.map(|known| (known, origin));
    let (pod_security, ingress, egress) = openness(entered, named);
    Some(Addon {
        name: Sourced::new(name.to_owned(), entry.origin),
        chart,
        repository,
        version: version?,
        namespace,
        pod_security,
        ingress,
        egress,
        provides: all_products(named, |known| &known.provides, entered.provides.as_ref()),
        needs: all_products(named, |known| &known.needs, entered.needs.as_ref()),
        after: entered
            .after
            .iter()
            .flat_map(|after| &after.value)
            .map(sourced)
            .collect(),
        signals: signals(entered.signals.as_ref()),
        values: entered.values.as_ref().map(values),
    })
}

/// How open its namespace is: as written, else as the facts have it, else closed. What the pods of a known chart ask of their
/// hosts is not guessed: where no fact says it, nothing is enforced.
fn openness(
    entered: &ChartEntry,
    known: Option<(&Known, Origin)>,
) -> (Sourced<Level>, Sourced<Ingress>, Sourced<Egress>) {
    fn one<T>(
        written: Option<&Spanned<String>>,
        fact: Option<(&String, Origin)>,
        of: fn(&str) -> Option<T>,
        default: Sourced<T>,
    ) -> Sourced<T> {
        let written = written.map(|written| (&written.value, written.origin));
        let found = written
            .or(fact)
            .and_then(|(word, origin)| Some(Sourced::new(of(word)?, origin)));
        found.unwrap_or(default)
    }
    let fact = |of: fn(&Known) -> &String| known.map(|(known, origin)| (of(known), origin));
    let level = known.map(|(known, origin)| (known.pod_security.as_ref(), origin));
    let unread = match level {
        Some((None, _)) => Level::Privileged,
        _ => Level::Restricted,
    };
    (
        one(
            entered.pod_security.as_ref(),
            level.and_then(|(level, origin)| Some((level?, origin))),
            Level::of,
            Sourced::default_of("addons.charts.<name>.podSecurity", unread),
        ),
        one(
            entered.ingress.as_ref(),
            fact(|known| &known.ingress),
            Ingress::of,
            Sourced::default_of("addons.charts.<name>.ingress", Ingress::None),
        ),
        one(
            entered.egress.as_ref(),
            fact(|known| &known.egress),
            Egress::of,
            Sourced::default_of("addons.charts.<name>.egress", Egress::Https),
        ),
    )
}

/// The version, which is never guessed.
fn version(
    name: &str,
    entry: &Spanned<ChartEntry>,
    known: Option<&Known>,
    findings: &mut Diagnostics,
) -> Option<Sourced<String>> {
    if let Some(version) = &entry.value.version {
        return Some(sourced(version));
    }
    let message = format!("the add-on `{name}` says no version of its chart");
    let finding = Diagnostic::about(Code::MissingKey, entry.origin, message);
    let seen = known.and_then(|known| known.seen.as_ref());
    findings.push(finding.help(match seen {
        Some(seen) => {
            let day = seen.date.map(|day| format!(", seen on {day}"));
            let day = day.unwrap_or_default();
            format!(
                "add `version`; the newest one known is {}{day}",
                seen.version
            )
        }
        None => "add `version`, as the chart's repository lists it".to_owned(),
    }));
    None
}

fn unknown(name: &str, entry: &Spanned<ChartEntry>) -> Diagnostic {
    let names: Vec<&str> = facts::all().iter().map(|one| one.name.as_str()).collect();
    let message = format!("there is no add-on `{name}` that platgen knows");
    let finding = Diagnostic::about(Code::UnknownAddon, entry.origin, message);
    let spelled = names.iter().find(|known| slug(known) == slug(name));
    finding.help(match spelled {
        Some(spelled) => format!("write `{spelled}`"),
        None => format!(
            "{}; another one needs `chart`, `repository` and `namespace`",
            words::known(name, &names, "add-ons")
        ),
    })
}

fn signals(written: Option<&Spanned<SignalsSection>>) -> BTreeMap<String, Sourced<String>> {
    let written = written.map(|signals| &signals.value);
    let all = written.map(|signals| {
        [
            ("metrics", &signals.metrics),
            ("traces", &signals.traces),
            ("logs", &signals.logs),
        ]
    });
    let all = all.into_iter().flatten();
    let sent = all.filter_map(|(signal, to)| {
        let to = to.as_ref().filter(|to| to.value != "none")?;
        Some((signal.to_owned(), sourced(to)))
    });
    sent.collect()
}

fn values(written: &Spanned<Free>) -> Sourced<Values> {
    let value = match &written.value {
        Free::Null => Values::Null,
        Free::Bool(value) => Values::Bool(*value),
        Free::Integer(number) => Values::Integer(*number),
        Free::Float(number) => Values::Float(*number),
        Free::Text(text) => Values::Text(text.clone()),
        Free::List(items) => Values::List(items.iter().map(values).collect()),
        Free::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(key, value)| (key.clone(), values(value)));
            Values::Map(entries.collect())
        }
    };
    Sourced::new(value, written.origin)
}

/// Names of add-ons in `after` are ones of the list. Signals are checked by a rule, which knows what a backend takes.
fn references(section: &AddonsSection, findings: &mut Diagnostics) {
    let names: Vec<&str> = section.charts.value.keys().map(String::as_str).collect();
    for (name, entry) in &section.charts.value {
        for after in entry.value.after.iter().flat_map(|after| &after.value) {
            if names.contains(&after.value.as_str()) {
                continue;
            }
            let message = format!(
                "`{}` comes after `{}`, which is no add-on of the list",
                name, after.value
            );
            let finding = Diagnostic::about(Code::UnknownReference, after.origin, message);
            findings.push(finding.help(words::known(&after.value, &names, "add-ons")));
        }
    }
}
