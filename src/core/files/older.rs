//! The files of a repository in the older layout, which `platgen import` reads: the model catalog of the platform, and one file
//! per team.

use std::fs::{DirEntry, FileType};
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Jobs, RootError, entries, list, special, texts};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::Sources;

/// The catalog of models.
pub const CATALOG: &str = "platform/config/model_catalog.yaml";
/// The folder of teams.
const TEAMS: &str = "tenant-access/config";
/// A team's file in its folder.
const ACCESS: &str = "access.yaml";

/// The folder of a team's file, `tenant-access/config/<folder>/access.yaml`.
pub fn team_folder(path: &Utf8Path) -> Option<&str> {
    let below = path.strip_prefix(TEAMS).ok()?;
    let (folder, file) = below.as_str().split_once('/')?;
    (file == ACCESS).then_some(folder)
}

/// The inputs of an old repository below `root`, and what is wrong with files as files. Its other folders are not looked at.
///
/// # Errors
/// When `root` is no folder or cannot be listed.
pub fn read(root: &Path) -> Result<(Sources, Diagnostics), RootError> {
    let top = list(root).map_err(|cause| RootError {
        root: root.to_owned(),
        cause,
    })?;
    let (mut jobs, mut findings) = (Jobs::new(), Diagnostics::new());
    for entry in &top {
        match entry.file_name().to_str() {
            Some("platform") => catalog(entry, &mut jobs, &mut findings),
            Some("tenant-access") => teams(entry, &mut jobs, &mut findings),
            Some(_) | None => {}
        }
    }
    let (texts, broken) = texts(jobs, &mut findings);
    let path = Utf8Path::new(CATALOG);
    let is_broken = broken.iter().any(|one| one.path == path);
    if !is_broken && !findings.concern(path) && !texts.iter().any(|(read, _)| read == path) {
        let message = "the model catalog of the older layout is missing";
        let finding = Diagnostic::file(Code::MissingInput, path, message);
        findings.push(finding.help("name the folder that holds platform/ and tenant-access/"));
    }
    let mut sources = Sources::from_texts(texts);
    for broken in broken {
        findings.push(broken.finding(&mut sources));
    }
    Ok((sources, findings))
}

/// What `folder`/config holds.
fn config(
    folder: &DirEntry,
    path: &str,
    findings: &mut Diagnostics,
) -> Vec<(DirEntry, Utf8PathBuf, FileType)> {
    let mut inside = entries(folder, Utf8Path::new(path), findings).into_iter();
    let found = inside.find(|(_, path, _)| path.file_name() == Some("config"));
    found.map_or_else(Vec::new, |(folder, path, _)| {
        entries(&folder, &path, findings)
    })
}

fn catalog(folder: &DirEntry, jobs: &mut Jobs, findings: &mut Diagnostics) {
    for (entry, path, kind) in config(folder, "platform", findings) {
        if path == CATALOG {
            take(&entry, path, kind, jobs, findings);
        } else {
            without_counterpart(&path, findings);
        }
    }
}

fn teams(folder: &DirEntry, jobs: &mut Jobs, findings: &mut Diagnostics) {
    for (entry, path, kind) in config(folder, "tenant-access", findings) {
        if !kind.is_dir() {
            without_counterpart(&path, findings);
            continue;
        }
        let mut found = false;
        for (entry, path, kind) in entries(&entry, &path, findings) {
            if path.file_name() == Some(ACCESS) {
                found = true;
                take(&entry, path, kind, jobs, findings);
            } else {
                without_counterpart(&path, findings);
            }
        }
        if !found {
            let finding = unread(&path, "a team's folder without access.yaml");
            findings.push(finding.help("nothing is imported from it"));
        }
    }
}

fn take(
    entry: &DirEntry,
    path: Utf8PathBuf,
    kind: FileType,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    match special(&path, kind) {
        Some(finding) => findings.push(finding),
        None => jobs.push((path, entry.path())),
    }
}

fn unread(path: &Utf8Path, message: &str) -> Diagnostic {
    Diagnostic::file(Code::UnreadInput, path, message)
}

/// Reports a file that somebody could take for an input.
fn without_counterpart(path: &Utf8Path, findings: &mut Diagnostics) {
    if matches!(path.extension(), Some("yaml" | "yml" | "json")) {
        let finding = unread(path, "the file has no counterpart in platgen's layout");
        findings.push(finding.help("nothing is imported from it; see whether something is missed"));
    }
}
