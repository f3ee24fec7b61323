//! What ends, goes or is replaced: versions of models by the facts, everything else by what the last build wrote.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity, join_truncated};
use crate::core::origin::Origin;
use crate::domain::ids::TeamName;
use crate::domain::models::model::FoundryModel;
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::domain::previous::{Committed, DeploymentWas, FoundryModelWas, TeamWas};
use crate::facts::Day;
use crate::facts::model_versions::{ModelVersion, Stage};
use crate::inputs;

mod kaito;

use kaito::{addresses, configurations, workspaces};

crate::domain::rule::rules! { Lifecycle:
    "versions-are-served" RetiredModel Error Platform(retired) "A model version had not ended when the facts were read";
    "versions-are-known" UnknownModelVersion Warning Platform(unknown) "A version of a known model is one that the model is known to have";
    "models-are-known" UnknownModel Warning Platform(unknown_name) "A Foundry model is one that Azure is known to have, in Azure's spelling";
    "versions-stay" RetiringModel Note Review(retiring) "A model version has no near end; on a day that is named, one that has ended is an error, and one that ends within 90 days a warning";
    "teams-go-suspended" RemovedTeam Warning Change(removed_teams) "A team is suspended for a while before it is removed with its keys";
    "models-go-unused" RemovedModel Warning Change(removed_models) "A model is removed or disabled after its last team has gone";
    "names-stay" ReplacedResource Warning Change(renamed) "The platform keeps its name, suffix and region, which every resource is named by";
    "deployments-stay" ReplacedResource Warning Change(deployments) "A deployment keeps its model and SKU, which Azure does not change in place";
    "workspaces-stay" ReplacedResource Warning Change(workspaces) "A KAITO model keeps its preset, size and secret, which nobody can change in a Workspace";
    "configurations-stay" RestartedModel Warning Change(configurations) "A KAITO model keeps its vLLM arguments and context, which only a new pod takes up";
    "addresses-stay" ReplacedResource Warning Change(addresses) "A KAITO model keeps its address, which only a new load balancer changes";
}

/// Days before the end at which a version's end is near.
const NEAR: i32 = 90;

/// Places and names that one finding about many lists.
const SHOWN: usize = 5;

fn known<'p>(platform: &'p Platform, model: &FoundryModel) -> Option<&'p ModelVersion> {
    let facts = &platform.facts;
    facts.model(&model.model_name.value, &model.version.value)
}

fn instead(version: &ModelVersion) -> String {
    version.replacement.as_ref().map_or_else(
        || "use another version or model".to_owned(),
        |other| format!("use another version or model: Microsoft names `{other}`"),
    )
}

fn retired(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry() {
        let as_of = platform.facts.models.as_of;
        let ended_by_then = |version: &&ModelVersion| version.has_ended_by(as_of);
        let Some(version) = known(platform, model).filter(ended_by_then) else {
            continue;
        };
        findings.push(ended(model, version));
    }
}

fn ended(model: &FoundryModel, version: &ModelVersion) -> Diagnostic {
    let day = version
        .retires
        .map_or_else(String::new, |day| format!(" on {day}"));
    let message = format!(
        "Azure withdrew `{}` version {}{day}",
        model.model_name.value, model.version.value
    );
    Diagnostic::about(Code::RetiredModel, model.version.origin, message).help(instead(version))
}

/// A version of a known model that no source names: probably misspelt, or newer than the facts.
fn unknown(platform: &Platform, findings: &mut Diagnostics) {
    for model in platform.enabled_foundry() {
        let name = &model.model_name.value;
        let versions: Vec<&str> = platform
            .facts
            .versions(name)
            .filter_map(|known| known.version.as_deref())
            .collect();
        if versions.is_empty() || known(platform, model).is_some() {
            continue;
        }
        let message = format!(
            "`{name}` is not known to have a version {} (as of {})",
            model.version.value, platform.facts.models.as_of
        );
        let finding = Diagnostic::about(Code::UnknownModelVersion, model.version.origin, message)
            .model(&model.name.value);
        findings.push(finding.help(format!("known are: {}", versions.join(", "))));
    }
}

/// A model that no source names. Of publishers whose models are not all known, only what looks misspelt is reported.
fn unknown_name(platform: &Platform, findings: &mut Diagnostics) {
    let facts = &platform.facts;
    for model in platform.enabled_foundry() {
        let name = &model.model_name.value;
        let exact = facts.versions(name).any(|known| known.name == *name);
        if exact {
            continue;
        }
        let known: BTreeSet<&str> = facts
            .models
            .iter()
            .filter(|known| known.format == model.format.value)
            .map(|known| known.name.as_str())
            .collect();
        let lower = name.to_ascii_lowercase();
        let near = known
            .into_iter()
            .map(|known| (likeness(&lower, &known.to_ascii_lowercase()), known))
            .filter(|(likeness, _)| *likeness >= 0.93)
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        if near.is_none() && model.format.value != "OpenAI" {
            continue;
        }
        let message = format!(
            "Azure is not known to have a model `{name}` (as of {})",
            facts.models.as_of
        );
        let same = near.filter(|(_, near)| near.eq_ignore_ascii_case(name));
        let help = near.map_or_else(
            || "compare with `az cognitiveservices model list`; a model that is newer than what is known is fine, and `catalog/facts/` can name it".to_owned(),
            |(_, near)| {
                let dated = with_version(&lower, &near.to_ascii_lowercase());
                let version = if dated { "; write the version in `version`, not in the name" } else { "" };
                format!("did you mean `{near}`?{version}")
            },
        );
        let finding = Diagnostic::about(Code::UnknownModel, model.model_name.origin, message)
            .model(&model.name.value);
        let finding = match (same, model.model_name.origin) {
            (Some((_, near)), Origin::Written(span)) => finding.edit(span, near),
            _ => finding,
        };
        findings.push(finding.help(help));
    }
}

