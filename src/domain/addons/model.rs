//! The add-ons as meant: each with its chart, what it needs, and the network that its namespace lets through.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::core::origin::Sourced;

pub mod order;

/// The add-ons of one environment.
#[derive(Debug)]
pub struct Addons {
    /// Who applies them.
    pub delivery: Sourced<Delivery>,
    /// The repository that holds the outputs.
    pub repository: Repository,
    /// The add-ons, by name.
    pub charts: Vec<Addon>,
    /// What is in the cluster before any of them.
    pub given: Vec<Sourced<Product>>,
    /// What one namespace's pods may ask for.
    pub quota: Quota,
    /// Whether every entry of the list was understood: else nobody knows what else is made.
    pub whole: bool,
}

/// Who applies add-ons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// Argo CD.
    ArgoCd,
    /// Flux.
    Flux,
}

impl Delivery {
    /// As the inputs name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ArgoCd => "argocd",
            Self::Flux => "flux",
        }
    }

    /// What has to be in the cluster for this form: one kind of its own objects.
    pub fn needs(self) -> Product {
        Product(
            match self {
                Self::ArgoCd => "crd:argoproj.io/Application",
                Self::Flux => "crd:helm.toolkit.fluxcd.io/HelmRelease",
            }
            .to_owned(),
        )
    }

    /// The namespace of this form's own objects.
    pub fn namespace(self) -> &'static str {
        match self {
            Self::ArgoCd => "argocd",
            Self::Flux => "flux-system",
        }
    }
}

/// A repository of git.
#[derive(Debug)]
pub struct Repository {
    /// Its address.
    pub url: Sourced<String>,
    /// The branch.
    pub revision: Sourced<String>,
    /// The folder of the outputs in it.
    pub path: Sourced<String>,
}

/// What the pods of one namespace may ask for, all together.
#[derive(Debug)]
pub struct Quota {
    /// Processor cores.
    pub cpu: Sourced<u32>,
    /// Memory, GiB.
    pub memory_gib: Sourced<u32>,
    /// Pods.
    pub pods: Sourced<u32>,
}

/// What one add-on makes and another needs: `crd:GROUP/KIND`, `certificates`, `secret:NAMESPACE/NAME`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Product(pub String);

impl Product {
    /// Group and kind, if it is a definition of a kind.
    pub fn kind(&self) -> Option<(&str, &str)> {
        self.0.strip_prefix("crd:")?.split_once('/')
    }

    /// In words.
    pub fn words(&self) -> String {
        match self.0.split_once(':') {
            Some(("crd", kind)) => format!("the CRD of `{kind}`"),
            Some((what, name)) => match name.split_once('/') {
                Some((namespace, name)) => format!("the {what} `{name}` in `{namespace}`"),
                None => format!("the {what} `{name}`"),
            },
            None => format!("`{}`", self.0),
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One add-on.
#[derive(Debug)]
pub struct Addon {
    /// As the inputs name it: `certManager`.
    pub name: Sourced<String>,
    /// Its chart.
    pub chart: Sourced<String>,
    /// The chart's repository.
    pub repository: Sourced<String>,
    /// The exact version of the chart.
    pub version: Sourced<String>,
    /// Its namespace.
    pub namespace: Sourced<String>,
    /// The Pod Security level of its namespace.
    pub pod_security: Sourced<Level>,
    /// Who may reach its pods.
    pub ingress: Sourced<Ingress>,
    /// What its pods may reach.
    pub egress: Sourced<Egress>,
    /// What there is once it runs.
    pub provides: Vec<Sourced<Product>>,
    /// What has to be there before it runs.
    pub needs: Vec<Sourced<Product>>,
    /// Add-ons that run before it, by name.
    pub after: Vec<Sourced<String>>,
    /// Where the collector sends each signal, by signal: names of add-ons.
    pub signals: BTreeMap<String, Sourced<String>>,
    /// Values of the chart as written.
    pub values: Option<Sourced<Values>>,
}

impl Addon {
    /// Its name in Kubernetes: `cert-manager`.
    pub fn slug(&self) -> String {
        slug(&self.name.value)
    }

    /// What platgen knows about it.
    pub fn fact(&self) -> Option<&'static crate::facts::addons::Addon> {
        crate::facts::addons::find(&self.name.value)
    }
}

/// The name of an add-on as Kubernetes has it: `certManager` becomes `cert-manager`.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        slug.push(c.to_ascii_lowercase());
    }
    slug
}

