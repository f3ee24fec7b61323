//! `gitops/`: the add-ons of the cluster for Argo CD or Flux, and the namespaces that both forms share.
//!
//! One list makes either tree: what a release is ([`release`]) is decided once, and each form only spells it.

use super::{Files, Target};
use crate::core::document::yaml::{File, Node};
use crate::core::document::{Document, Header};
use crate::core::origin::{Origin, Sourced};
use crate::core::plan::PlannedFile;
use crate::domain::addons::model::{Addon, Addons, Delivery};
use crate::domain::platform::model::Platform;

mod argocd;
mod flux;
mod namespaces;
mod release;

/// See the module.
pub(super) struct Gitops;

impl Target for Gitops {
    fn name(&self) -> &'static str {
        "gitops"
    }

    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>> {
        let mut files = Files::new(platform, self.name());
        if let Some(addons) = &platform.addons {
            let mut tree = Tree {
                platform,
                addons,
                files: &mut files,
            };
            namespaces::plan(&mut tree);
            match addons.delivery.value {
                Delivery::ArgoCd => argocd::plan(&mut tree),
                Delivery::Flux => flux::plan(&mut tree),
            }
        }
        files.planned
    }
}

/// What the files of one environment are made of.
struct Tree<'p, 'f> {
    platform: &'p Platform,
    addons: &'p Addons,
    files: &'f mut Files<'p>,
}

/// Where the outputs of an environment are in the repository that the cluster reads.
fn folder(platform: &Platform, addons: &Addons, below: &str) -> Node {
    let path = &addons.repository.path;
    let environment = &platform.environment;
    let folder = format!("{}/{}/gitops/{below}", path.value, environment.value);
    Node::from(folder).at_all([path.origin, environment.origin.derived()])
}

impl<'p> Tree<'p, '_> {
    /// An object in a file of its own.
    fn object(
        &mut self,
        path: &str,
        purpose: &'static str,
        subject: Vec<Origin>,
        object: impl Fn() -> Node + Send + Sync + 'p,
    ) {
        let inputs = &self.platform.inputs.addons;
        self.files.add(&format!("gitops/{path}"), move || {
            let header = Header {
                purpose: purpose.to_owned(),
                inputs: inputs.clone(),
            };
            let root = object();
            Document::Yaml(File { header, root })
        });
        self.files.subject(subject);
    }

    /// The list of a folder's files for Kustomize: every file by name, none from elsewhere.
    fn kustomization(&mut self, folder: &str, files: Vec<(String, Vec<Origin>)>) {
        let path = format!("{folder}/kustomization.yaml");
        let purpose = "Every file of this folder, for Kustomize.";
        let subject = vec![self.addons.delivery.origin.entry()];
        self.object(&path, purpose, subject, move || {
            let files = files.iter();
            let listed = files
                .map(|(file, origins)| Node::from(file.as_str()).at_all(origins.iter().copied()));
            Node::map([
                ("apiVersion", "kustomize.config.k8s.io/v1beta1".into()),
                ("kind", "Kustomization".into()),
                ("resources", Node::List(listed.collect())),
            ])
        });
    }
}

/// The head of an object.
fn object(
    api_version: &str,
    kind: &str,
    metadata: Vec<(&'static str, Node)>,
    rest: Vec<(&'static str, Node)>,
) -> Node {
    let head = [
        ("apiVersion", api_version.into()),
        ("kind", kind.into()),
        ("metadata", Node::map(metadata)),
    ];
    Node::map(head.into_iter().chain(rest))
}

/// The name of an add-on in Kubernetes.
fn slug(addon: &Addon) -> Node {
    Node::from(addon.slug()).at(addon.name.origin.entry())
}

/// A text that is written or known.
fn text(value: &Sourced<String>) -> Node {
    Node::sourced(value)
}

/// What an add-on's files are there for.
fn subject(addon: &Addon) -> Vec<Origin> {
    vec![addon.name.origin.entry()]
}
