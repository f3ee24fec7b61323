//! This repository's own platform with some of its lines changed: what targets make of other choices.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use platgen::core::diag::Diagnostics;
use platgen::core::sources::Sources;
use platgen::domain::platform::model::Platform;

use super::{Compiled, compile_texts, files, repository};

/// Inputs by path.
#[derive(Clone)]
pub(crate) struct Variant(BTreeMap<Utf8PathBuf, String>);

impl Variant {
    /// The repository's inputs as they are.
    pub(crate) fn repository() -> Self {
        Self::at(&repository())
    }

    /// The inputs of a repository on disk.
    pub(crate) fn at(root: &camino::Utf8Path) -> Self {
        let folders = ["catalog", "teams"].map(Utf8PathBuf::from);
        let texts = folders.iter().flat_map(|folder| {
            let below = files(&root.join(folder)).into_iter();
            below.map(move |(path, text)| (folder.join(path), text))
        });
        Self(
            texts
                .filter(|(path, _)| path.extension() == Some("yaml"))
                .collect(),
        )
    }

    /// No inputs at all.
    pub(crate) fn empty() -> Self {
        Self(BTreeMap::new())
    }

    /// Its inputs.
    pub(crate) fn texts(self) -> BTreeMap<Utf8PathBuf, String> {
        self.0
    }

    /// With one text in place of another one, which has to be there.
    pub(crate) fn with(mut self, path: &str, old: &str, new: &str) -> Self {
        let text = self.0.get_mut(camino::Utf8Path::new(path)).unwrap();
        assert!(text.contains(old), "{path} holds no {old:?}");
        *text = text.replacen(old, new, 1);
        self
    }

    /// Without a file, which has to be there.
    pub(crate) fn without(mut self, path: &str) -> Self {
        let removed = self.0.remove(camino::Utf8Path::new(path));
        assert!(removed.is_some(), "{path} is not there");
        self
    }

    /// With another file.
    pub(crate) fn and(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.into(), text.to_owned());
        self
    }

    /// What becomes of it.
    pub(crate) fn compiled(self) -> Compiled {
        compile_texts(self.0)
    }

    /// What is found; a test fails if it compiles all the same.
    #[track_caller]
    pub(crate) fn refused(self) -> String {
        let Compiled { findings, outputs } = self.compiled();
        assert!(outputs.is_empty(), "it compiles: {findings}");
        findings
    }

    /// KAITO by its chart, with nodes made by Karpenter.
    pub(crate) fn karpenter() -> Self {
        Self::repository().with(
            "catalog/platform.yaml",
            "  mode: addon\n  version: 0.6.0\n",
            "  mode: chart\n  version: 0.12.0\n",
        )
    }

    /// A network that exists, with all that can be said of one.
    pub(crate) fn existing_network() -> Self {
        Self::repository().with_existing_network()
    }

    /// The same in a network that exists.
    pub(crate) fn with_existing_network(self) -> Self {
        let group = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-hub/providers/Microsoft.Network";
        let zones = [
            "privatelink.cognitiveservices.azure.com",
            "privatelink.openai.azure.com",
            "privatelink.services.ai.azure.com",
            "privatelink.vaultcore.azure.net",
        ];
        let zones = zones.map(|zone| format!("{group}/privateDnsZones/{zone}"));
        let existing = format!(
            "\nnetwork:\n  existing:\n    virtualNetwork: {group}/virtualNetworks/vnet-spoke\n    resolverNetworks: [{group}/virtualNetworks/vnet-hub]\n    privateDnsZones: [{}]\n",
            zones.join(", ")
        );
        self.with("catalog/platform.yaml", "\nnetwork:\n", &existing)
    }

    /// KAITO by its chart, with a node pool per model.
    pub(crate) fn own_pools() -> Self {
        Self::karpenter().with(
            "catalog/platform.yaml",
            "\naks:\n",
            "\naks:\n  nodeProvisioning: manual\n",
        )
    }

    /// Its outputs; a test fails with the findings if there are none.
    pub(crate) fn outputs(self) -> BTreeMap<String, String> {
        let Compiled { findings, outputs } = self.compiled();
        assert!(!outputs.is_empty(), "{findings}");
        outputs
    }

    /// Its texts and platforms.
    pub(crate) fn platforms(self) -> (Sources, Vec<Platform>) {
        let sources = Sources::from_texts(self.0);
        let platforms = platgen::compile(&sources, Diagnostics::new()).platforms;
        (sources, platforms)
    }
}
