//! The input texts of one repository, and places in them.
//!
//! A [`Span`] is three numbers; lines and columns are computed only when somebody asks ([`Sources::position`]).
//! Reading from disk is in [`crate::core::files`]; everything else works on texts in memory. No text holds a secret: see [`secrets`].

use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

pub mod portable;
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
    /// Where a value stands that nobody wrote: one put in so that the rest of a faulty file can be checked. No file has it.
    pub const SYNTHETIC: Self = Self {
        file: FileId(u32::MAX),
        start: 0,
        end: 0,
    };

    /// Whether nobody wrote what stands here.
    pub fn is_synthetic(self) -> bool {
        self.file == Self::SYNTHETIC.file
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
    letters: OnceLock<Vec<Letters>>,
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
        let (line, start) = self.line_start(offset);
        let letters = self.before(offset).letters - self.before(start).letters;
        (line, letters + 1)
    }

    /// Line and column, both from 1, of a byte offset; the column in UTF-16 code units, as editors' protocols count.
    pub fn line_column_utf16(&self, offset: u32) -> (u32, u32) {
        let (line, start) = self.line_start(offset);
        let (before, first) = (self.before(offset), self.before(start));
        let units = before.letters + before.pairs - first.letters - first.pairs;
        (line, units + 1)
    }

    /// The line of a byte offset, from 1, and where it starts.
    fn line_start(&self, offset: u32) -> (u32, u32) {
        let starts = self.line_starts();
        let index = starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        (
            number(index) + 1,
            starts.get(index).copied().unwrap_or_default(),
        )
    }

    /// How many letters stand before an offset. A line may be as long as a file, so they are counted once, block by block.
    fn before(&self, offset: u32) -> Letters {
        let bytes = self.text.as_bytes();
        let blocks = self.letters.get_or_init(|| {
            let mut sum = Letters::default();
            let blocks = bytes.chunks(BLOCK).map(|block| {
                let before = sum;
                sum = sum.and(block);
                before
            });
            blocks.collect()
        });
        let offset = (offset as usize).min(bytes.len());
        let block = (offset / BLOCK).min(blocks.len().saturating_sub(1));
        let sum = blocks.get(block).copied().unwrap_or_default();
        sum.and(bytes.get(block * BLOCK..offset).unwrap_or_default())
    }
}

/// Bytes between two counts of letters.
const BLOCK: usize = 1024;

/// Letters of a text, and how many of them take two units of UTF-16.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    letters: u32,
    pairs: u32,
}

impl Letters {
    fn and(self, bytes: &[u8]) -> Self {
        // Every letter has one byte that starts it; only letters of four bytes take two units.
        let starts = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let pairs = bytes.iter().filter(|byte| **byte >= 0xf0).count();
        Self {
            letters: self.letters + number(starts),
            pairs: self.pairs + number(pairs),
        }
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
                    letters: OnceLock::new(),
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
            letters: OnceLock::new(),
        });
        id
    }

    /// With the paths of inputs that are there and cannot be read, so that nobody takes what they hold for missing.
    #[must_use]
    pub fn with_unread(mut self, paths: impl IntoIterator<Item = Utf8PathBuf>) -> Self {
        self.unread.extend(paths);
        self
    }

    /// Inputs that are there and cannot be read, which is reported.
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
pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}