/// How alike two names are; one with a version behind it counts as the same.
fn likeness(written: &str, known: &str) -> f64 {
    if with_version(written, known) {
        return 1.0;
    }
    strsim::jaro_winkler(written, known)
}

/// Whether a name is another one with a date behind it: `gpt-4.1-mini-2025-04-14`.
fn with_version(written: &str, known: &str) -> bool {
    let rest = written.strip_prefix(known);
    rest.is_some_and(|rest| rest.starts_with("-20"))
}

/// Without a day: one note that lists what Microsoft has said will end. With a day: what has ended, and what ends soon.
fn retiring(platform: &Platform, today: Option<Day>, findings: &mut Diagnostics) {
    let mut noted: Vec<(&FoundryModel, &ModelVersion, Day)> = Vec::new();
    for model in platform.enabled_foundry() {
        let as_of = platform.facts.models.as_of;
        let still_served = |version: &&ModelVersion| !version.has_ended_by(as_of);
        let Some(version) = known(platform, model).filter(still_served) else {
            continue;
        };
        let Some(day) = version.retires else { continue };
        match today.map(|today| today.days_to(day)) {
            Some(left) if left <= 0 && version.stage == Stage::Preview => {
                findings.push(passed(model, day));
            }
            Some(left) if left <= 0 => findings.push(ended(model, version)),
            Some(left) if left <= NEAR => findings.push(near(model, version, day, left)),
            Some(_) => {}
            None if version.stage == Stage::Current => {}
            None => noted.push((model, version, day)),
        }
    }
    findings_of_all(&noted, findings);
}

/// A preview whose day has passed: often the day was moved, or the version is now in general use.
fn passed(model: &FoundryModel, day: Day) -> Diagnostic {
    let message = format!(
        "Azure planned to withdraw the preview `{}` version {} on {day}",
        model.model_name.value, model.version.value
    );
    Diagnostic::about(Code::RetiringModel, model.version.origin, message)
        .at_severity(Severity::Warning)
        .help("the day of a preview is often moved: look up whether the version is still served, and add what you find to `catalog/facts/`")
}

fn near(model: &FoundryModel, version: &ModelVersion, day: Day, left: i32) -> Diagnostic {
    let message = format!(
        "Azure withdraws `{}` version {} on {day}, in {left} day{}",
        model.model_name.value,
        model.version.value,
        if left == 1 { "" } else { "s" }
    );
    Diagnostic::about(Code::RetiringModel, model.version.origin, message)
        .model(&model.name.value)
        .at_severity(Severity::Warning)
        .help(instead(version))
}

fn findings_of_all(noted: &[(&FoundryModel, &ModelVersion, Day)], findings: &mut Diagnostics) {
    let Some((first, _, day)) = noted.first() else {
        return;
    };
    let parts: BTreeSet<String> = noted
        .iter()
        .map(|(model, _, day)| {
            format!(
                "`{}` version {} on {day}",
                model.model_name.value, model.version.value
            )
        })
        .collect();
    let message = format!(
        "Azure withdraws {}",
        join_truncated(parts.into_iter(), SHOWN)
    );
    let mut finding = Diagnostic::about(Code::RetiringModel, first.version.origin, message)
        .labelled(format!("until {day}"));
    for (model, ..) in noted {
        finding = finding.model(&model.name.value);
    }
    for (model, _, day) in noted.iter().skip(1) {
        finding = finding.with(model.version.origin, format!("until {day}"));
    }
    findings.push(
        finding.help(
            "plan the move to another version; `platgen check --today DAY` says what is near",
        ),
    );
}

/// `a`, `b`: whom it concerns is named in full.
fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn removed_teams(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    let here: BTreeSet<&str> = platform
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    let gone = |team: &&TeamWas| team.enabled && !here.contains(team.name.as_str());
    for team in was.teams.iter().filter(gone) {
        let Ok(name) = TeamName::parse(&team.name) else {
            continue;
        };
        let mut lost = vec![format!(
            "its product `{}` with the keys that its clients use",
            names::product(&name)
        )];
        lost.extend(
            team.secret
                .as_ref()
                .map(|secret| format!("the secret `{secret}`")),
        );
        lost.extend(team.foundry_account.as_ref().map(|account| {
            format!("the Foundry account `{account}` with all that its agents hold")
        }));
        let message = format!(
            "the team `{name}` is no longer in `{}`: applying destroys {}",
            platform.environment.value,
            lost.join(", ")
        );
        let path = inputs::team_path(name.as_str());
        let finding = Diagnostic::file(Code::RemovedTeam, &path, message).team(&name);
        findings.push(finding.help(
            "keep it with `enabled: false` until nobody misses it, which destroys nothing, and remove it then",
        ));
    }
}

