//! What is known, as tables that can be shown: a topic has columns and rows, and says when and where it was read.

use serde::Serialize;

use super::{About, Day, Facts, addons, gpu, kubernetes, model_versions, presets, regions};

/// Facts of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Models of KAITO's catalog.
    Presets,
    /// Azure's GPU sizes.
    Sizes,
    /// Versions of Foundry models.
    Versions,
    /// What Azure withdraws: GPU sizes and versions of models, by day.
    Retirements,
    /// Azure's regions.
    Regions,
    /// Kubernetes on AKS.
    Kubernetes,
    /// Add-ons of a cluster.
    Addons,
}

/// One fact for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its cells, as many as the topic has columns.
    pub cells: Vec<String>,
    /// The day on which Azure withdraws, or withdrew, what it is about.
    pub ends: Option<Day>,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Presets,
        Self::Sizes,
        Self::Versions,
        Self::Retirements,
        Self::Regions,
        Self::Kubernetes,
        Self::Addons,
    ];

    /// Its word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Presets => "presets",
            Self::Sizes => "sizes",
            Self::Versions => "versions",
            Self::Retirements => "retirements",
            Self::Regions => "regions",
            Self::Kubernetes => "kubernetes",
            Self::Addons => "addons",
        }
    }

    /// What it is, a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Presets => "models that KAITO has presets of",
            Self::Sizes => "Azure's GPU sizes, and which KAITO releases use them",
            Self::Versions => "versions of Foundry models",
            Self::Retirements => {
                "GPU sizes, model versions and Kubernetes versions that Azure withdraws, by day"
            }
            Self::Regions => "Azure's regions, and what they offer",
            Self::Kubernetes => {
                "minor versions of Kubernetes on AKS, and how long each is supported"
            }
            Self::Addons => "add-ons of a cluster, by the names that `catalog/addons.yaml` takes",
        }
    }

    /// When and where it was read; several files may have a part in it.
    pub fn about(self) -> Vec<&'static About> {
        match self {
            Self::Presets => vec![presets::about()],
            Self::Sizes => vec![gpu::about()],
            Self::Versions => vec![model_versions::about()],
            Self::Retirements => {
                vec![gpu::about(), model_versions::about(), kubernetes::about()]
            }
            Self::Regions => vec![regions::about()],
            Self::Kubernetes => vec![kubernetes::about()],
            Self::Addons => vec![addons::about()],
        }
    }

    /// Its oldest part.
    pub fn as_of(self) -> Option<Day> {
        self.about().into_iter().map(|about| about.as_of).min()
    }

    /// Headings of its cells.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Presets => &[
                "preset",
                "short name",
                "weights",
                "longest context",
                "gated",
            ],
            Self::Sizes => &[
                "size",
                "GPUs",
                "GPU memory",
                "vCPUs",
                "quota family",
                "KAITO",
                "withdrawn",
            ],
            Self::Versions => &["model", "version", "stage", "ends", "instead"],
            Self::Retirements => &["ends", "what", "instead"],
            Self::Regions => &["region", "zones", "API Management"],
            Self::Addons => &["add-on", "chart", "repository", "seen", "on", "ended"],
            Self::Kubernetes => &["minor", "standard", "long-term", "stage", "KAITO add-on"],
        }
    }

    /// Its facts.
    pub fn rows(self, facts: &Facts) -> Vec<Row> {
        match self {
            Self::Presets => presets::all().iter().map(preset).collect(),
            Self::Sizes => facts.sizes.iter().map(size).collect(),
            Self::Versions => facts.models.iter().map(version).collect(),
            Self::Retirements => retirements(facts),
            Self::Regions => facts.regions.iter().map(region).collect(),
            Self::Kubernetes => facts.kubernetes.iter().map(minor).collect(),
            Self::Addons => addons::all().iter().map(addon).collect(),
        }
    }
}

