//! What stands below `generated/`, as a list: no file is read, no link is followed, and what Terraform keeps there for itself is
//! passed over.

use camino::{Utf8Path, Utf8PathBuf};

use super::{FOLDER, Failure, STAGING, disk};
use crate::core::diag::{Code, Diagnostic};

/// Ends of names that Terraform loads without being asked, whatever stands before them.
const LOADED: &[&str] = &[
    ".tf",
    ".tf.json",
    ".tofu",
    ".tofu.json",
    ".tfvars",
    ".tfvars.json",
    ".hcl",
];

/// Which providers a root takes, by their hashes: to be committed.
pub(super) const LOCK_FILE: &str = ".terraform.lock.hcl";

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A plain file.
    File,
    /// A plain folder.
    Folder,
    /// A symbolic link or a special file, in words.
    Other(&'static str),
}

/// Everything below `generated/`, by path.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Paths below `generated/`, in their order.
    pub(super) entries: Vec<(Utf8PathBuf, Kind)>,
    /// Folders with a name that is not UTF-8 in them, and that name as far as it can be shown.
    pub(super) unnamed: Vec<Utf8PathBuf>,
    /// What was passed over, because it is Terraform's own.
    pub(super) passed: Vec<Utf8PathBuf>,
    /// Whether a build that was stopped has left its unfinished files.
    pub(super) staging: bool,
}

impl Scan {
    /// Whether a plain file stands at a path.
    pub(super) fn has_file(&self, path: &Utf8Path) -> bool {
        let found = self
            .entries
            .binary_search_by(|(entry, _)| entry.as_path().cmp(path));
        found.is_ok_and(|at| {
            self.entries
                .get(at)
                .is_some_and(|(_, kind)| *kind == Kind::File)
        })
    }
}

/// Whether Terraform keeps state, caches or locks under this name: never read, never shown, never removed.
pub(super) fn is_terraforms(name: &str) -> bool {
    name.starts_with(".terraform") || name.contains(".tfstate")
}

/// Whether any part of a path is Terraform's own.
pub(super) fn is_below_terraforms(path: &Utf8Path) -> bool {
    path.components().any(|part| is_terraforms(part.as_str()))
}

/// Whether an entry needs no plan: Terraform's own, where nothing loads it. Helm loads every file of a chart's folders, and
/// Terraform every file with an end of its own, hidden ones aside.
fn is_passed_over(path: &Utf8Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let loaded = !name.starts_with('.') && LOADED.iter().any(|end| name.ends_with(end));
    let in_chart = path
        .components()
        .nth(1)
        .is_some_and(|part| part.as_str() == "helm");
    is_terraforms(name) && !loaded && !in_chart
}

/// That `generated/` itself is no plain folder, so that everything in it would be somewhere else.
///
/// # Errors
/// It cannot be looked at.
pub(super) fn refused(folder: &Utf8Path) -> Result<Option<Diagnostic>, Failure> {
    let what = match disk::look_only(folder)? {
        None | Some(Kind::Folder) => return Ok(None),
        Some(Kind::File) => "a file",
        Some(Kind::Other(what)) => what,
    };
    let message = format!("{what} stands where the folder of outputs belongs");
    let finding = Diagnostic::file(Code::ForeignFile, FOLDER.into(), message);
    Ok(Some(
        finding.help("replace it by a plain folder, or remove it"),
    ))
}

/// Lists everything below `generated/`.
///
/// # Errors
/// A folder that cannot be listed.
pub(super) fn scan(folder: &Utf8Path) -> Result<Scan, Failure> {
    let mut scan = Scan::default();
    let mut waiting = vec![Utf8PathBuf::new()];
    while let Some(below) = waiting.pop() {
        for (name, kind) in disk::entries(&folder.join(&below))? {
            let Ok(name) = name.into_string() else {
                scan.unnamed.push(below.clone());
                continue;
            };
            let path = below.join(name);
            if path == STAGING && kind == Kind::Folder {
                scan.staging = true;
            } else if is_passed_over(&path) {
                scan.passed.push(path);
            } else {
                if kind == Kind::Folder {
                    waiting.push(path.clone());
                }
                scan.entries.push((path, kind));
            }
        }
    }
    scan.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    scan.unnamed.sort();
    scan.unnamed.dedup();
    Ok(scan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nothing_loads_is_passed_over() {
        let own = [
            "demo/terraform/10-platform/.terraform",
            "demo/terraform/10-platform/.terraform.lock.hcl",
            "demo/terraform/10-platform/terraform.tfstate",
            "demo/terraform/10-platform/terraform.tfstate.1700000000.backup",
            "demo/terraform/10-platform/.terraform.tfstate.lock.info",
            "demo/terraform/10-platform/terraform.tfstate.d",
            "demo/terraform.tfstate",
        ];
        let loaded = [
            "demo/terraform/10-platform/x.tfstate.tf",
            "demo/terraform/10-platform/x.tfstate.auto.tfvars",
            "demo/terraform/10-platform/terraform.tfvars",
            "demo/terraform/10-platform/main_override.tf",
            "demo/helm/kaito-models/templates/x.tfstate.yaml",
            "demo/helm/kaito-models/templates/.terraform.yaml",
        ];
        assert!(own.iter().all(|path| is_passed_over((*path).into())));
        assert!(!loaded.iter().any(|path| is_passed_over((*path).into())));
    }
}
