//! For tests only: a repository in memory, compiled up to the model.

use std::collections::BTreeMap;

use crate::core::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::core::sources::Sources;
use crate::domain::consumers::model::Team;
use crate::domain::platform::model::Platform;
use crate::domain::platform::resolve;
use crate::domain::rules as policy;
use crate::read;

/// A small platform without any fault.
const PLATFORM: &str = "\
platform: {name: hai, suffix: iwjf, environment: demo, location: swedencentral}
network:
  vnetCidr: 10.10.0.0/16
  subnets:
    aks: 10.10.0.0/24
    aks-api: 10.10.1.0/24
    private-endpoint: 10.10.3.0/24
    AzureBastionSubnet: 10.10.4.0/24
    api-management: 10.10.6.0/24
    models: 10.10.7.0/27
kaito: {mode: addon, version: 0.6.0}
apim: {publisherName: Contoso, publisherEmail: ai@contoso.com}
";

/// Models of both kinds, enabled and not.
const MODELS: &str = "\
kaitoModels:
  - name: mistral
    displayName: Mistral 7B Instruct
    preset: mistral-7b-instruct
    instanceType: Standard_NC24ads_A100_v4
    staticIP: 10.10.7.4
    estimatedTokensPerMinute: 600000
    enabled: true
  - name: phi-4
    displayName: Phi-4
    preset: phi-4
    instanceType: Standard_NC24ads_A100_v4
    staticIP: 10.10.7.5
    estimatedTokensPerMinute: 500000
    enabled: false
foundryModels:
  - {name: gpt-4.1, modelName: gpt-4.1, version: '2025-04-14', skuName: GlobalStandard, capacity: 100, enabled: true}
  - name: gpt-4o
    modelName: gpt-4o
    version: '2024-11-20'
    enabled: true
    aliases: [gpt-4]
    deployments:
      - {name: gpt-4o-ptu, skuName: ProvisionedManaged, capacity: 50, priority: 1}
      - {name: gpt-4o-paygo, location: germanywestcentral, skuName: GlobalStandard, capacity: 30, priority: 2}
accessGroups:
  - {name: standard, models: [{name: gpt-4.1, tokensPerMinute: 1000, dailyTokenQuota: 100000}]}
";

/// One team with a grant of each kind.
const TEAM: &str = "\
team: {name: beta, displayName: Team Beta, owner: beta@contoso.com, costCenter: CC-1}
models:
  foundry:
    - {name: gpt-4.1, tokensPerMinute: 10000, dailyTokenQuota: 500000}
  kaito:
    - {name: mistral, tokensPerMinute: 50000, tokenQuota: none}
";

/// Paths of the fixture's files.
pub(crate) const PLATFORM_PATH: &str = "catalog/platform.yaml";
pub(crate) const MODELS_PATH: &str = "catalog/models.yaml";
pub(crate) const TEAM_PATH: &str = "teams/beta/access.yaml";

/// A repository to be.
pub(crate) struct Repository {
    texts: BTreeMap<String, String>,
}

/// What became of it.
pub(crate) struct Compiled {
    pub(crate) platforms: Vec<Platform>,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) sources: Sources,
}

impl Repository {
    /// The fixture.
    pub(crate) fn new() -> Self {
        Self {
            texts: BTreeMap::new(),
        }
        .with(PLATFORM_PATH, PLATFORM)
        .with(MODELS_PATH, MODELS)
        .with(TEAM_PATH, TEAM)
    }

    /// With another file.
    pub(crate) fn with(mut self, path: &str, text: &str) -> Self {
        self.texts.insert(path.to_owned(), text.to_owned());
        self
    }

    /// With another text in place of one that a file holds.
    #[track_caller]
    pub(crate) fn edit(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = self.texts.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} holds no `{from}`");
        *text = text.replace(from, to);
        self
    }

    /// With more text at a file's end.
    pub(crate) fn append(mut self, path: &str, more: &str) -> Self {
        self.texts.get_mut(path).unwrap().push_str(more);
        self
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        self.texts.get(path).unwrap()
    }

    /// Its files as read.
    pub(crate) fn sources(&self) -> Sources {
        let texts = self
            .texts
            .iter()
            .map(|(path, text)| (path.as_str().into(), text.clone()));
        Sources::from_texts(texts)
    }

    /// Compiled up to the model.
    pub(crate) fn compile(&self) -> Compiled {
        compile(self.sources())
    }
}

/// Sources compiled up to the model.
pub(crate) fn compile(sources: Sources) -> Compiled {
    let mut findings = Diagnostics::new();
    let (written, found) = read::read(&sources);
    findings.append(found);
    let platforms = resolve::resolve(&written, &mut findings);
    policy::check(&platforms, &mut findings);
    Compiled {
        platforms,
        findings: findings.sorted(),
        sources,
    }
}

impl Compiled {
    /// Findings as `severity[code] path:line:column: message; label places`.
    pub(crate) fn reported(&self) -> Vec<String> {
        self.findings
            .iter()
            .map(|finding| self.line(finding))
            .collect()
    }

    fn line(&self, finding: &Diagnostic) -> String {
        let places: Vec<String> = finding
            .labels
            .iter()
            .map(|label| self.sources.position(label.span).to_string())
            .collect();
        format!(
            "{}[{}] {}: {}",
            finding.severity.word(),
            finding.code.name(),
            places.join(" "),
            finding.message
        )
    }

    /// The one finding of a code.
    #[track_caller]
    pub(crate) fn only(&self, code: Code) -> &Diagnostic {
        let found: Vec<&Diagnostic> = self
            .findings
            .iter()
            .filter(|finding| finding.code == code)
            .collect();
        assert_eq!(found.len(), 1, "{code:?} in {:#?}", self.reported());
        found[0]
    }

    /// That nothing was found.
    #[track_caller]
    pub(crate) fn clean(&self) -> &Self {
        assert!(self.findings.is_empty(), "{:#?}", self.reported());
        self
    }

    /// That this is all that was found: parts of each finding's line, in order.
    #[track_caller]
    pub(crate) fn reports(&self, parts: &[&str]) -> &Self {
        let reported = self.reported();
        let all = reported.len() == parts.len()
            && reported
                .iter()
                .zip(parts)
                .all(|(line, part)| line.contains(part));
        assert!(all, "wanted {parts:#?}, reported {reported:#?}");
        self
    }

    /// Whether nothing may be written.
    pub(crate) fn fails(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The platform of an environment.
    #[track_caller]
    pub(crate) fn platform(&self, environment: &str) -> &Platform {
        let found = self
            .platforms
            .iter()
            .find(|platform| platform.environment.as_str() == environment);
        found.unwrap_or_else(|| panic!("no {environment}: {:#?}", self.reported()))
    }

    /// A team of the first platform.
    #[track_caller]
    pub(crate) fn team(&self, name: &str) -> &Team {
        self.platforms[0]
            .teams
            .iter()
            .find(|team| team.name.as_str() == name)
            .unwrap()
    }
}