fn yes(is: bool) -> String {
    if is { "yes" } else { "" }.to_owned()
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn preset(preset: &presets::Preset) -> Row {
    let cells = vec![
        preset.name.clone(),
        preset.alias.clone().unwrap_or_default(),
        format!("{} GiB", preset.size_gib),
        format!("{} tokens", preset.max_tokens),
        yes(preset.token),
    ];
    Row { cells, ends: None }
}

fn size(size: &gpu::Size) -> Row {
    let ends = size.retirement;
    let releases = size.kaito.as_ref();
    let gpus = match (size.gpus, &size.gpu) {
        (0, None) => String::new(),
        (0, Some(gpu)) => gpu.clone(),
        (count, gpu) => format!("{count} x {}", gpu.as_deref().unwrap_or("GPU")),
    };
    let memory = if size.memory_gib > 0.0 {
        format!("{} GiB", size.memory_gib)
    } else {
        String::new()
    };
    let gone = match (size.retired, ends) {
        (true, None) => "yes".to_owned(),
        (_, ends) => day(ends),
    };
    let cells = vec![
        size.name.clone(),
        gpus,
        memory,
        size.vcpus.to_string(),
        size.family.clone().unwrap_or_default(),
        releases.map_or_else(String::new, |[first, last]| format!("{first} to {last}")),
        gone,
    ];
    Row { cells, ends }
}

fn version(known: &model_versions::ModelVersion) -> Row {
    let cells = vec![
        known.name.clone(),
        known.version.clone().unwrap_or_default(),
        known.stage.name().to_owned(),
        day(known.retires),
        known.replacement.clone().unwrap_or_default(),
    ];
    Row {
        cells,
        ends: known.retires,
    }
}

fn retirements(facts: &Facts) -> Vec<Row> {
    let sizes = facts.sizes.iter().filter_map(|size| {
        let ends = size.retirement?;
        Some((ends, format!("GPU size {}", size.name), String::new()))
    });
    let versions = facts.models.iter().filter_map(|known| {
        let instead = known.replacement.clone().unwrap_or_default();
        let version = known.version.as_ref();
        let version = version.map_or_else(String::new, |version| format!(" version {version}"));
        let what = format!("model {}{version}", known.name);
        Some((known.retires?, what, instead))
    });
    let minors = facts.kubernetes.iter().filter_map(|known| {
        let what = format!("Kubernetes {} without long-term support", known.minor);
        Some((known.standard?, what, String::new()))
    });
    let mut all: Vec<_> = sizes.chain(versions).chain(minors).collect();
    all.sort();
    all.into_iter()
        .map(|(ends, what, instead)| Row {
            cells: vec![ends.to_string(), what, instead],
            ends: Some(ends),
        })
        .collect()
}

fn region(region: &regions::Region) -> Row {
    let cells = vec![
        region.name.clone(),
        yes(region.zones),
        region.apim.join(", "),
    ];
    Row { cells, ends: None }
}

fn minor(known: &kubernetes::Minor) -> Row {
    let cells = vec![
        known.minor.clone(),
        day(known.standard),
        day(known.long_term),
        if known.preview { "Preview" } else { "GA" }.to_owned(),
        known.addon.clone().unwrap_or_default(),
    ];
    Row {
        cells,
        ends: known.standard,
    }
}

fn addon(known: &addons::Addon) -> Row {
    let seen = known.seen.as_ref();
    let cells = vec![
        known.name.clone(),
        known.chart.clone(),
        known.repository.clone(),
        seen.map_or_else(String::new, |seen| seen.version.clone()),
        day(seen.and_then(|seen| seen.date)),
        day(known.ends),
    ];
    Row {
        cells,
        ends: known.ends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_per_column() {
        for topic in Topic::ALL {
            let rows = topic.rows(&Facts::embedded());
            assert!(rows.len() > 5, "{topic:?}");
            for row in rows {
                assert_eq!(row.cells.len(), topic.columns().len(), "{row:?}");
                assert!(
                    row.cells.first().is_some_and(|cell| !cell.is_empty()),
                    "{row:?}"
                );
            }
            assert!(topic.about().iter().all(|about| !about.sources.is_empty()));
        }
    }

    #[test]
    fn retirements_are_sorted_by_day() {
        let days: Vec<_> = retirements(&Facts::embedded())
            .into_iter()
            .map(|row| row.ends)
            .collect();
        assert!(days.is_sorted());
        assert!(days.iter().all(Option::is_some));
    }
}
