//! What is wrong with a list of add-ons that is well formed.

use std::collections::BTreeMap;

use super::model::order::Order;
use super::model::{Addon, Addons, Product, Values};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::{Origin, Sourced};
use crate::domain::platform::model::Platform;
use crate::facts::{Day, addons as facts, kubernetes};

crate::domain::rule::rules! { Addons:
    "addons-are-known" UnknownAddon Error Stage("resolve") "An add-on is one that platgen knows, or says where its chart is";
    "addons-follow-addons" UnknownReference Error Stage("resolve") "An add-on comes after add-ons of the list";
    "addons-have-an-order" AddonCircle Error Platform(circles) "Add-ons do not wait for each other in a circle";
    "needs-are-made" AddonNeedMissing Error Platform(missing) "What an add-on or the delivery needs is made by an add-on, or given";
    "products-have-one-maker" ProductMadeTwice Error Platform(twice) "A CRD or webhook has one owner: one add-on, or whoever made what is given";
    "addons-fit-kubernetes" AddonKubernetes Error Platform(fit) "A version of an add-on is made for the cluster's Kubernetes, where its project says for which";
    "signals-have-backends" SignalWithoutBackend Error Platform(signals) "A signal goes to an add-on of the list that takes it, and only the collector sends any";
    "values-hold-no-secret" SecretInValues Error Platform(secrets) "No value of a chart is a secret";
    "addons-are-maintained" EndedAddon Warning Review(ended) "An add-on's project, and its release, is maintained on the day that is named";
}

/// The add-ons, where all of them were understood: else one more may make or take what seems to be missing.
fn whole(platform: &Platform) -> Option<&Addons> {
    platform.addons.as_ref().filter(|addons| addons.whole)
}

fn quoted(name: &Sourced<String>) -> String {
    format!("`{}`", name.value)
}

fn circles(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = whole(platform) else {
        return;
    };
    let Order { stuck, .. } = addons.order();
    let circle = addons.circle(&stuck);
    let Some((first, rest)) = circle.split_first() else {
        return;
    };
    let names = circle
        .iter()
        .chain([first])
        .map(|addon| quoted(&addon.name));
    let names: Vec<String> = names.collect();
    let message = format!(
        "these add-ons wait for each other: {}",
        names.join(", which waits for ")
    );
    let mut finding = Diagnostic::about(Code::AddonCircle, first.name.origin, message);
    for addon in rest {
        finding = finding.with(addon.name.origin, "part of the circle");
    }
    findings.push(finding.help("take out one `needs`, `after` or signal among them"));
}

fn missing(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = whole(platform) else {
        return;
    };
    let delivery = addons.delivery.value;
    let own = delivery.needs();
    if is_missing(addons, &own) {
        let message = format!(
            "delivery by `{}` needs {}, which nothing makes",
            delivery.word(),
            own.words()
        );
        findings.push(lacking(addons.delivery.origin, message, &own));
    }
    for addon in &addons.charts {
        for need in &addon.needs {
            if !is_missing(addons, &need.value) {
                continue;
            }
            let message = format!(
                "`{}` needs {}, which nothing makes",
                addon.name.value,
                need.value.words()
            );
            // What the facts know is written in no input, so the add-on is shown.
            let at = need
                .origin
                .span()
                .map_or(addon.name.origin, |_| need.origin);
            findings.push(lacking(at, message, &need.value));
        }
    }
}

fn is_missing(addons: &Addons, product: &Product) -> bool {
    !addons.is_given(product) && addons.makers(product).next().is_none()
}

fn lacking(at: Origin, message: String, product: &Product) -> Diagnostic {
    let makes = |known: &&facts::Addon| known.provides.contains(&product.0);
    let known = facts::all().iter().find(makes);
    let finding = Diagnostic::about(Code::AddonNeedMissing, at, message);
    finding.help(match known {
        Some(known) => format!(
            "add `{}`, which makes it, or list `{product}` under `given` if it is there before",
            known.name
        ),
        None => format!(
            "list `{product}` under `given` if it is there before, or under `provides` of the add-on that makes it"
        ),
    })
}

