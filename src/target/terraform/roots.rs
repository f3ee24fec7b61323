//! The table of Terraform roots, in the order in which they are applied: what each is for, what it runs on and what it reads. The files
//! of a root, the README and differences between versions derive from it.

/// A root that Terraform is run in. A module belongs to the root whose `reads` name it.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// Its folder below `terraform/`.
    pub folder: &'static str,
    /// What it makes.
    pub purpose: &'static str,
    /// What whoever applies it must have.
    pub needs: &'static str,
    /// The provider beside azurerm: its name, source and versions.
    pub provider: (&'static str, &'static str, &'static str),
    /// What it reads besides its own folder, as beginnings of paths in the environment's folder; of several roots that one, which
    /// names the most of a path.
    pub reads: &'static [&'static str],
}

const AZAPI: (&str, &str, &str) = ("azapi", "Azure/azapi", "~> 2.12");

/// What all models and teams share.
pub(super) const PLATFORM: Root = Root {
    folder: "10-platform",
    purpose: "network, cluster, gateway, Foundry accounts, Key Vault, monitoring",
    needs: "Contributor and Role Based Access Control Administrator on the subscription",
    provider: AZAPI,
    reads: &["policies/", "terraform/modules/"],
};

/// The models on the cluster, which has to be there.
pub(super) const MODELS: Root = Root {
    folder: "20-models",
    purpose: "the models on the cluster, as a Helm release",
    needs: "membership of an administrators' group, `kubelogin`, and a way to the cluster's API server",
    provider: ("helm", "hashicorp/helm", "~> 3.1"),
    reads: &["helm/kaito-models/", "terraform/modules/kaito-models/"],
};

/// What each team has of its own.
pub(super) const TENANTS: Root = Root {
    folder: "30-tenants",
    purpose: "a product, a subscription and a Foundry project for each team",
    needs: "Contributor and Role Based Access Control Administrator on the resource group",
    provider: AZAPI,
    reads: &[
        "policies/products/",
        "terraform/modules/app/",
        "terraform/modules/tenant/",
    ],
};

/// The teams' keys, where they go anywhere.
pub(super) const KEYS: Root = Root {
    folder: "40-keys",
    purpose: "the teams' keys into the Key Vault and their Foundry connections",
    needs: "membership of an administrators' group, and a way to the Key Vault's private endpoint",
    provider: AZAPI,
    reads: &["terraform/modules/keys/"],
};

/// Every root, in the order in which they are applied.
pub const ROOTS: [&Root; 4] = [&PLATFORM, &MODELS, &TENANTS, &KEYS];

/// The root that reads an output; `path` is in the environment's folder.
pub fn reader(path: &str) -> Option<&'static Root> {
    let in_folder = |root: &Root| {
        let rest = path.strip_prefix("terraform/")?.strip_prefix(root.folder)?;
        rest.starts_with('/').then_some(usize::MAX)
    };
    let named = |root: &Root| {
        let reads = root.reads.iter().filter(|begin| path.starts_with(**begin));
        reads.map(|begin| begin.len()).max()
    };
    let roots = ROOTS.into_iter();
    let reading = roots.filter_map(|root| Some((in_folder(root).or_else(|| named(root))?, root)));
    reading
        .max_by_key(|(length, _)| *length)
        .map(|(_, root)| root)
}
