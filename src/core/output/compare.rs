//! Compares what should be with what is there, reading every owned file once.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::scan;
use super::strangers;
use super::{Change, ChangeKind, FOLDER, Failure, disk};
use crate::core::diag::{Code, Diagnostic};
use crate::core::plan::{OutputPath, Plan, PlannedFile};

/// What is there against what should be.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Files that are not as they should be, manifests included, by path.
    pub changes: Vec<Change>,
    /// Why writing must not happen: files in the way, unusable manifests, files larger than their service takes.
    pub findings: Vec<Diagnostic>,
    /// How many files are planned.
    pub planned: usize,
    /// What a stopped build left, or nobody needs: empty folders, unfinished files. Below `generated/`, the deepest first.
    pub leftover: Vec<Utf8PathBuf>,
    /// What nobody looked at, because Terraform keeps it for itself: files and whole folders, below `generated/`.
    pub passed: Vec<Utf8PathBuf>,
    /// The manifests as they should be, by environment.
    pub(super) manifests: BTreeMap<String, Manifest>,
    /// The manifests as they are, by environment.
    pub(super) owned: BTreeMap<String, Manifest>,
    /// Environments whose manifest is there and cannot be used.
    pub(super) disowned: BTreeSet<String>,
}

impl Comparison {
    /// How many changes are of a kind.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes
            .iter()
            .filter(|change| change.kind == kind)
            .count()
    }

    /// Whether nothing is to be written or removed.
    pub fn is_clean(&self) -> bool {
        self.changes.is_empty() && self.leftover.is_empty()
    }

    /// What a stopped build left, as findings.
    pub fn leftovers(&self) -> impl Iterator<Item = Diagnostic> {
        self.leftover.iter().map(|path| {
            let path = Utf8Path::new(FOLDER).join(path);
            let message = "nothing belongs into this folder";
            Diagnostic::file(Code::UnplannedOutput, &path, message)
                .help("run `platgen build`, which takes it away")
        })
    }

    /// What nobody may commit of that: `tracked` are the files that git tracks, below `generated/`.
    pub fn committed_state(&self, tracked: &[Utf8PathBuf]) -> Vec<Diagnostic> {
        let finding = |passed: &Utf8PathBuf| {
            let files = tracked.iter().filter(|file| file.starts_with(passed));
            let count = files.count();
            let path = Utf8Path::new(FOLDER).join(passed);
            let message = format!("git tracks what Terraform keeps for itself; files: {count}");
            let finding = Diagnostic::file(Code::CommittedState, &path, message).help(format!(
                "run `git rm -r --cached {path}`, and add it to .gitignore"
            ));
            (count > 0).then_some(finding)
        };
        let unlocked = self
            .passed
            .iter()
            .filter(|path| path.file_name() != Some(scan::LOCK_FILE));
        unlocked.filter_map(finding).collect()
    }

    /// How many manifests are planned.
    pub fn manifests(&self) -> usize {
        self.manifests.len()
    }
}

/// One planned file after a look at the disk.
struct Looked {
    path: OutputPath,
    hash: String,
    outcome: Outcome,
}

enum Outcome {
    Same,
    Change(Change),
    Finding(Box<Diagnostic>),
}

/// Makes every planned file with `render`, in parallel, and compares it with the repository at `root`. Writes nothing.
///
/// # Errors
/// A file that cannot be read.
pub fn compare<'p>(
    root: &Utf8Path,
    plan: &Plan<'p>,
    render: &(dyn Fn(&PlannedFile<'p>) -> String + Sync),
) -> Result<Comparison, Failure> {
    let mut result = Comparison {
        planned: plan.len(),
        ..Comparison::default()
    };
    let folder = root.join(FOLDER);
    if let Some(finding) = scan::refused(&folder)? {
        result.findings.push(finding);
        return Ok(result);
    }
    let scan = scan::scan(&folder)?;
    read_manifests(&folder, plan, &mut result)?;
    let files: Vec<&PlannedFile<'p>> = plan.files().collect();
    let (owned, disowned) = (&result.owned, &result.disowned);
    let looked: Vec<Looked> = files
        .par_iter()
        .map(|file| {
            let text = render(file);
            let oversized = file.oversized(&text);
            let mut looked = look_at(&folder, (owned, disowned), file.path.clone(), text)?;
            if let Some(finding) = oversized {
                looked.outcome = Outcome::Finding(Box::new(finding));
            }
            Ok(looked)
        })
        .collect::<Result<_, Failure>>()?;
    let mut wanted: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in looked {
        let (environment, path) = split(&file.path);
        wanted
            .entry(environment.to_owned())
            .or_default()
            .insert(path.to_owned(), file.hash);
        result.take(file.outcome);
    }
    result.manifests = wanted
        .into_iter()
        .map(|(name, files)| (name, Manifest::new(files)))
        .collect();
    strangers::find(&folder, plan, &scan, &mut result)?;
    compare_manifests(&folder, &mut result)?;
    result.passed = scan.passed;
    result.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(result)
}

impl Comparison {
    fn take(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Same => {}
            Outcome::Change(change) => self.changes.push(change),
            Outcome::Finding(finding) => self.findings.push(*finding),
        }
    }
}

