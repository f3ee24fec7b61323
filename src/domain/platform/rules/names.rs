//! Names as Azure and Kubernetes will know them.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::origin::Origin;
use crate::domain::consumers::model::Team;
use crate::domain::names;
use crate::domain::platform::model::Platform;
use crate::facts::Day;

crate::domain::rule::rules! { Names:
    "names-fit-their-kind" InvalidValue Error Stage("read") "Names of teams, models, deployments, groups and environments keep the rule of every resource they become part of";
    "base-fits-every-name" InvalidName Error Stage("resolve") "`name-suffix` has at most 18 characters, so that every name composed on it is legal";
    "no-trademarks" InvalidName Error Stage("resolve") "No global name holds `microsoft` or `windows` or starts with `login`, which Azure refuses";
    "no-reserved-words" ReservedName Warning Platform(reserved_words) "No team or deployment is called by one word that Azure keeps for itself";
    "slugs-are-unique" SlugCollision Error Stage("resolve") "No two models become the same name in Azure, Kubernetes and DNS";
    "backends-are-unique" SlugCollision Error Stage("resolve") "No two backends or pools of the gateway become the same name";
    "secrets-are-unique" SlugCollision Error Platform(secrets) "No two keys of teams become the same Key Vault secret";
    "deployments-are-unique" DuplicateName Error Stage("resolve") "An account serves a model once: deployments are called like their model, whatever the case";
    "accounts-are-unique" DuplicateName Error Stage("resolve") "Foundry accounts of different regions have different names";
    "environments-are-apart" SharedNames Error Together(environments) "Environments differ in `name-suffix`, which names that are unique in all of Azure are composed on";
    "tags-are-azure-s" InvalidName Error Stage("resolve") "Tags do not start with a prefix of Azure's and differ by more than case";
    "dns-zone-is-own" InvalidName Error Stage("resolve") "The models' DNS zone hides no name of Azure's or of the cluster's";
    "global-names-are-rare" CommonName Note Review(common) "Names that are unique in all of Azure are long enough to be free";
}

/// Words that Azure refuses as a whole name of what has an endpoint (Microsoft Learn, "Resolve errors for reserved resource
/// names"), as far as they can be names here.
const RESERVED: &[&str] = &[
    "access",
    "azure",
    "bing",
    "bizspark",
    "biztalk",
    "cortana",
    "directx",
    "dotnet",
    "dynamics",
    "excel",
    "exchange",
    "forefront",
    "groove",
    "hololens",
    "hyperv",
    "kinect",
    "lync",
    "msdn",
    "o365",
    "office",
    "office365",
    "onedrive",
    "onenote",
    "outlook",
    "powerpoint",
    "sharepoint",
    "skype",
    "visio",
    "visualstudio",
    "web.config",
    "xbox",
];

/// Two environments on one base: the second to be applied finds its Key Vault, gateway and accounts taken by the first.
fn environments(platforms: &[Platform], findings: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, &Platform> = BTreeMap::new();
    for platform in platforms {
        let Some(first) = seen.get(platform.base.as_str()) else {
            seen.insert(platform.base.as_str(), platform);
            continue;
        };
        let (environment, origin) = (platform.environment.as_str(), platform.suffix.origin);
        let message = format!(
            "the environments `{}` and `{environment}` name everything by `{}`, and Azure has such names only once",
            first.environment.value, platform.base.value
        );
        let finding = Diagnostic::about(Code::SharedNames, origin, message)
            .environment(first.environment.as_str())
            .environment(environment);
        let finding = if first.suffix.origin == origin {
            finding.labelled("the suffix of both")
        } else {
            finding.with(first.suffix.origin, "the suffix of the other")
        };
        findings.push(finding.help(format!(
            "give one of them a `platform.suffix` of its own, in catalog/environments/{environment}.yaml"
        )));
    }
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// What a name in Azure is made for.
enum Thing<'p> {
    Team(&'p str),
    Model(&'p str),
}

fn reserved_words(platform: &Platform, findings: &mut Diagnostics) {
    let with_project = |team: &&Team| team.foundry_project.enabled.value;
    let teams = platform.teams.iter().filter(with_project);
    let teams = teams.map(|team| {
        let name = team.name.as_str();
        ("Foundry project", name, team.name.origin, Thing::Team(name))
    });
    let models = platform.enabled_foundry();
    let deployments = models.map(|model| {
        let name = model.name.as_str();
        ("deployment", name, model.name.origin, Thing::Model(name))
    });
    for (what, name, origin, thing) in teams.chain(deployments) {
        if is_reserved(name) {
            let message =
                format!("a {what} would be called `{name}`, a word that Azure keeps for itself");
            let finding = Diagnostic::about(Code::ReservedName, origin, message);
            let finding = match thing {
                Thing::Team(team) => finding.team(team),
                Thing::Model(model) => finding.model(model),
            };
            findings
                .push(finding.help("add to the name, like `-team`: the word may be part of it"));
        }
    }
}

/// Two teams' secrets under one name: the second key of `x` is called like the first of `x-secondary`.
fn secrets(platform: &Platform, findings: &mut Diagnostics) {
    let kept = |team: &&Team| team.keys.key_vault.value;
    let mut seen: BTreeMap<String, &Team> = BTreeMap::new();
    for team in platform.teams.iter().filter(kept) {
        seen.insert(names::secret(&team.name.value), team);
    }
    let twice = |team: &&Team| team.keys.count.value > 1;
    for team in platform.teams.iter().filter(kept).filter(twice) {
        let name = names::secondary_secret(&team.name.value);
        if let Some(other) = seen.get(&name) {
            let message = format!(
                "the second key of `{}` and the first of `{}` would be one secret, `{name}`",
                team.name.value, other.name.value
            );
            let finding = Diagnostic::about(Code::SlugCollision, other.name.origin, message)
                .with(team.keys.count.origin, "two keys are asked for here");
            findings.push(finding.help("rename one of the teams, or give the first one key only"));
        }
    }
}

/// The longest base that is thought to be short.
const SHORT: usize = 6;

fn common(platform: &Platform, _: Option<Day>, findings: &mut Diagnostics) {
    if platform.base.as_str().len() > SHORT {
        return;
    }
    let names = platform.names();
    let message = format!(
        "`{}`, `{}`, `{}` and `{}` are unique in all of Azure, and so short that somebody may have them",
        names.apim(),
        names.key_vault(),
        names.grafana(),
        names.foundry_account()
    );
    let origin: Origin = platform.suffix.origin;
    let finding = Diagnostic::about(Code::CommonName, origin, message);
    findings.push(
        finding.help("use a longer suffix, like four random letters, before the first apply"),
    );
}
