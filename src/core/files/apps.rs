//! Applications of a team: `apps/<app>/` below its folder, each with its own file and overlays beside it.

use std::fs::DirEntry;

use camino::Utf8Path;

use super::faults::misplaced;
use super::{Jobs, Layout, entries, file, inputs};
use crate::core::diag::{Code, Diagnostic, Diagnostics};

/// The folder of a team that holds its applications.
pub(super) const FOLDER: &str = "apps";
/// The file that each of them has.
const OWN: &str = "app.yaml";

/// The inputs of all applications of a team.
pub(super) fn apps(
    layout: Layout,
    folder: &DirEntry,
    path: &Utf8Path,
    jobs: &mut Jobs,
    findings: &mut Diagnostics,
) {
    for (entry, path, kind) in entries(folder, path, findings) {
        if !kind.is_dir() {
            file(layout, &entry, path, kind, jobs, findings);
            continue;
        }
        let before = jobs.len();
        let mut found = Diagnostics::new();
        inputs(layout, &entry, &path, jobs, &mut found);
        let own = path.join(OWN);
        let is_read = jobs.iter().skip(before).any(|(read, _)| *read == own);
        let quiet = found.count(crate::core::diag::Severity::Error) == 0;
        findings.append(found);
        if !is_read && quiet {
            let message = format!("the application's folder has no {OWN}");
            findings.push(
                misplaced(&path, &message).help(format!("write {own}, or remove the folder")),
            );
        }
    }
}

/// That something else stands where the folder of applications is expected.
pub(super) fn no_folder(path: &Utf8Path) -> Diagnostic {
    let message = "a file stands where the folder of a team's applications is read";
    Diagnostic::file(Code::SpecialFile, path, message).help("put a plain folder here, or remove it")
}
