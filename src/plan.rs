//! Which files there will be, before any of them is made: so that two producers of one path are found, and work can be shared out.

use std::collections::BTreeMap;
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};

use crate::document::Document;

/// A path under `generated/`, of plain segments only: `demo/policies/products/beta.xml`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Utf8PathBuf);

impl OutputPath {
    /// Joins segments. A segment that could lead elsewhere (`..`, `/`, empty) is refused.
    pub fn join(segments: &[&str]) -> Option<Self> {
        let plain = |segment: &&str| {
            !segment.is_empty()
                && segment
                    .split('/')
                    .all(|part| !matches!(part, "" | "." | ".."))
                && !segment.contains('\\')
        };
        (!segments.is_empty() && segments.iter().all(plain))
            .then(|| Self(segments.join("/").into()))
    }

    /// As a path.
    pub fn as_path(&self) -> &Utf8Path {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Makes one document. Called at most once, on any thread.
pub type Producer<'p> = Box<dyn Fn() -> Document + Send + Sync + 'p>;

/// One file to be.
pub struct PlannedFile<'p> {
    /// Where.
    pub path: OutputPath,
    /// The target that makes it, for messages.
    pub owner: &'static str,
    /// How.
    pub produce: Producer<'p>,
}

impl fmt::Debug for PlannedFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlannedFile")
            .field("path", &self.path)
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}

/// Two producers of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The path.
    pub path: OutputPath,
    /// The two targets.
    pub owners: [&'static str; 2],
}

/// All files, by path.
#[derive(Debug, Default)]
pub struct Plan<'p> {
    files: BTreeMap<OutputPath, PlannedFile<'p>>,
    collisions: Vec<Collision>,
}

impl<'p> Plan<'p> {
    /// Collects planned files; a path that is taken is noted as a collision.
    pub fn collect(files: impl IntoIterator<Item = PlannedFile<'p>>) -> Self {
        let mut plan = Self::default();
        for file in files {
            if let Some(first) = plan.files.get(&file.path) {
                plan.collisions.push(Collision {
                    path: file.path,
                    owners: [first.owner, file.owner],
                });
            } else {
                plan.files.insert(file.path.clone(), file);
            }
        }
        plan
    }

    /// Paths with two producers.
    pub fn collisions(&self) -> &[Collision] {
        &self.collisions
    }

    /// The files, by path.
    pub fn files(&self) -> impl Iterator<Item = &PlannedFile<'p>> {
        self.files.values()
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
