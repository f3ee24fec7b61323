//! Reads the inputs of a repository from disk; the only place that does.
//!
//! What is wrong with a single file is a finding and reading goes on; only a root that cannot be listed ends it.

use std::collections::BTreeMap;
use std::fs::{DirEntry, File, FileType};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::Sources;

mod apps;
pub(crate) mod codes;
mod faults;
mod no_text;
pub mod older;
pub mod placeholders;
pub mod secrets;
#[cfg(test)]
mod tests;

use faults::{folder_for_file, misplaced, misspelt_folder, special, unportable};
use no_text::NoText;

/// The largest input, in bytes; a team's file has about one thousand.
const LARGEST: u64 = 1024 * 1024;

/// Which files are inputs: handed in, since only the table of inputs knows.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// The one file that has to be there.
    pub required: &'static str,
    /// What a plain file below `catalog/` or `teams/` is.
    pub class: fn(&Utf8Path) -> FileClass,
    /// The folders of the catalog that are read, by name.
    pub folders: fn() -> Vec<&'static str>,
}

/// What to do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileClass {
    /// It is an input.
    Read,
    /// It may stand beside inputs.
    Beside,
    /// Probably somebody believes that it is read.
    Unread {
        /// The name under which it would be.
        meant: Option<String>,
    },
}

/// The root of the repository cannot be read: nothing can be said about its inputs.
#[derive(Debug)]
pub struct RootError {
    /// The root as given.
    pub root: PathBuf,
    /// What the system says.
    pub cause: std::io::Error,
}

impl std::fmt::Display for RootError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read the folder {}", self.root.display())
    }
}

impl std::error::Error for RootError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

/// All inputs below `root`, and what is wrong with files as files.
///
/// # Errors
/// When `root` is no folder or cannot be listed.
pub fn read(root: &Path, layout: Layout) -> Result<(Sources, Diagnostics), RootError> {
    let unreadable = |cause| RootError {
        root: root.to_owned(),
        cause,
    };
    let top = list(root).map_err(unreadable)?;
    let mut jobs = Jobs::new();
    let mut findings = Diagnostics::new();
    for entry in top {
        let name = entry.file_name();
        match name.to_str() {
            Some(name @ "catalog") => {
                catalog(
                    layout,
                    &entry,
                    Utf8Path::new(name),
                    &mut jobs,
                    &mut findings,
                );
            }

            Some(name @ "teams") => {
                teams(
                    layout,
                    &entry,
                    Utf8Path::new(name),
                    &mut jobs,
                    &mut findings,
                );
            }

            Some(name) => findings.extend(misspelt_folder(name)),
            None => {}
        }
    }
    let (texts, broken) = texts(jobs, &mut findings);
    require(layout.required, &texts, &mut findings);
    let paths = findings
        .paths()
        .chain(broken.iter().map(|one| one.path.as_path()));
    let unread: Vec<Utf8PathBuf> = paths
        .filter(|path| (layout.class)(path) == FileClass::Read)
        .map(Utf8Path::to_owned)
        .collect();
    let mut sources = Sources::from_texts(texts).with_unread(unread);
    for broken in broken {
        findings.push(broken.finding(&mut sources));
    }
    Ok((sources, findings))
}

/// The texts of files, with their paths in the repository, and those that are none; one that cannot be read is a finding.
fn texts(jobs: Jobs, findings: &mut Diagnostics) -> (Vec<(Utf8PathBuf, String)>, Vec<NoText>) {
    let (mut texts, mut broken) = (Vec::with_capacity(jobs.len()), Vec::new());
    let results: Vec<_> = jobs
        .into_par_iter()
        .map(|(path, on_disk)| text(path, &on_disk))
        .collect();
    for result in results {
        match result {
            Ok(text) => texts.push(text),
            Err(Unread::Finding(finding)) => findings.push(*finding),
            Err(Unread::NoText(file)) => broken.push(file),
        }
    }
    (texts, broken)
}

/// Files to read: each with its path in the repository, and on disk.
type Jobs = Vec<(Utf8PathBuf, PathBuf)>;

