//! The input texts of one repository, and places in them.
//!
//! A [`Span`] is three numbers; lines and columns are computed only when somebody asks ([`Sources::position`]).
//! Reading from disk is in [`read`]; everything else works on texts in memory. No text holds a secret: see [`secrets`].

pub(crate) mod codes;

use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

pub mod placeholders;
pub mod portable;
pub mod read;
pub mod secrets;

/// One input file, by its place in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of one input file: byte offsets, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Where a value stands that nobody wrote: one put in so that the rest of a faulty file can be judged. No file has it.
    pub const NOWHERE: Self = Self {
        file: FileId(u32::MAX),
        start: 0,
        end: 0,
    };

    /// Whether nobody wrote what stands here.
    pub fn is_nowhere(self) -> bool {
        self.file == Self::NOWHERE.file
    }
}

/// A place as people read it: path relative to the repository, line and column counted from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Path relative to the repository, with `/`.
    pub path: Utf8PathBuf,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// The text of one input file, without a byte order mark and with secrets masked.
#[derive(Debug)]
pub struct SourceFile {
    path: Utf8PathBuf,
    text: String,
    secrets: Vec<secrets::Secret>,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Path relative to the repository, with `/`.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The text, without a byte order mark and with secrets masked; line ends as in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = self
                .text
                .bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0)
                .chain(ends.map(|(at, _)| number(at) + 1))
                .collect()
        })
    }

    /// Line and column, both from 1, of a byte offset; past the end means the end.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(offset);
        (line, number(before.chars().count()) + 1)
    }

    /// Line and column, both from 1, of a byte offset; the column in UTF-16 code units, as editors' protocols count.
    pub fn line_column_utf16(&self, offset: u32) -> (u32, u32) {
        let (line, before) = self.before(offset);
        // Only letters of four bytes take two units.
        let pairs = before.bytes().filter(|byte| *byte >= 0xf0).count();
        (line, number(before.chars().count() + pairs) + 1)
    }

    /// The line of a byte offset, from 1, and what stands before it there.
    fn before(&self, offset: u32) -> (u32, &str) {
        let starts = self.line_starts();
        let index = starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = starts.get(index).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(self.text.len());
        let before = self.text.get(start..end).unwrap_or_default();
        (number(index) + 1, before)
    }
}

/// All input texts, ordered by path, so that nothing depends on the order in which a disk lists them.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    unread: Vec<Utf8PathBuf>,
    /// Files that no stage reads, but that findings show: their ids come after those of all others.
    shown: Vec<SourceFile>,
}

impl Sources {
    /// Texts by path; a byte order mark is dropped, and what looks like a secret is masked.
    pub fn from_texts(texts: impl IntoIterator<Item = (Utf8PathBuf, String)>) -> Self {
        let texts: Vec<(Utf8PathBuf, String)> = texts.into_iter().collect();
        let mut files: Vec<SourceFile> = texts
            .into_par_iter()
            .map(|(path, text)| {
                let (secrets, text) = secrets::masked(without_mark(text));
                SourceFile {
                    path,
                    text,
                    secrets,
                    lines: OnceLock::new(),
                }
            })
            .collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            files,
            unread: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Keeps a text that nothing can be read from, so that a finding has a place in it.
    pub fn show(&mut self, path: Utf8PathBuf, text: String) -> FileId {
        let id = FileId(number(self.files.len() + self.shown.len()));
        let (secrets, text) = secrets::masked(text);
        self.shown.push(SourceFile {
            path,
            text,
            secrets,
            lines: OnceLock::new(),
        });
        id
    }

    /// With the paths of inputs that are there and cannot be read, so that nobody takes what they hold for missing.
    #[must_use]
    pub fn with_unread(mut self, paths: impl IntoIterator<Item = Utf8PathBuf>) -> Self {
        self.unread.extend(paths);
        self
    }

    /// Inputs that are there and cannot be read, which is told.
    pub fn unread(&self) -> impl Iterator<Item = &Utf8Path> {
        self.unread.iter().map(Utf8PathBuf::as_path)
    }

    /// Every file with its id, by path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, file)| (FileId(number(index)), file))
    }

    /// The file of an id made by this `Sources`.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        let index = id.0 as usize;
        let beyond = || self.shown.get(index.checked_sub(self.files.len())?);
        self.files.get(index).or_else(beyond)
    }

    /// The file at a path relative to the repository.
    pub fn find(&self, path: &Utf8Path) -> Option<(FileId, &SourceFile)> {
        let index = self
            .files
            .binary_search_by(|file| file.path.as_path().cmp(path))
            .ok()?;
        Some((FileId(number(index)), self.files.get(index)?))
    }

    /// Where a span starts, as people read it.
    pub fn position(&self, span: Span) -> Position {
        let Some(file) = self.file(span.file) else {
            return Position {
                path: Utf8PathBuf::new(),
                line: 1,
                column: 1,
            };
        };
        let (line, column) = file.line_column(span.start);
        Position {
            path: file.path.clone(),
            line,
            column,
        }
    }

    /// Where a span ends, as people read it.
    pub fn end_position(&self, span: Span) -> Position {
        self.position(Span {
            start: span.end,
            ..span
        })
    }
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// An offset or a count as a span holds it. Files are read up to a few MiB, so nothing is ever cut off.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}
