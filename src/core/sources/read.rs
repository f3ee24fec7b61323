//! Reads the inputs of a repository from disk; the only place that does.
//!
//! What is wrong with a single file is a finding and reading goes on; only a root that cannot be listed ends it.

use std::collections::BTreeMap;
use std::fs::{DirEntry, File, FileType};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{Sources, portable};
use crate::core::diag::{Code, Diagnostic, Diagnostics};

use crate::inputs as kind;
mod no_text;
pub mod older;
#[cfg(test)]
mod tests;

pub use crate::inputs::Input;
use no_text::NoText;

/// The largest input, in bytes; a team's file has about one thousand.
const LARGEST: u64 = 1024 * 1024;

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
pub fn read(root: &Path) -> Result<(Sources, Diagnostics), RootError> {
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
                catalog(&entry, Utf8Path::new(name), &mut jobs, &mut findings);
            }

            Some(name @ "teams") => {
                teams(&entry, Utf8Path::new(name), &mut jobs, &mut findings);
            }

            Some(name) => findings.extend(misspelt_folder(name)),
            None => {}
        }
    }
    let (texts, broken) = texts(jobs, &mut findings);
    require_platform(&texts, &mut findings);
    require_models(&texts, &mut findings);
    let paths = findings
        .paths()
        .chain(broken.iter().map(|one| one.path.as_path()));
    let unread: Vec<Utf8PathBuf> = paths
        .filter(|path| Input::of(path).is_some())
        .map(Utf8Path::to_owned)
        .collect();
    let mut sources = Sources::from_texts(texts).with_unread(unread);
    for broken in broken {
        findings.push(broken.finding(&mut sources));
    }
    Ok((sources, findings))
}

