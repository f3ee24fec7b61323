//! Reads what the outputs say an environment was, before they are replaced.

use std::collections::BTreeMap;

use camino::Utf8Path;
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{FOLDER, Failure, disk, scan};
use crate::domain::previous::Committed;

/// The outputs that say it, relative to an environment's folder.
const RUNTIME: &str = "runtime/platform-runtime.yaml";
const VALUES: &str = "helm/kaito-models/values.yaml";

/// What the environments below `root` were. One whose outputs are missing, edited or of an older form is left out: the
/// comparison tells what is wrong with them.
///
/// # Errors
/// A file that cannot be read.
pub fn committed(root: &Utf8Path) -> Result<BTreeMap<String, Committed>, Failure> {
    let folder = root.join(FOLDER);
    if scan::refused(&folder)?.is_some() {
        return Ok(BTreeMap::new());
    }
    let names = disk::folders(&folder)?;
    let read: Vec<Option<(String, Committed)>> = names
        .into_par_iter()
        .map(|name| Ok(environment(&folder.join(&name))?.map(|committed| (name, committed))))
        .collect::<Result<_, Failure>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn environment(folder: &Utf8Path) -> Result<Option<Committed>, Failure> {
    let disk::Found::File(manifest) = disk::look(&folder.join(manifest::NAME))? else {
        return Ok(None);
    };
    let Ok(manifest) = Manifest::parse(&manifest) else {
        return Ok(None);
    };
    let (runtime, values) = (
        owned(folder, RUNTIME, &manifest)?,
        owned(folder, VALUES, &manifest)?,
    );
    Ok(match (runtime, values) {
        (Some(runtime), Some(values)) => Committed::parse(&runtime, &values),
        (_, None) | (None, Some(_)) => None,
    })
}

/// The text of an output, if it is as platgen wrote it.
fn owned(folder: &Utf8Path, path: &str, manifest: &Manifest) -> Result<Option<String>, Failure> {
    let Some(hash) = manifest.files.get(path) else {
        return Ok(None);
    };
    match disk::look(&folder.join(path))? {
        disk::Found::File(text) if manifest::is_one_of(hash, &text) => {
            Ok(String::from_utf8(text).ok())
        }
        disk::Found::File(_) | disk::Found::Nothing | disk::Found::Other(_) => Ok(None),
    }
}
