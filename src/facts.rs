//! Facts about the outside world, embedded with source and date: KAITO's presets, Azure's GPU sizes, service limits,
//! regions, versions of models, Kubernetes, add-ons. [`Facts`] is all that can change by what a repository knows better.
//!
//! Each data file says under `about` where its facts were read and when; editing that one file refreshes them. They are trusted
//! parts of the program, so they are read once, without positions, by an ordinary YAML reader; tests read every one of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub mod addons;
mod day;
pub mod dns_zones;
pub mod estimate;
pub mod gpu;
pub mod headers;
pub mod kubernetes;
pub mod limits;
pub mod model_versions;
pub mod presets;
pub mod regions;
pub mod system_sizes;
pub mod topic;

pub use day::{Day, NoDay};

/// One of the embedded tables of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Models that KAITO has presets of.
    Presets,
    /// What the webhook of KAITO 0.6 and 0.7 demands of a preset's nodes.
    Webhook,
    /// Azure's GPU sizes.
    Sizes,
    /// Add-ons of a cluster.
    Addons,
}

impl Table {
    /// Its file in platgen's own repository.
    pub fn path(self) -> &'static str {
        match self {
            Self::Presets | Self::Webhook => "src/facts/kaito-presets.yaml",
            Self::Sizes => "src/facts/gpu-sizes.yaml",
            Self::Addons => "src/facts/addons.yaml",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Presets | Self::Webhook => include_str!("facts/kaito-presets.yaml"),
            Self::Sizes => include_str!("facts/gpu-sizes.yaml"),
            Self::Addons => include_str!("facts/addons.yaml"),
        }
    }

    /// The line above its first one.
    fn key(self) -> &'static str {
        match self {
            Self::Presets => "presets:",
            Self::Webhook => "legacy:",
            Self::Sizes => "sizes:",
            Self::Addons => "addons:",
        }
    }

    /// What its file says of itself.
    pub fn about(self) -> &'static About {
        match self {
            Self::Presets | Self::Webhook => &preset_file().about,
            Self::Sizes => &size_file().about,
            Self::Addons => addons::about(),
        }
    }
}

/// When and where the facts of a file were read.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct About {
    /// The day up to which they are known.
    pub as_of: Day,
    /// Where they were read, the most important first; never empty.
    pub sources: Vec<Source>,
}

/// Where facts were read.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The publisher's repository or document, with its version.
    pub from: String,
    /// What was read there.
    pub what: String,
}

impl About {
    /// The first of its sources.
    pub fn source(&self) -> &str {
        self.sources.first().map_or("", |source| &source.from)
    }
}

/// One embedded fact: a line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// The table.
    pub table: Table,
    /// What it is about, in the table's spelling: a preset, a VM size.
    pub about: &'static str,
}

impl Fact {
    /// What is embedded about a VM size.
    pub fn of_size(name: &str) -> Option<Self> {
        let mut all = size_file().sizes.iter();
        let size = all.find(|size| size.name.eq_ignore_ascii_case(name))?;
        Some(Self {
            table: Table::Sizes,
            about: &size.name,
        })
    }

    /// What is embedded about an add-on.
    pub fn of_addon(name: &str) -> Option<Self> {
        Some(Self {
            table: Table::Addons,
            about: &addons::find(name)?.name,
        })
    }

    /// What a release's needs of a preset are taken from.
    pub fn of_preset(release: Release, name: &str) -> Option<Self> {
        let webhook = presets::legacy(name).filter(|_| release < presets::ESTIMATES_NODES);
        Some(match webhook {
            Some(needs) => Self {
                table: Table::Webhook,
                about: &needs.name,
            },
            None => Self {
                table: Table::Presets,
                about: &presets::catalog(name)?.name,
            },
        })
    }

    /// The line of the file that says it, from 1, and its text.
    pub fn line(self) -> Option<(u32, &'static str)> {
        let says = |line: &str| {
            let rest = line
                .strip_prefix("- {name: ")
                .and_then(|rest| rest.strip_prefix(self.about));
            rest.is_some_and(|rest| rest.starts_with(','))
        };
        (1..)
            .zip(self.table.text().lines())
            .skip_while(|(_, line)| *line != self.table.key())
            .find(|(_, line)| says(line))
    }
}

/// A minor release of KAITO, `(major, minor)`: its rules change with these only.
pub type Release = (u16, u16);

/// `0.12` or `0.12.0` as a release.
pub fn release(text: &str) -> Option<Release> {
    let mut parts = text.split('.').map(str::parse::<u16>);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[expect(
    clippy::expect_used,
    reason = "the files are part of the program, and a test reads each of them"
)]
fn embedded<T: DeserializeOwned>(text: &str) -> T {
    yaml_serde::from_str(text).expect("an embedded fact file is readable")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PresetFile {
    about: About,
    presets: Vec<presets::Preset>,
    versions: Vec<presets::Version>,
    never_valid: BTreeMap<String, String>,
    legacy: Vec<presets::Legacy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SizeFile {
    about: About,
    sizes: Vec<gpu::Size>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RegionFile {
    about: About,
    regions: Vec<regions::Region>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DnsZoneFile {
    about: About,
    zones: Vec<dns_zones::Taken>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct KubernetesFile {
    about: About,
    minors: Vec<kubernetes::Minor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AddonFile {
    about: About,
    addons: Vec<addons::Addon>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ModelVersionFile {
    about: About,
    families: Vec<model_versions::Family>,
    versions: Vec<model_versions::ModelVersion>,
}

fn preset_file() -> &'static PresetFile {
    static FILE: OnceLock<PresetFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(Table::Presets.text()))
}

fn size_file() -> &'static SizeFile {
    static FILE: OnceLock<SizeFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(Table::Sizes.text()))
}

fn region_file() -> &'static RegionFile {
    static FILE: OnceLock<RegionFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/regions.yaml")))
}

fn dns_zone_file() -> &'static DnsZoneFile {
    static FILE: OnceLock<DnsZoneFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/dns-zones.yaml")))
}

fn model_version_file() -> &'static ModelVersionFile {
    static FILE: OnceLock<ModelVersionFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/model-versions.yaml")))
}

fn addon_file() -> &'static AddonFile {
    static FILE: OnceLock<AddonFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(Table::Addons.text()))
}

