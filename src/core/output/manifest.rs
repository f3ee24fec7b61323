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
    /// SHA-256, in hex, by path relative to the environment's folder. While a build is at work, and after a merge that left both
    /// sides' lines, several with spaces between.
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

/// Whether a text has one of these hashes.
pub(super) fn is_one_of(hashes: &str, text: &[u8]) -> bool {
    let hash = hash(text);
    hashes.split(' ').any(|known| known == hash)
}

/// Adds hashes to those that a path has.
pub(super) fn add(files: &mut BTreeMap<String, String>, path: &str, hashes: &str) {
    let known = files.entry(path.to_owned()).or_default();
    for hash in hashes.split(' ') {
        if !known.split(' ').any(|known| known == hash) {
            if !known.is_empty() {
                known.push(' ');
            }
            known.push_str(hash);
        }
    }
}

/// Whether git left marks of a conflict in a text.
fn is_in_conflict(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("<<<<<<< "))
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

    /// Reads one. One that a merge left in conflict is that of both sides.
    ///
    /// # Errors
    /// What is wrong with it: not JSON of this shape, another format, or a path that leads out of the folder.
    pub fn parse(text: &[u8]) -> Result<Self, Unusable> {
        if let Ok(text) = std::str::from_utf8(text)
            && is_in_conflict(text)
        {
            return Ok(Self::of_both_sides(text));
        }
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

    /// What its lines say, whatever marks stand between them: a path, and below it a hash.
    fn of_both_sides(text: &str) -> Self {
        let quoted =
            |text: &str| serde_json::from_str::<String>(text.trim().trim_end_matches(',')).ok();
        let mut files = BTreeMap::new();
        let mut path = None;
        for line in text.lines() {
            let (before, after) = line.rsplit_once(':').unwrap_or(("", line));
            if let Some(found) = quoted(before) {
                path = OutputPath::join(&[&found]).map(|path| path.to_string());
            }
            if let (Some(path), Some(hash)) = (&path, quoted(after)) {
                add(&mut files, path, &hash);
            }
        }
        Self::new(files)
    }

    /// Its text, sorted by path. Each hash stands on a line of its own below its path, so that branches which change different
    /// files have a line between their changes, and git merges them.
    pub fn text(&self) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut text = String::with_capacity(self.files.len() * 140);
        text.extend(["{\n  \"$comment\": ", &quoted(&self.comment), ",\n"]);
        let version = self.format_version.to_string();
        text.extend(["  \"formatVersion\": ", &version, ",\n"]);
        text.push_str("  \"files\": {");
        for (index, (path, hash)) in self.files.iter().enumerate() {
            let separator = if index == 0 { "\n    " } else { ",\n    " };
            text.extend([separator, &quoted(path), ":\n      ", &quoted(hash)]);
        }
        text.push_str(if self.files.is_empty() {
            "}\n}\n"
        } else {
            "\n  }\n}\n"
        });
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
    fn a_conflict_is_both_sides() {
        let text = "{
  \"files\": {
    \"a.tf\":
<<<<<<< HEAD
      \"1\",
=======
      \"2\",
>>>>>>> other
    \"b.tf\":
      \"3\",
<<<<<<< HEAD
||||||| base
    \"c.tf\": \"4\",
=======
    \"../d.tf\":
      \"5\"
>>>>>>> other
  }
}
";
        let files = Manifest::parse(text.as_bytes()).unwrap().files;
        let wanted = [("a.tf", "1 2"), ("b.tf", "3"), ("c.tf", "4")];
        let wanted = wanted.map(|(path, hashes)| (path.to_owned(), hashes.to_owned()));
        assert_eq!(files, wanted.into());
    }

    #[test]
    fn refuses_paths_that_lead_out() {
        for path in ["../x", "/etc/passwd", "a/../../b", "", "a//b", "a\\b"] {
            let text = Manifest::new([(path.to_owned(), String::new())].into()).text();
            assert!(Manifest::parse(text.as_bytes()).is_err(), "{path:?}");
        }
    }
}
