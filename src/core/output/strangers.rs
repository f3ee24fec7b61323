//! What stands below `generated/` and is not planned: outputs of an earlier build, which go, and everything else, which is an
//! error. Terraform and Helm load what they find in a folder, so nothing may stand there that no input explains.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::compare::Comparison;
use super::scan::{self, Kind, Scan};
use super::{Change, ChangeKind, FOLDER, Failure, disk, manifest};
use crate::core::diag::{Code, Diagnostic};
use crate::core::plan::{OutputPath, Plan};

/// Finds what a build has to remove, and what keeps it from building.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn find(
    folder: &Utf8Path,
    plan: &Plan<'_>,
    scan: &Scan,
    result: &mut Comparison,
) -> Result<(), Failure> {
    let mut explained: BTreeSet<&Utf8Path> = plan.files().map(|file| file.path.as_path()).collect();
    let (orphans, changed) = orphans(folder, &explained, scan, result)?;
    explained.extend(orphans.iter().map(|orphan| orphan.path.as_path()));
    explained.extend(changed.iter().map(OutputPath::as_path));
    let manifests: Vec<Utf8PathBuf> = manifests(result).collect();
    explained.extend(manifests.iter().map(Utf8PathBuf::as_path));
    let folders = folders(&explained);
    let mut strangers = Strangers::default();
    for (path, kind) in &scan.entries {
        // Whose its files are nobody knows without the manifest, and that is reported.
        if part_of_any(&result.disowned, path) && !matches!(kind, Kind::Other(_)) {
            continue;
        }
        match kind {
            Kind::Folder if folders.contains(path.as_path()) => {}
            Kind::Folder => strangers.folder(path),
            // A link where a file is planned has its own finding.
            Kind::File | Kind::Other(_) if explained.contains(path.as_path()) => {}
            Kind::File => strangers.add(&folders, path, None),
            Kind::Other(what) => strangers.add(&folders, path, Some(what)),
        }
    }
    for path in &scan.unnamed {
        strangers.add(&folders, &path.join("?"), Some("a name that is not UTF-8"));
    }
    let since = "this output is no longer produced, and was changed since platgen wrote it";
    let changed = changed.iter().map(|path| finding(path.as_path(), since));
    result.findings.extend(changed.chain(strangers.findings()));
    result.leftover = strangers.empty(&scan.passed);
    if scan.staging {
        result.leftover.push(super::STAGING.into());
    }
    result.changes.extend(orphans);
    Ok(())
}

/// Whether a path lies in the folder of one of these environments.
fn part_of_any(environments: &BTreeSet<String>, path: &Utf8Path) -> bool {
    let first = path.components().next();
    first.is_some_and(|first| environments.contains(first.as_str()))
}

/// The manifests that are where they should be, or that go with their environment.
fn manifests(result: &Comparison) -> impl Iterator<Item = Utf8PathBuf> {
    let names = result.manifests.keys().chain(result.owned.keys());
    let names = names.chain(&result.disowned);
    names.map(|name| Utf8Path::new(name).join(manifest::NAME))
}

/// Every folder above one of these paths.
fn folders<'p>(paths: &BTreeSet<&'p Utf8Path>) -> BTreeSet<&'p Utf8Path> {
    let mut folders = BTreeSet::new();
    for path in paths {
        for above in path.ancestors().skip(1) {
            // Thousands of files share a few folders: one that is known has its own folders in the set already.
            if !folders.insert(above) {
                break;
            }
        }
    }
    folders
}

/// Files that a manifest lists and that nothing leads to any more: those that are as it says, and the paths of those that
/// somebody has changed. A manifest is a file of a pull
/// request like any other: it can give nothing away that platgen has not written.
fn orphans(
    folder: &Utf8Path,
    planned: &BTreeSet<&Utf8Path>,
    scan: &Scan,
    result: &Comparison,
) -> Result<(Vec<Change>, Vec<OutputPath>), Failure> {
    let (mut orphans, mut changed) = (Vec::new(), Vec::new());
    for (environment, manifest) in &result.owned {
        for (path, hashes) in &manifest.files {
            let Some(path) = OutputPath::join(&[environment, path]) else {
                continue;
            };
            let at = path.as_path();
            let own = scan::is_below_terraforms(at);
            if own || planned.contains(at) || !scan.has_file(at) {
                continue;
            }
            match disk::look(&folder.join(at))? {
                disk::Found::File(before) if manifest::is_one_of(hashes, &before) => {
                    orphans.push(Change {
                        path,
                        kind: ChangeKind::Orphaned,
                        before,
                        after: String::new(),
                    });
                }
                disk::Found::File(_) | disk::Found::Other(_) => changed.push(path),
                disk::Found::Nothing => {}
            }
        }
    }
    Ok((orphans, changed))
}

fn finding(path: &Utf8Path, message: &str) -> Diagnostic {
    let path = Utf8Path::new(FOLDER).join(path);
    Diagnostic::file(Code::UnplannedOutput, &path, message).help(
        "move it out of `generated/`, or delete it: Terraform and Helm load what they find there",
    )
}

/// What no input explains: whole folders where everything in them is so.
#[derive(Default)]
struct Strangers {
    found: std::collections::BTreeMap<Utf8PathBuf, Stranger>,
    folders: BTreeSet<Utf8PathBuf>,
}

#[derive(Default)]
struct Stranger {
    files: usize,
    what: Option<&'static str>,
}

impl Strangers {
    /// A folder above nothing that is explained.
    fn folder(&mut self, path: &Utf8Path) {
        self.folders.insert(path.to_owned());
    }

    /// A file, link or special file, as part of the largest folder that holds nothing else.
    fn add(&mut self, folders: &BTreeSet<&Utf8Path>, path: &Utf8Path, what: Option<&'static str>) {
        let above = path
            .ancestors()
            .take_while(|above| !folders.contains(above));
        let whole = above.last().filter(|above| !above.as_str().is_empty());
        let stranger = self.found.entry(whole.unwrap_or(path).to_owned());
        let stranger = stranger.or_default();
        stranger.files += 1;
        if what.is_some() && whole == Some(path) {
            stranger.what = what;
        }
    }

    fn findings(&self) -> impl Iterator<Item = Diagnostic> {
        self.found
            .iter()
            .map(|(path, stranger)| match stranger.what {
                Some(what) => finding(path, &format!("{what} stands among the outputs")),
                None if !self.folders.contains(path) => {
                    finding(path, "no input leads to this file")
                }
                None => {
                    let files = stranger.files;
                    finding(
                        path,
                        &format!("no input leads to this folder; files in it: {files}"),
                    )
                }
            })
    }

    /// Folders that hold nothing at all, the deepest first: a build takes them away.
    fn empty(&self, passed: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
        let held = self.found.keys().chain(passed);
        let held = folders(&held.map(Utf8PathBuf::as_path).collect());
        let empty = |folder: &&Utf8PathBuf| {
            let inside = folder
                .ancestors()
                .any(|above| self.found.contains_key(above));
            !inside && !held.contains(folder.as_path())
        };
        self.folders.iter().rev().filter(empty).cloned().collect()
    }
}
