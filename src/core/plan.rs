//! Which files there will be, before any of them is made: so that two producers of one path are found, and work can be shared out.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::core::diag::{Code, Diagnostic};
use crate::core::document::Document;
use crate::core::origin::Origin;

/// A path under `generated/`, of plain segments only: `demo/policies/products/beta.xml`. A folder stands before what only
/// begins with its name: `a/b`, then `a-b`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

/// The order that paths have as lists of segments, found without taking them apart: no byte of a segment is below `/` then.
impl Ord for OutputPath {
    fn cmp(&self, other: &Self) -> Ordering {
        let separated = |byte: u8| if byte == b'/' { 0 } else { byte };
        let (one, other) = (self.0.as_str().bytes(), other.0.as_str().bytes());
        one.map(separated).cmp(other.map(separated))
    }
}

impl PartialOrd for OutputPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Makes one document. Called at most once, on any thread.
pub type Producer<'p> = Box<dyn Fn() -> Document + Send + Sync + 'p>;

/// How large a file may be, and whom it concerns if it is larger.
#[derive(Debug, Clone)]
pub struct SizeLimit {
    /// The most bytes.
    pub bytes: usize,
    /// More bytes than its text can have, so that one that is far below the limit need not be printed to know it.
    pub at_most: usize,
    /// What has the limit, for messages: "the policy of the product of `beta`".
    pub what: String,
    /// Who sets the limit.
    pub service: &'static str,
    /// The input that the file grows with.
    pub origin: Origin,
    /// What makes it smaller.
    pub help: &'static str,
}

/// One file to be.
pub struct PlannedFile<'p> {
    /// Where.
    pub path: OutputPath,
    /// The target that makes it, for messages.
    pub owner: &'static str,
    /// The inputs that the file is there for; none where every platform has it.
    pub subject: Vec<Origin>,
    /// How large it may be, where the service that takes it sets a limit.
    pub limit: Option<SizeLimit>,
    /// How.
    pub produce: Producer<'p>,
}

impl PlannedFile<'_> {
    /// That its text is larger than may be. Only a printed text has a size, so this is no rule over the model.
    pub fn oversized(&self, text: &str) -> Option<Diagnostic> {
        let limit = self.limit.as_ref()?;
        debug_assert!(
            text.len() <= limit.at_most,
            "{}: {} bytes",
            self.path,
            text.len()
        );
        let message = format!(
            "{} has {} bytes, and {} takes {}",
            limit.what,
            text.len(),
            limit.service,
            limit.bytes
        );
        (text.len() > limit.bytes)
            .then(|| Diagnostic::about(Code::OverLimit, limit.origin, message).help(limit.help))
    }
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
    files: Vec<PlannedFile<'p>>,
    collisions: Vec<Collision>,
}

impl<'p> Plan<'p> {
    /// Collects planned files; a path that is taken is noted as a collision.
    pub fn collect(files: impl IntoIterator<Item = PlannedFile<'p>>) -> Self {
        let mut all: Vec<_> = files.into_iter().collect();
        all.par_sort_by(|one, other| one.path.cmp(&other.path));
        let mut plan = Self {
            files: Vec::with_capacity(all.len()),
            collisions: Vec::new(),
        };
        for file in all {
            match plan.files.last() {
                Some(first) if first.path == file.path => plan.collisions.push(Collision {
                    owners: [first.owner, file.owner],
                    path: file.path,
                }),
                Some(_) | None => plan.files.push(file),
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
        self.files.iter()
    }

    /// The file at a path below `generated/`.
    pub fn file(&self, path: &str) -> Option<&PlannedFile<'p>> {
        let path = OutputPath::join(&[path])?;
        let found = self.files.binary_search_by(|file| file.path.cmp(&path));
        self.files.get(found.ok()?)
    }

    /// Files and folders that differ from another one in the case of letters only, each with that one: on many disks they are one.
    pub fn alike(&self) -> Vec<[&Utf8Path; 2]> {
        let mut seen: BTreeMap<String, &Utf8Path> = BTreeMap::new();
        let (mut alike, mut last) = (Vec::new(), None);
        for file in &self.files {
            let parent = file.path.as_path().parent();
            // Files of one folder follow each other.
            let known = std::mem::replace(&mut last, parent) == parent;
            let paths = file.path.as_path().ancestors();
            let paths = paths.take(if known { 1 } else { usize::MAX });
            for path in paths.filter(|path| !path.as_str().is_empty()) {
                let first = *seen.entry(path.as_str().to_lowercase()).or_insert(path);
                if first != path {
                    alike.push([first, path]);
                }
            }
        }
        alike
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::document::{Asset, Document};
    use crate::core::sources::{FileId, Span};

    fn file(limit: Option<SizeLimit>) -> PlannedFile<'static> {
        let asset = Asset {
            source: "",
            text: "",
            comment: None,
        };
        PlannedFile {
            path: OutputPath::join(&["demo", "x.xml"]).unwrap(),
            owner: "apim",
            subject: Vec::new(),
            limit,
            produce: Box::new(move || Document::Asset(asset)),
        }
    }

    #[test]
    fn a_file_may_fill_its_limit() {
        let at = Span {
            file: FileId(3),
            start: 5,
            end: 9,
        };
        let limited = file(Some(SizeLimit {
            bytes: 4,
            at_most: usize::MAX,
            what: "the policy of `beta`".to_owned(),
            service: "API Management",
            origin: Origin::Written(at),
            help: "grant less",
        }));
        assert_eq!(limited.oversized("1234"), None);
        // Bytes, not characters: that is what the service counts.
        let finding = limited.oversized("123\u{e9}").unwrap();
        assert_eq!(
            (
                finding.code,
                finding.labels[0].span,
                finding.message.as_str()
            ),
            (
                Code::OverLimit,
                at,
                "the policy of `beta` has 5 bytes, and API Management takes 4"
            )
        );
        assert_eq!(file(None).oversized(&"x".repeat(1 << 20)), None);
    }

    #[test]
    fn paths_have_the_order_of_their_segments() {
        let ordered = ["a", "a/b", "a/b/c", "a/b-c", "a-b/c", "a.b", "ab", "b"];
        let paths = ordered.map(|path| OutputPath::join(&[path]).unwrap());
        assert!(paths.is_sorted());
        assert!(paths.each_ref().map(OutputPath::as_path).is_sorted());
    }

    #[test]
    fn a_segment_that_leads_elsewhere_is_refused() {
        for segments in [
            &[][..],
            &[""],
            &[".."],
            &["a", ""],
            &["a", "../b"],
            &["a/./b"],
            &["a\\b"],
            &["/a"],
        ] {
            assert_eq!(OutputPath::join(segments), None, "{segments:?}");
        }
        assert_eq!(
            OutputPath::join(&["demo", "a/b.xml"]).unwrap().to_string(),
            "demo/a/b.xml"
        );
    }
}