/// A folder that is read under this name, spelled otherwise: on some disks it is the same one, on others it is not.
fn misspelt_folder(name: &str) -> Option<Diagnostic> {
    let meant = ["catalog", "teams"]
        .into_iter()
        .find(|meant| meant.eq_ignore_ascii_case(name))?;
    let message = format!("the folder `{meant}` is read, and this is not it");
    let finding = Diagnostic::file(Code::MisplacedInput, Utf8Path::new(name), message);
    Some(finding.help(format!("rename it to {meant}")))
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

fn require_platform(texts: &[(Utf8PathBuf, String)], findings: &mut Diagnostics) {
    let path = Utf8Path::new(kind::PLATFORM);
    let told = findings.concern(path);
    if !told && !texts.iter().any(|(read, _)| read == path) {
        let finding = Diagnostic::file(
            Code::MissingInput,
            path,
            "the file that describes the platform is missing",
        );
        findings.push(finding.help(format!("run `platgen init`, or write {path}, starting with `platform:`; `-C` names another folder")));
    }
}

/// That teams ask for models and no file lists any. What a team names is no fault of its own then.
fn require_models(texts: &[(Utf8PathBuf, String)], findings: &mut Diagnostics) {
    let has = |wanted: fn(&Input<'_>) -> bool| {
        let mut read = texts.iter().filter_map(|(path, _)| Input::of(path));
        read.any(|input| wanted(&input))
    };
    let told = findings
        .paths()
        .any(|path| path.starts_with("catalog/models") || path.starts_with("catalog/models.yaml"));
    if told
        || has(|input| matches!(input, Input::Models))
        || !has(|input| matches!(input, Input::Team(_)))
    {
        return;
    }
    let path = Utf8Path::new("catalog/models.yaml");
    let message = "no file lists the models that teams may ask for";
    let finding = Diagnostic::file(Code::MissingInput, path, message);
    findings.push(finding.help("write it, with `foundryModels:` or `kaitoModels:`"));
}

fn catalog(folder: &DirEntry, path: &Utf8Path, jobs: &mut Jobs, findings: &mut Diagnostics) {
    for (entry, path, kind) in entries(folder, path, findings) {
        let is_folder = FOLDERS.contains(&path.as_str());
        if kind.is_dir() {
            if is_folder {
                inputs(&entry, &path, jobs, findings);
            } else {
                findings.push(folder_for_file(&path).unwrap_or_else(|| {
                    let message =
                        "only the folders environments, guardrails and models are read below catalog";
                    misplaced(&path, message)
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
            file(&entry, path, kind, jobs, findings);
        }
    }
}

fn teams(folder: &DirEntry, path: &Utf8Path, jobs: &mut Jobs, findings: &mut Diagnostics) {
    let mut folders = Vec::new();
    for (entry, path, kind) in entries(folder, path, findings) {
        if kind.is_dir() {
            folders.push((entry, path));
        } else {
            file(&entry, path, kind, jobs, findings);
        }
    }
    let parts: Vec<_> = folders
        .into_par_iter()
        .map(|(folder, path)| team(&folder, &path))
        .collect();
    for (found, told) in parts {
        jobs.extend(found);
        findings.append(told);
    }
}

fn team(folder: &DirEntry, path: &Utf8Path) -> (Jobs, Diagnostics) {
    let (mut jobs, mut findings) = (Vec::new(), Diagnostics::new());
    let mut meant = false;
    for (entry, path, kind) in entries(folder, path, &mut findings) {
        if kind.is_dir() {
            let name = path.file_name().unwrap_or_default();
            meant = true;
            findings.push(folder_for_file(&path).unwrap_or_else(|| {
                let message = "a team's folder stands straight below teams; this one is not read";
                misplaced(&path, message).help(format!("move it to teams/{name}, or remove it"))
            }));
        } else {
            meant |= matches!(kind::of(&path), kind::Known::Unread { meant: Some(_) });
            file(&entry, path, kind, &mut jobs, &mut findings);
        }
    }
    let access = path.join("access.yaml");
    // What was meant to be the team is told with what to do about it.
    if jobs.is_empty() && !meant && !findings.concern(&access) {
        findings.push(
            misplaced(path, "the team's folder has no access.yaml")
                .help(format!("write {access}, or remove the folder")),
        );
    }
    (jobs, findings)
}

/// The inputs in a folder that holds no further folders.
fn inputs(folder: &DirEntry, path: &Utf8Path, jobs: &mut Jobs, findings: &mut Diagnostics) {
    for (entry, path, kind) in entries(folder, path, findings) {
        if kind.is_dir() {
            findings.push(folder_for_file(&path).unwrap_or_else(|| {
                misplaced(
                    &path,
                    "folders in this folder are not searched, and here is one",
                )
                .help("move its files one level up, or remove it")
            }));
        } else {
            file(&entry, path, kind, jobs, findings);
        }
    }
}

fn file(
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
    match kind::of(&path) {
        kind::Known::Read => jobs.push((path, entry.path())),
        kind::Known::Beside => {}
        kind::Known::Unread { meant } => {
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

/// That something else than a plain file stands where an input is expected.
fn special(path: &Utf8Path, kind: FileType) -> Option<Diagnostic> {
    let what = if kind.is_file() {
        return None;
    } else if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "a special file"
    };
    let message = format!("{what} stands where an input is expected");
    Some(Diagnostic::file(Code::SpecialFile, path, message).help("put a plain file here"))
}

/// That something would be an input under another name or in another place: what it says counts for nothing, and nobody may
/// believe that it does.
fn misplaced(path: &Utf8Path, message: &str) -> Diagnostic {
    Diagnostic::file(Code::MisplacedInput, path, message)
}

/// That a folder has the name of an input file.
fn folder_for_file(path: &Utf8Path) -> Option<Diagnostic> {
    let named = matches!(
        kind::of(path),
        kind::Known::Read | kind::Known::Unread { meant: Some(_) }
    );
    named.then(|| {
        let message = "a folder stands where an input file is read";
        Diagnostic::file(Code::SpecialFile, path, message).help("put a plain file here")
    })
}

/// The folders of the catalog that are read.
const FOLDERS: [&str; 3] = [
    "catalog/models",
    "catalog/environments",
    "catalog/guardrails",
];

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

/// That a name keeps some systems from checking the repository out. `seen` are the names of the same folder, in lower case.
fn unportable(
    path: &Utf8Path,
    name: &str,
    seen: &mut BTreeMap<String, String>,
) -> Option<Diagnostic> {
    let why = match seen.insert(name.to_lowercase(), name.to_owned()) {
        Some(other) => format!(
            "only the case of letters keeps this apart from {other}: on many disks both are one file"
        ),
        None => portable::refused(name)?.to_owned(),
    };
    Some(Diagnostic::file(Code::UnportableName, path, why).help("rename it"))
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
