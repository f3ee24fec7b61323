//! `generated/<environment>/manifest.json`: which files platgen owns, and their hashes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::core::plan::OutputPath;

/// Its name in an environment's folder.
pub const NAME: &str = "manifest.json";

/// The files of one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// For people who wonder.
    #[serde(rename = "$comment")]
    pub comment: String,
    /// Of this format.
    pub format_version: u32,
    /// SHA-256, in hex, by path relative to the environment's folder.
    pub files: BTreeMap<String, String>,
}

/// A manifest that cannot be used, in words.
#[derive(Debug, PartialEq, Eq)]
pub struct Unusable(pub String);

/// The SHA-256 of a text, in hex.
pub fn hash(text: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(text) {
        for digit in [byte >> 4, byte & 15] {
            hex.push(
                DIGITS
                    .get(usize::from(digit))
                    .copied()
                    .map_or('0', char::from),
            );
        }
    }
    hex
}

impl Manifest {
    /// A manifest of these files.
    pub fn new(files: BTreeMap<String, String>) -> Self {
        let comment = "The files that platgen owns here, with their SHA-256. Written by platgen build; do not edit.".into();
        Self {
            comment,
            format_version: 1,
            files,
        }
    }

    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it: not JSON of this shape, another format, or a path that leads out of the folder.
    pub fn parse(text: &[u8]) -> Result<Self, Unusable> {
        let manifest: Self =
            serde_json::from_slice(text).map_err(|error| Unusable(error.to_string()))?;
        if manifest.format_version != 1 {
            return Err(Unusable(format!(
                "its format version is {}, not 1",
                manifest.format_version
            )));
        }
        match manifest
            .files
            .keys()
            .find(|path| OutputPath::join(&[path]).is_none())
        {
            Some(path) => Err(Unusable(format!(
                "the path {path:?} leads out of its folder"
            ))),
            None => Ok(manifest),
        }
    }

    /// Its text: one line per file, sorted, so that merges of two branches rarely conflict.
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let files = [
            ("a/b.tf".to_owned(), hash(b"x")),
            ("c.xml".to_owned(), hash(b"")),
        ];
        let manifest = Manifest::new(files.into_iter().collect());
        assert_eq!(Manifest::parse(manifest.text().as_bytes()), Ok(manifest));
        assert_eq!(
            hash(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn refuses_paths_that_lead_out() {
        for path in ["../x", "/etc/passwd", "a/../../b", "", "a//b", "a\\b"] {
            let text = Manifest::new([(path.to_owned(), String::new())].into()).text();
            assert!(Manifest::parse(text.as_bytes()).is_err(), "{path:?}");
        }
    }
}