fn kubernetes_file() -> &'static KubernetesFile {
    static FILE: OnceLock<KubernetesFile> = OnceLock::new();
    FILE.get_or_init(|| embedded(include_str!("facts/kubernetes.yaml")))
}

/// Rows of one kind, and the day up to which the embedded ones are known.
#[derive(Debug, Clone)]
pub struct Rows<T: Clone + 'static> {
    rows: Cow<'static, [T]>,
    /// The day up to which the embedded ones are known.
    pub as_of: Day,
}

impl<T: Clone> Rows<T> {
    fn embedded(rows: &'static [T], about: &About) -> Self {
        Self {
            rows: Cow::Borrowed(rows),
            as_of: about.as_of,
        }
    }

    /// The rows, the embedded ones first.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// Changes the first row that is `same`, or adds `new`. One row that is newer says nothing of the others: `as_of` stays.
    pub fn put(
        &mut self,
        same: impl Fn(&T) -> bool,
        new: impl FnOnce() -> T,
        change: impl FnOnce(&mut T),
    ) {
        let rows = self.rows.to_mut();
        if !rows.iter().any(&same) {
            rows.push(new());
        }
        if let Some(row) = rows.iter_mut().find(|row| same(row)) {
            change(row);
        }
    }
}

impl<'r, T: Clone> IntoIterator for &'r Rows<T> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What is known about Azure: what platgen embeds, and what a repository adds or knows better. KAITO's presets are not in it,
/// since they are of a release, which never changes.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Versions of Foundry models.
    pub models: Rows<model_versions::ModelVersion>,
    /// VM sizes: those with GPUs, and what a repository lists.
    pub sizes: Rows<gpu::Size>,
    /// Regions.
    pub regions: Rows<regions::Region>,
    /// Kubernetes on AKS, oldest first.
    pub kubernetes: Rows<kubernetes::Minor>,
}

impl Facts {
    /// What platgen embeds.
    pub fn embedded() -> Arc<Self> {
        static FACTS: OnceLock<Arc<Facts>> = OnceLock::new();
        let facts = FACTS.get_or_init(|| {
            let (models, sizes) = (model_version_file(), size_file());
            let (regions, kubernetes) = (region_file(), kubernetes_file());
            Arc::new(Self {
                models: Rows::embedded(&models.versions, &models.about),
                sizes: Rows::embedded(&sizes.sizes, &sizes.about),
                regions: Rows::embedded(&regions.regions, &regions.about),
                kubernetes: Rows::embedded(&kubernetes.minors, &kubernetes.about),
            })
        });
        Arc::clone(facts)
    }

    /// A VM size by name, whatever its case.
    pub fn size(&self, name: &str) -> Option<&gpu::Size> {
        let mut all = self.sizes.iter();
        all.find(|size| size.name.eq_ignore_ascii_case(name))
    }

    /// The GPU sizes that a KAITO release can use.
    pub fn usable_sizes(&self, version: Release) -> impl Iterator<Item = &gpu::Size> {
        let usable = move |size: &&gpu::Size| size.obstacle(version).is_none();
        self.sizes.iter().filter(usable)
    }

    /// The region of a name, if it is known.
    pub fn region(&self, name: &str) -> Option<&regions::Region> {
        self.regions.iter().find(|region| region.name == name)
    }

    /// The minor version of Kubernetes that a version is of, `1.35` or `1.35.2`.
    pub fn minor(&self, version: &str) -> Option<&kubernetes::Minor> {
        let wanted = kubernetes::number(version)?;
        let mut all = self.kubernetes.iter();
        all.find(|known| kubernetes::number(&known.minor) == Some(wanted))
    }

    /// The known versions of a model, whatever the case of its name.
    pub fn versions<'a, 'n>(
        &'a self,
        name: &'n str,
    ) -> impl Iterator<Item = &'a model_versions::ModelVersion> + use<'a, 'n> {
        let of_name =
            move |known: &&model_versions::ModelVersion| known.name.eq_ignore_ascii_case(name);
        self.models.iter().filter(of_name)
    }

    /// One version of a model, if it is known; else what is known about all of its versions.
    pub fn model(&self, name: &str, version: &str) -> Option<&model_versions::ModelVersion> {
        let is = |known: &&model_versions::ModelVersion, wanted: Option<&str>| match wanted {
            None => known.version.is_none(),
            Some(wanted) => {
                let known = known.version.as_deref();
                known.is_some_and(|known| known.eq_ignore_ascii_case(wanted))
            }
        };
        let exact = self.versions(name).find(|known| is(known, Some(version)));
        exact.or_else(|| self.versions(name).find(|known| is(known, None)))
    }

    /// What a model can be called for.
    pub fn capabilities(
        &self,
        name: &str,
        version: &str,
        format: &str,
    ) -> &[model_versions::Capability] {
        let own = self.model(name, version);
        own.and_then(|known| known.capabilities.as_deref())
            .unwrap_or_else(|| model_versions::capabilities_of_family(name, format))
    }
}

#[cfg(test)]
mod tests;