/// Kinds and webhooks belong to the whole cluster; of certificates and the like there may be several makers.
fn is_exclusive(product: &Product) -> bool {
    product.0.starts_with("crd:") || product.0.starts_with("webhook:")
}

fn twice(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = &platform.addons else {
        return;
    };
    // One finding for two owners, whatever number of kinds they share.
    let mut shared: BTreeMap<(String, String), Vec<&Product>> = BTreeMap::new();
    let mut places: BTreeMap<(String, String), [Origin; 2]> = BTreeMap::new();
    for addon in &addons.charts {
        for made in addon.provides.iter().filter(|one| is_exclusive(&one.value)) {
            let given = addons
                .given
                .iter()
                .find(|before| before.value == made.value);
            let given = given.map(|given| ("`given`".to_owned(), given.origin));
            let others = addons.makers(&made.value);
            let others = others.filter(|other| other.name.value > addon.name.value);
            let others = others.map(|other| (quoted(&other.name), other.name.origin));
            for (other, origin) in others.chain(given) {
                let pair = (quoted(&addon.name), other);
                places.insert(pair.clone(), [addon.name.origin, origin]);
                shared.entry(pair).or_default().push(&made.value);
            }
        }
    }
    for ((one, other), products) in shared {
        let Some([first, second]) = places.get(&(one.clone(), other.clone())) else {
            continue;
        };
        let shown: Vec<String> = products.iter().map(|product| product.words()).collect();
        let message = format!("{one} and {other} both own {}", shown.join(", "));
        let finding = Diagnostic::about(Code::ProductMadeTwice, *first, message);
        let finding = finding.with(*second, "the other owner");
        findings.push(finding.help("keep one of the two"));
    }
}

fn fit(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = &platform.addons else {
        return;
    };
    let cluster = &platform.cluster.kubernetes_version;
    for addon in &addons.charts {
        let Some(fact) = own_fact(addon) else {
            continue;
        };
        let listed = fact
            .minor(&addon.version.value)
            .and_then(|minor| minor.kubernetes.as_ref());
        let (fits, range) = match (listed, &fact.kubernetes_from) {
            (Some(listed), _) => (listed.contains(&cluster.value), listed.join(", ")),
            (None, Some(from)) => {
                let number = kubernetes::number;
                (
                    number(&cluster.value) >= number(from),
                    format!("{from} or later"),
                )
            }
            (None, None) => continue,
        };
        if fits {
            continue;
        }
        let message = format!(
            "`{}` {} is made for Kubernetes {range}, and the cluster has {}",
            addon.name.value, addon.version.value, cluster.value
        );
        let finding = Diagnostic::about(Code::AddonKubernetes, addon.version.origin, message);
        let finding = finding.with(cluster.origin, "the cluster's version");
        findings.push(finding.help(other_version(fact, &cluster.value)));
    }
}

/// What is known of an add-on, where it uses the chart that this is known of.
fn own_fact(addon: &Addon) -> Option<&'static facts::Addon> {
    addon.fact().filter(|fact| fact.chart == addon.chart.value)
}

fn other_version(fact: &facts::Addon, cluster: &str) -> String {
    let lists = |minor: &&facts::Minor| {
        let listed = minor.kubernetes.as_ref();
        listed.is_some_and(|listed| listed.iter().any(|one| one == cluster))
    };
    match fact.versions.iter().find(lists) {
        Some(minor) => format!("use a version {}", minor.minor),
        None => "use another version of the cluster or of the add-on".to_owned(),
    }
}

fn signals(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = whole(platform) else {
        return;
    };
    for addon in &addons.charts {
        for (signal, backend) in &addon.signals {
            let Some(message) = no_backend(addons, addon, signal, &backend.value) else {
                continue;
            };
            let takes = |known: &&facts::Addon| known.receives.contains_key(signal);
            let backends = facts::all().iter().filter(takes);
            let backends: Vec<String> = backends.map(|known| format!("`{}`", known.name)).collect();
            let finding = Diagnostic::about(Code::SignalWithoutBackend, backend.origin, message);
            findings.push(finding.help(format!(
                "add a backend for {signal} to the list and name it ({}), or write `none`",
                backends.join(", ")
            )));
        }
    }
}