/// Why a file has no text.
enum Unread {
    Finding(Box<Diagnostic>),
    NoText(NoText),
}

fn require(path: &str, texts: &[(Utf8PathBuf, String)], findings: &mut Diagnostics) {
    let path = Utf8Path::new(path);
    let reported = findings.concern(path);
    if !reported && !texts.iter().any(|(read, _)| read == path) {
        let finding = Diagnostic::file(
            Code::MissingInput,
            path,
            "the file that describes the platform is missing",
        );
        findings.push(finding.help(format!("run `platgen init`, or write {path}, starting with `platform:`; `-C` names another folder")));
    }
}

fn catalog(
    layout: Layout,
    folder: &DirEntry,
    path: &Utf8Path,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    let folders = (layout.folders)();
    for (entry, path, kind) in entries(folder, path, findings) {
        let is_folder = path.file_name().is_some_and(|name| folders.contains(&name));
        if kind.is_dir() {
            if is_folder {
                inputs(layout, &entry, &path, jobs, findings);
            } else {
                findings.push(folder_for_file(layout, &path).unwrap_or_else(|| {
                    let (last, others) = folders.split_last().unwrap_or((&"", &[]));
                    let others = others.join(", ");
                    let message =
                        format!("only the folders {others} and {last} are read below catalog");
                    misplaced(&path, &message)
                        .help("move its files to a folder that is read, or remove it")
                }));
            }
        } else if is_folder && kind.is_file() {
            let finding = Diagnostic::file(
                Code::SpecialFile,
                &path,
                "a file stands where a folder is read",
            );
            findings.push(finding.help("put a plain folder here, or remove it"));
        } else {
            file(layout, &entry, path, kind, jobs, findings);
        }
    }
}

fn teams(
    layout: Layout,
    folder: &DirEntry,
    path: &Utf8Path,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    let mut folders = Vec::new();
    for (entry, path, kind) in entries(folder, path, findings) {
        if kind.is_dir() {
            folders.push((entry, path));
        } else {
            file(layout, &entry, path, kind, jobs, findings);
        }
    }
    let parts: Vec<_> = folders
        .into_par_iter()
        .map(|(folder, path)| team(layout, &folder, &path))
        .collect();
    for (found, reported) in parts {
        jobs.extend(found);
        findings.append(reported);
    }
}

fn team(layout: Layout, folder: &DirEntry, path: &Utf8Path) -> (Jobs, Diagnostics) {
    let (mut jobs, mut findings) = (Vec::new(), Diagnostics::new());
    let (mut meant, mut of_apps) = (false, Vec::new());
    for (entry, path, kind) in entries(folder, path, &mut findings) {
        if path.file_name() == Some(apps::FOLDER) {
            if kind.is_dir() {
                apps::apps(layout, &entry, &path, &mut of_apps, &mut findings);
            } else {
                findings.push(apps::no_folder(&path));
            }
        } else if kind.is_dir() {
            let name = path.file_name().unwrap_or_default();
            meant = true;
            findings.push(folder_for_file(layout, &path).unwrap_or_else(|| {
                let message = "a team's folder stands straight below teams; this one is not read";
                misplaced(&path, message).help(format!("move it to teams/{name}, or remove it"))
            }));
        } else {
            meant |= matches!((layout.class)(&path), FileClass::Unread { meant: Some(_) });
            file(layout, &entry, path, kind, &mut jobs, &mut findings);
        }
    }
    let access = path.join("access.yaml");
    // What was meant to be the team is reported with what to do about it.
    if jobs.is_empty() && !meant && !findings.concern(&access) {
        findings.push(
            misplaced(path, "the team's folder has no access.yaml")
                .help(format!("write {access}, or remove the folder")),
        );
    }
    jobs.extend(of_apps);
    (jobs, findings)
}