/// The environment's folder and the rest of a path.
fn split(path: &OutputPath) -> (&str, &str) {
    let path = path.as_path().as_str();
    path.split_once('/').unwrap_or(("", path))
}

/// Reads the manifests of planned environments, and of folders that were an environment once.
fn read_manifests(
    folder: &Utf8Path,
    plan: &Plan<'_>,
    result: &mut Comparison,
) -> Result<(), Failure> {
    let mut names: BTreeSet<String> = plan
        .files()
        .map(|file| split(&file.path).0.to_owned())
        .collect();
    names.extend(disk::folders(folder)?);
    for name in names {
        let path = folder.join(&name).join(manifest::NAME);
        let disk::Found::File(text) = disk::look(&path)? else {
            continue;
        };
        match Manifest::parse(&text) {
            Ok(manifest) => {
                result.owned.insert(name, manifest);
            }
            Err(manifest::Unusable(why)) => {
                let path = Utf8Path::new(FOLDER).join(&name).join(manifest::NAME);
                let finding = Diagnostic::file(
                    Code::BrokenManifest,
                    &path,
                    format!("this manifest cannot be used: {why}"),
                );
                result
                    .findings
                    .push(finding.help("delete it and run `platgen build`, which writes it anew"));
                result.disowned.insert(name);
            }
        }
    }
    Ok(())
}

fn look_at(
    folder: &Utf8Path,
    (owned, disowned): (&BTreeMap<String, Manifest>, &BTreeSet<String>),
    path: OutputPath,
    after: String,
) -> Result<Looked, Failure> {
    let hash = manifest::hash(after.as_bytes());
    let outcome = match disk::look(&folder.join(path.as_path()))? {
        disk::Found::Nothing => Outcome::Change(Change {
            path: path.clone(),
            kind: ChangeKind::Missing,
            before: Vec::new(),
            after,
        }),
        disk::Found::File(before) if before == after.as_bytes() => Outcome::Same,
        disk::Found::File(before) => {
            let (environment, rest) = split(&path);
            let written = owned
                .get(environment)
                .and_then(|manifest| manifest.files.get(rest));
            match written {
                // Whose it is nobody knows without the manifest, and that is reported.
                None if disowned.contains(environment) => Outcome::Same,
                // A merge may have kept the manifest of one side and the files of both.
                None if !says_who_wrote_it(&before) => Outcome::Finding(Box::new(foreign(
                    &path,
                    "a file that platgen did not write",
                ))),
                written => {
                    let unchanged =
                        written.is_some_and(|hashes| manifest::is_one_of(hashes, &before));
                    Outcome::Change(Change {
                        path: path.clone(),
                        kind: if unchanged {
                            ChangeKind::Stale
                        } else {
                            ChangeKind::Edited
                        },
                        before,
                        after,
                    })
                }
            }
        }
        disk::Found::Other(what) => Outcome::Finding(Box::new(foreign(&path, what))),
    };
    Ok(Looked {
        path,
        hash,
        outcome,
    })
}

/// Whether a file begins as platgen's outputs do.
fn says_who_wrote_it(text: &[u8]) -> bool {
    const SIGN: &[u8] = b"Generated by platgen";
    let start = text.get(..text.len().min(400)).unwrap_or_default();
    start.windows(SIGN.len()).any(|part| part == SIGN)
}

fn foreign(path: &OutputPath, what: &str) -> Diagnostic {
    let path = Utf8Path::new(FOLDER).join(path.as_path());
    Diagnostic::file(
        Code::ForeignFile,
        &path,
        format!("{what} stands where platgen must write"),
    )
    .help("move it out of `generated/`, or delete it if it is not needed")
}

/// The manifest is an output as any other, but nothing is foreign about it: its place is platgen's.
fn compare_manifests(folder: &Utf8Path, result: &mut Comparison) -> Result<(), Failure> {
    let names: BTreeSet<&String> = result.manifests.keys().chain(result.owned.keys()).collect();
    let mut changes = Vec::new();
    for name in names {
        let Some(path) = OutputPath::join(&[name, manifest::NAME]) else {
            continue;
        };
        let before = match disk::look(&folder.join(path.as_path()))? {
            disk::Found::File(before) => Some(before),
            disk::Found::Nothing | disk::Found::Other(_) => None,
        };
        let after = result.manifests.get(name).map(Manifest::text);
        let kind = match (&before, &after) {
            (None, Some(_)) => ChangeKind::Missing,
            (Some(_), None) => ChangeKind::Orphaned,
            (Some(before), Some(after)) if before == after.as_bytes() => continue,
            (Some(_), Some(_)) => ChangeKind::Stale,
            (None, None) => continue,
        };
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        changes.push(Change {
            path,
            kind,
            before,
            after,
        });
    }
    result.changes.extend(changes);
    Ok(())
}