/// Why a signal reaches nothing, if it does not.
fn no_backend(addons: &Addons, sender: &Addon, signal: &str, backend: &str) -> Option<String> {
    if sender.name.value != "otelCollector" {
        return Some(format!(
            "`{}` sends no signals: only `otelCollector` does",
            sender.name.value
        ));
    }
    let Some(found) = addons.find(backend) else {
        return Some(format!(
            "{signal} go to `{backend}`, which is no add-on of the list"
        ));
    };
    let takes = own_fact(found).is_some_and(|fact| fact.receives.contains_key(signal));
    (!takes).then(|| format!("{signal} go to `{backend}`, which does not take them"))
}

/// Words that a key ends with behind which nothing but a secret stands, in lower case without signs.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "accesskey",
    "secretkey",
    "clientsecret",
    "token",
    "connectionstring",
    "accountkey",
    "privatekey",
];

fn secrets(platform: &Platform, findings: &mut Diagnostics) {
    let Some(addons) = &platform.addons else {
        return;
    };
    for addon in &addons.charts {
        if let Some(values) = &addon.values {
            secrets_in(&addon.name.value, values, findings);
        }
    }
}

fn secrets_in(addon: &str, values: &Sourced<Values>, findings: &mut Diagnostics) {
    match &values.value {
        Values::Map(entries) => {
            for (key, value) in entries {
                if is_secret(key, &value.value) {
                    let message = format!("the value of `{key}` of `{addon}` looks like a secret");
                    let finding = Diagnostic::about(Code::SecretInValues, value.origin, message);
                    findings.push(finding.help(
                        "take it out, and let the chart name a Secret that is made of the Key Vault",
                    ));
                } else {
                    secrets_in(addon, value, findings);
                }
            }
        }
        Values::List(items) => {
            for item in items {
                secrets_in(addon, item, findings);
            }
        }
        Values::Null
        | Values::Bool(_)
        | Values::Integer(_)
        | Values::Float(_)
        | Values::Text(_) => {}
    }
}

fn is_secret(key: &str, value: &Values) -> bool {
    let plain = key.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = plain.map(|c| c.to_ascii_lowercase()).collect();
    let filled = match value {
        Values::Text(text) => !text.is_empty(),
        Values::Integer(_) => true,
        Values::Null | Values::Bool(_) | Values::Float(_) | Values::List(_) | Values::Map(_) => {
            false
        }
    };
    filled && SECRETS.iter().any(|word| plain.ends_with(word))
}

fn ended(platform: &Platform, today: Option<Day>, findings: &mut Diagnostics) {
    let Some(addons) = &platform.addons else {
        return;
    };
    let today = today.unwrap_or(facts::about().as_of);
    for addon in &addons.charts {
        let Some(fact) = own_fact(addon) else {
            continue;
        };
        let over = |day: &Day| day.days_to(today) > 0;
        let minor = fact.minor(&addon.version.value);
        if let Some(day) = fact.ends.filter(over) {
            let message = format!("{} is maintained no more since {day}", fact.title);
            let finding = Diagnostic::about(Code::EndedAddon, addon.name.origin, message);
            findings.push(match &fact.instead {
                Some(instead) => finding.help(format!("move to `{instead}`")),
                None => finding.help("move to another add-on"),
            });
        } else if let Some((minor, day)) =
            minor.and_then(|minor| Some((minor, minor.ends.filter(over)?)))
        {
            let message = format!(
                "{} {} is maintained no more since {day}",
                fact.title, minor.minor
            );
            let finding = Diagnostic::about(Code::EndedAddon, addon.version.origin, message);
            findings.push(finding.help(match &fact.seen {
                Some(seen) => format!("move to a newer version, such as {}", seen.version),
                None => "move to a newer version".to_owned(),
            }));
        }
    }
}
