//! `manifest.json`, which no target plans: two lines per file, its path and below it its hash.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use sha2::{Digest, Sha256};

use super::{Environment, OUTPUTS, Repository};
use crate::core::plan::PlannedFile;

/// The manifest's name, and the line before its first file: `{`, two lines of its own, and `"files": {`.
const NAME: &str = "manifest.json";
const BEFORE_FILES: u32 = 4;

/// The manifest of an environment.
pub(super) fn path(environment: &Environment) -> Utf8PathBuf {
    let folder = Utf8Path::new(OUTPUTS).join(&environment.name);
    folder.join(NAME)
}

/// The environment of a manifest's path.
pub(super) fn environment<'r>(repository: Repository<'r>, wanted: &Utf8Path) -> Option<&'r str> {
    let mut environments = repository.environments.iter();
    let environment = environments.find(|environment| path(environment) == wanted)?;
    Some(&environment.name)
}

/// The files that a manifest lists, in its order: that of their texts, not of their folders.
pub(super) fn files<'r>(repository: Repository<'r>, environment: &str) -> Vec<&'r PlannedFile<'r>> {
    let files = repository.plan.files();
    let mut files: Vec<_> = files
        .filter(|file| file.path.as_path().starts_with(environment))
        .collect();
    files.sort_by_key(|file| file.path.as_path().as_str());
    files
}

/// A line of a manifest, and the file whose hash stands on it, if there is one.
pub(super) fn line<'r>(
    repository: Repository<'r>,
    files: &[&'r PlannedFile<'r>],
    number: u32,
) -> Option<(String, Option<&'r PlannedFile<'r>>)> {
    let fixed = |text: &str| Some((text.to_owned(), None));
    let count = u32::try_from(files.len()).ok()?;
    match number {
        0 => None,
        1 => fixed("{"),
        2 => {
            fixed("  \"$comment\": \"The files that platgen owns here, with their SHA-256. ...\",")
        }
        3 => fixed("  \"formatVersion\": 1,"),
        BEFORE_FILES => fixed("  \"files\": {"),
        _ if number <= BEFORE_FILES + 2 * count => {
            let at = number - BEFORE_FILES - 1;
            let file = files.get((at / 2) as usize)?;
            let inner: Utf8PathBuf = file.path.as_path().components().skip(1).collect();
            if at.is_multiple_of(2) {
                return Some((format!("    \"{inner}\":"), Some(*file)));
            }
            let comma = if at / 2 + 1 < count { "," } else { "" };
            let hash = hash(repository.printed(file).text());
            Some((format!("      \"{hash}\"{comma}"), Some(*file)))
        }
        _ if number == BEFORE_FILES + 2 * count + 1 => fixed("  }"),
        _ if number == BEFORE_FILES + 2 * count + 2 => fixed("}"),
        _ => None,
    }
}

/// How many lines a manifest of so many files has.
pub(super) fn count(files: usize) -> u32 {
    u32::try_from(files)
        .unwrap_or(u32::MAX)
        .saturating_mul(2)
        .saturating_add(BEFORE_FILES + 2)
}

fn hash(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