fn removed_models(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    let served: BTreeSet<&str> = served_names(platform).collect();
    let teams: BTreeSet<&str> = platform
        .teams
        .iter()
        .map(|team| team.name.as_str())
        .collect();
    let foundry = was.foundry_models.iter().map(|model| &model.name);
    let kaito = was.kaito_models.iter().map(|model| &model.name);
    for name in foundry
        .chain(kaito)
        .filter(|name| !served.contains(name.as_str()))
    {
        let users: Vec<&str> = was
            .teams
            .iter()
            .filter(|team| {
                team.enabled && teams.contains(team.name.as_str()) && team.models.contains(name)
            })
            .map(|team| team.name.as_str())
            .collect();
        if users.is_empty() {
            continue;
        }
        let message = format!(
            "`{name}` is no longer served in `{}`, and teams could use it until now: {}",
            platform.environment.value,
            listed(&users)
        );
        let help = "inform them first, or let another model have the name as an alias";
        findings.push(place_of(platform, name, message).model(name).help(help));
    }
}

/// Every name that clients may send.
fn served_names(platform: &Platform) -> impl Iterator<Item = &str> {
    let foundry = platform.enabled_foundry().flat_map(|model| {
        let aliases = model.aliases.iter().map(|alias| alias.as_str());
        std::iter::once(model.name.as_str()).chain(aliases)
    });
    foundry.chain(platform.enabled_kaito().map(|model| model.name.as_str()))
}

/// A finding about a model that is disabled, or that no file has any more.
fn place_of(platform: &Platform, name: &str, message: String) -> Diagnostic {
    let kaito = platform
        .kaito_models
        .iter()
        .filter(|model| model.name.as_str() == name)
        .map(|model| model.enabled.origin);
    let foundry = platform
        .foundry_models
        .iter()
        .filter(|model| model.name.as_str() == name)
        .map(|model| model.enabled.origin);
    let file = platform
        .inputs
        .models
        .first()
        .map_or("catalog/models.yaml", String::as_str);
    match kaito.chain(foundry).next() {
        Some(origin) => {
            Diagnostic::about(Code::RemovedModel, origin, message).labelled("disabled here")
        }
        None => Diagnostic::file(Code::RemovedModel, Utf8Path::new(file), message),
    }
}

/// Another name, suffix or region: then nothing stays, and nothing else has to be reported.
fn is_renamed(platform: &Platform, was: &Committed) -> bool {
    let was = &was.platform;
    (was.name != platform.name.value || was.suffix != platform.suffix.value)
        || was.location != platform.location.as_str()
}

fn renamed(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    let keys = [
        (
            "name",
            &was.platform.name,
            platform.name.as_str(),
            platform.name.origin,
        ),
        (
            "suffix",
            &was.platform.suffix,
            platform.suffix.as_str(),
            platform.suffix.origin,
        ),
        (
            "location",
            &was.platform.location,
            platform.location.as_str(),
            platform.location.origin,
        ),
    ];
    for (key, before, now, origin) in keys {
        if before.as_str() != now {
            let message = format!(
                "`platform.{key}` was `{before}` in `{}`: applying destroys every resource and makes it anew",
                platform.environment.value
            );
            findings.push(
                Diagnostic::about(Code::ReplacedResource, origin, message).help(
                    "keep it for what exists; a platform elsewhere is an environment of its own",
                ),
            );
        }
    }
}

fn deployments(platform: &Platform, was: &Committed, findings: &mut Diagnostics) {
    if is_renamed(platform, was) {
        return;
    }
    let before = |location: &str, name: &str| -> Option<(&FoundryModelWas, &DeploymentWas)> {
        was.foundry_models.iter().find_map(|model| {
            let mut all = model.deployments.iter();
            let same = all.find(|was| was.location == location && was.name == name)?;
            Some((model, same))
        })
    };
    for model in platform.enabled_foundry() {
        for deployment in &model.deployments {
            let Some((model_was, deployment_was)) =
                before(deployment.location.as_str(), model.name.as_str())
            else {
                continue;
            };
            let keys = [
                ("model", &model_was.model, &model.model_name),
                ("SKU", &deployment_was.sku, &deployment.sku_name),
            ];
            for (key, before, now) in keys {
                if *before != now.value {
                    let message = format!(
                        "the deployment `{}` in `{}` changes its {key} from {before} to {}: it is deleted and made anew, and requests fail meanwhile",
                        model.name.value, deployment.location.value, now.value
                    );
                    let finding = Diagnostic::about(Code::ReplacedResource, now.origin, message)
                        .model(&model.name.value);
                    findings.push(finding.help(
                        "add a model of another name beside it, and remove the old one afterwards",
                    ));
                }
            }
        }
    }
}
