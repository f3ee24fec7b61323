//! Reads what the outputs say an environment was, before they are replaced.

use std::collections::BTreeMap;

use camino::Utf8Path;
use rayon::prelude::*;

use super::manifest::{self, Manifest};
use super::{FOLDER, Failure, disk, scan};

/// What the environments below `root` were, by the outputs that say it: `parse` gets their texts in the order of `paths`, which are
/// relative to an environment's folder. An environment whose outputs are missing, edited or of an older form is left out: the
/// comparison reports what is wrong with them.
///
/// # Errors
/// A file that cannot be read.
pub fn committed<T: Send, const N: usize>(
    root: &Utf8Path,
    paths: [&str; N],
    parse: impl Fn([String; N]) -> Option<T> + Sync,
) -> Result<BTreeMap<String, T>, Failure> {
    let folder = root.join(FOLDER);
    if scan::refused(&folder)?.is_some() {
        return Ok(BTreeMap::new());
    }
    let names = disk::folders(&folder)?;
    let read: Vec<Option<(String, T)>> = names
        .into_par_iter()
        .map(|name| {
            let texts = environment(&folder.join(&name), paths)?;
            Ok(texts.and_then(&parse).map(|committed| (name, committed)))
        })
        .collect::<Result<_, Failure>>()?;
    Ok(read.into_iter().flatten().collect())
}

fn environment<const N: usize>(
    folder: &Utf8Path,
    paths: [&str; N],
) -> Result<Option<[String; N]>, Failure> {
    let disk::Found::File(manifest) = disk::look(&folder.join(manifest::NAME))? else {
        return Ok(None);
    };
    let Ok(manifest) = Manifest::parse(&manifest) else {
        return Ok(None);
    };
    let mut texts = Vec::with_capacity(N);
    for path in paths {
        texts.extend(owned(folder, path, &manifest)?);
    }
    Ok(texts.try_into().ok())
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