/// The inputs in a folder that holds no further folders.
fn inputs(
    layout: Layout,
    folder: &DirEntry,
    path: &Utf8Path,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    for (entry, path, kind) in entries(folder, path, findings) {
        if kind.is_dir() {
            findings.push(folder_for_file(layout, &path).unwrap_or_else(|| {
                misplaced(
                    &path,
                    "folders in this folder are not searched, and here is one",
                )
                .help("move its files one level up, or remove it")
            }));
        } else {
            file(layout, &entry, path, kind, jobs, findings);
        }
    }
}

fn file(
    layout: Layout,
    entry: &DirEntry,
    path: Utf8PathBuf,
    kind: FileType,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    if let Some(finding) = special(&path, kind) {
        findings.push(finding);
        return;
    }
    match (layout.class)(&path) {
        FileClass::Read => jobs.push((path, entry.path())),
        FileClass::Beside => {}
        FileClass::Unread { meant } => {
            let message = "the file is not read";
            findings.push(match meant {
                Some(meant) => {
                    let right = path.with_file_name(meant);
                    misplaced(&path, message).help(format!(
                        "rename it to {right} so that it is read, or remove it"
                    ))
                }
                None => Diagnostic::file(Code::UnreadInput, &path, message)
                    .help("remove it, or move it out of the folders of inputs"),
            });
        }
    }
}

/// The entries of a folder that has to be one, by name; what cannot be listed is a finding.
fn entries(
    folder: &DirEntry,
    path: &Utf8Path,
    findings: &mut Diagnostics,
) -> Vec<(DirEntry, Utf8PathBuf, FileType)> {
    let listed = match folder.file_type() {
        Ok(kind) if kind.is_dir() => list(&folder.path()),
        Ok(_) => {
            let finding = Diagnostic::file(Code::SpecialFile, path, "a folder is expected here");
            findings.push(finding.help("put a plain folder here, no link"));
            return Vec::new();
        }
        Err(cause) => Err(cause),
    };
    let entries = match listed {
        Ok(entries) => entries,
        Err(cause) => {
            findings.push(Diagnostic::file(
                Code::UnreadableFile,
                path,
                format!("the folder cannot be listed: {cause}"),
            ));
            return Vec::new();
        }
    };
    let mut result = Vec::with_capacity(entries.len());
    let mut seen = BTreeMap::new();
    for entry in entries {
        let name = entry.file_name();
        let Some(utf8) = name.to_str() else {
            let lossy = path.join(name.to_string_lossy().as_ref());
            let finding =
                Diagnostic::file(Code::NotUtf8, &lossy, "the name of the file is not UTF-8");
            findings.push(finding.help("rename it"));
            continue;
        };
        let path = path.join(utf8);
        findings.extend(unportable(&path, utf8, &mut seen));
        match entry.file_type() {
            Ok(kind) => result.push((entry, path, kind)),
            Err(cause) => findings.push(Diagnostic::file(
                Code::UnreadableFile,
                &path,
                format!("the file cannot be read: {cause}"),
            )),
        }
    }
    result
}

#[expect(
    clippy::disallowed_methods,
    reason = "sources is the module that reads from disk"
)]
fn list(folder: &Path) -> std::io::Result<Vec<DirEntry>> {
    let mut entries = std::fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

fn text(path: Utf8PathBuf, on_disk: &Path) -> Result<(Utf8PathBuf, String), Unread> {
    let refused = |finding: Diagnostic| Unread::Finding(Box::new(finding));
    let bytes = match bytes(on_disk) {
        Ok(bytes) => bytes,
        Err(cause) => {
            let finding = Diagnostic::file(
                Code::UnreadableFile,
                &path,
                format!("the file cannot be read: {cause}"),
            );
            return Err(refused(finding.help("check its permissions")));
        }
    };
    if bytes.len() as u64 > LARGEST {
        let message = format!("the file is larger than {} MiB", LARGEST / (1024 * 1024));
        return Err(refused(
            Diagnostic::file(Code::FileTooLarge, &path, message).help("split it"),
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((path, text)),
        Err(fault) => Err(Unread::NoText(NoText::of(path, &fault))),
    }
}

/// The bytes of a file, at most one more than an input may have.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len().min(LARGEST);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