/// A level of Pod Security, the most open first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Everything.
    Privileged,
    /// Nothing of the host.
    Baseline,
    /// Hardened.
    Restricted,
}

/// Who may reach pods besides those of their namespace, the fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ingress {
    /// Nobody.
    None,
    /// Pods of the cluster and its API server.
    Cluster,
    /// Everybody.
    Any,
}

/// What pods may reach besides those of their namespace, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Egress {
    /// TCP on port 443: the API server, Azure, registries.
    Https,
    /// Everything.
    Any,
}

macro_rules! words {
    ($kind:ident: $($variant:ident $word:literal),+) => {
        impl $kind {
            /// As the inputs write it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one that is written so.
            pub fn of(word: &str) -> Option<Self> {
                [$(Self::$variant),+].into_iter().find(|one| one.word() == word)
            }
        }
    };
}

words!(Level: Privileged "privileged", Baseline "baseline", Restricted "restricted");
words!(Ingress: None "none", Cluster "cluster", Any "any");
words!(Egress: Https "https", Any "any");

/// A value of which only the chart knows the meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Sourced<Values>>),
    /// Values by key, in order.
    Map(Vec<(String, Sourced<Values>)>),
}

/// What all add-ons of one namespace share.
#[derive(Debug)]
pub struct Namespace<'a> {
    /// Its name.
    pub name: &'a str,
    /// The add-ons in it.
    pub addons: Vec<&'a Addon>,
}

impl Namespace<'_> {
    /// The most open level that one of them needs.
    pub fn level(&self) -> Level {
        let levels = self.addons.iter().map(|addon| addon.pod_security.value);
        levels.min().unwrap_or(Level::Restricted)
    }

    /// Whoever must reach one of them.
    pub fn ingress(&self) -> Ingress {
        let all = self.addons.iter().map(|addon| addon.ingress.value);
        all.max().unwrap_or(Ingress::None)
    }

    /// Whatever one of them must reach.
    pub fn egress(&self) -> Egress {
        let all = self.addons.iter().map(|addon| addon.egress.value);
        all.max().unwrap_or(Egress::Https)
    }
}

/// Namespaces that Kubernetes and AKS keep for themselves: nothing is made there but releases.
pub const KEPT: &[&str] = &["kube-system", "kube-public", "kube-node-lease", "default"];

impl Addons {
    /// The add-on of a name.
    pub fn find(&self, name: &str) -> Option<&Addon> {
        self.charts.iter().find(|addon| addon.name.value == name)
    }

    /// The add-ons that make something.
    pub fn makers<'a>(&'a self, product: &'a Product) -> impl Iterator<Item = &'a Addon> {
        let makes = |addon: &&Addon| addon.provides.iter().any(|made| made.value == *product);
        self.charts.iter().filter(makes)
    }

    /// Whether something is there before any add-on.
    pub fn is_given(&self, product: &Product) -> bool {
        self.given.iter().any(|given| given.value == *product)
    }

    /// The namespaces that are made for add-ons, by name.
    pub fn namespaces(&self) -> Vec<Namespace<'_>> {
        let names: BTreeSet<&str> = self
            .charts
            .iter()
            .map(|addon| addon.namespace.value.as_str())
            .filter(|name| !KEPT.contains(name))
            .collect();
        let of = |name| {
            let inside = |addon: &&Addon| addon.namespace.value == name;
            let addons = self.charts.iter().filter(inside).collect();
            Namespace { name, addons }
        };
        names.into_iter().map(of).collect()
    }
}
