//! Targets: from the model to documents. A target decides which files there are and what stands in them; it never prints.

use crate::model::Platform;
use crate::plan::PlannedFile;

pub mod apim;

/// Makes the files of one concern.
pub trait Target: Sync {
    /// For messages.
    fn name(&self) -> &'static str;

    /// The files for a platform.
    fn plan<'p>(&self, platform: &'p Platform) -> Vec<PlannedFile<'p>>;
}

/// Every target, in the order of the pipeline's documentation.
pub const ALL: &[&dyn Target] = &[&apim::Apim];
