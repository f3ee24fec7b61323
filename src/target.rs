//! Targets: from the model to documents. A target decides which files there are and what stands in them; it never prints.

use crate::core::document::Document;
use crate::core::origin::Origin;
use crate::core::plan::{OutputPath, PlannedFile};
use crate::domain::platform::model::Platform;

mod apps;
mod gitops;
mod helm;
mod readme;
mod runtime;
pub mod terraform;

pub mod apim;

/// Makes the files of one concern.
pub trait Target: Sync {
    /// For messages.
    fn name(&self) -> &'static str;

    /// The files for a platform.
    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>>;
}

/// Every target, in the order of the pipeline's documentation.
pub const ALL: &[&dyn Target] = &[
    &terraform::Terraform,
    &helm::Helm,
    &apps::Apps,
    &apim::Apim,
    &gitops::Gitops,
    &runtime::Runtime,
    &readme::Readme,
];

/// Collects what a target plans for one environment.
struct Files<'p> {
    platform: &'p Platform,
    owner: &'static str,
    planned: Vec<PlannedFile<'p>>,
}

impl<'p> Files<'p> {
    fn new(platform: &'p Platform, owner: &'static str) -> Self {
        Self {
            platform,
            owner,
            planned: Vec::new(),
        }
    }

    /// A file at a path below the environment's folder.
    fn add(&mut self, path: &str, produce: impl Fn() -> Document + Send + Sync + 'p) {
        // Names of environments and teams hold no separator and no dot, and the rest are constants: there always is a path.
        if let Some(path) = OutputPath::join(&[self.platform.environment.as_str(), path]) {
            self.planned.push(PlannedFile {
                path,
                owner: self.owner,
                subject: Vec::new(),
                limit: None,
                produce: Box::new(produce),
            });
        }
    }

    /// The inputs that the file added last is there for.
    fn subject(&mut self, origins: Vec<Origin>) {
        if let Some(file) = self.planned.last_mut() {
            file.subject = origins;
        }
    }
}
