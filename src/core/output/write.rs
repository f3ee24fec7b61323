//! Writes what a comparison found, so that a crash at any point leaves each file old or new and the next build heals the rest.

use std::collections::BTreeSet;

use camino::Utf8Path;
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{Change, ChangeKind, Comparison, FOLDER, Failure, STAGING, disk};

/// Writes, removes, and updates the manifests. `progress` is called once per file.
///
/// # Errors
/// A file that cannot be written or removed; what was written before it stays, and is owned.
pub fn write(
    root: &Utf8Path,
    comparison: &Comparison,
    progress: &(dyn Fn() + Sync),
) -> Result<(), Failure> {
    let folder = root.join(FOLDER);
    let staging = folder.join(STAGING);
    disk::remove_tree(&staging)?;
    for path in &comparison.leftover {
        disk::remove_empty(&folder, &folder.join(path));
    }
    if comparison.changes.is_empty() {
        return Ok(());
    }
    disk::make_folder(&staging)?;
    make_folders(&folder, comparison)?;
    claim(&folder, &staging, comparison)?;
    let (manifests, files): (Vec<&Change>, Vec<&Change>) = comparison
        .changes
        .iter()
        .partition(|change| change.is_manifest());
    files.par_iter().try_for_each(|change| {
        apply(&folder, &staging, change)?;
        progress();
        Ok(())
    })?;
    for change in manifests {
        apply(&folder, &staging, change)?;
        progress();
    }
    disk::remove_tree(&staging)?;
    let emptied: BTreeSet<_> = comparison
        .changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Orphaned)
        .filter_map(|change| {
            folder
                .join(change.path.as_path())
                .parent()
                .map(Utf8Path::to_owned)
        })
        .collect();
    // Deepest first, so that a folder whose last folder has just gone goes too.
    emptied
        .iter()
        .rev()
        .for_each(|path| disk::remove_empty(&folder, path));
    Ok(())
}

fn apply(folder: &Utf8Path, staging: &Utf8Path, change: &Change) -> Result<(), Failure> {
    let path = folder.join(change.path.as_path());
    match change.kind {
        ChangeKind::Orphaned => disk::remove(&path),
        ChangeKind::Missing | ChangeKind::Stale | ChangeKind::Edited => {
            disk::put(staging, &path, &change.after)
        }
    }
}

fn make_folders(folder: &Utf8Path, comparison: &Comparison) -> Result<(), Failure> {
    let wanted = comparison
        .changes
        .iter()
        .filter(|change| change.kind == ChangeKind::Missing);
    let folders: BTreeSet<_> = wanted
        .filter_map(|change| change.path.as_path().parent())
        .collect();
    folders
        .into_iter()
        .try_for_each(|path| disk::make_folder(&folder.join(path)))
}

/// Before the first file appears, the manifests name both old and new files: whatever a crash leaves behind is owned.
fn claim(folder: &Utf8Path, staging: &Utf8Path, comparison: &Comparison) -> Result<(), Failure> {
    for (environment, wanted) in &comparison.manifests {
        let mut files = wanted.files.clone();
        if let Some(owned) = comparison.owned.get(environment) {
            if owned == wanted {
                continue;
            }
            // Whatever a stopped build leaves, old or new, is as one of the two says.
            for (path, hashes) in &owned.files {
                manifest::add(&mut files, path, hashes);
            }
        }
        let path = folder.join(environment).join(manifest::NAME);
        disk::make_folder(&folder.join(environment))?;
        disk::put(staging, &path, &Manifest::new(files).text())?;
    }
    Ok(())
}
