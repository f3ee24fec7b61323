//! The older spelling of the inputs -> ours, by edits of the text: what is not spelled otherwise stays as it was written, and
//! so do comments, order, quotes and line ends.
//!
//! The outcome is checked like any other input. What is found there is reported at the places of the old files, which are those
//! that somebody has to look at: [`Imported`] knows the way back.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use camino::{Utf8Path, Utf8PathBuf};

use crate::core::diag::{Code, Diagnostic, Diagnostics, Label};
use crate::core::files::older::{CATALOG, team_folder};
use crate::core::sources::{FileId, SourceFile, Sources, Span};
use crate::core::yaml::parse::parse;
use crate::core::yaml::tree::{Node, Value};
use crate::inputs::{self, MODELS};
use crate::schema::{self, Kind};

mod edits;
mod keys;
mod team;

use edits::{Edit, Edited};
use keys::Keys;

/// What the modeline of an input starts with, behind the sign of the comment.
const MODELINE: &str = "yaml-language-server:";

/// One file in the new spelling.
#[derive(Debug)]
pub struct ImportedFile {
    /// Its path in the new repository.
    pub path: Utf8PathBuf,
    /// The file that it was made from, in the old repository.
    pub from: FileId,
    edited: Edited,
}

impl ImportedFile {
    /// Its text.
    pub fn text(&self) -> &str {
        self.edited.text()
    }
}

/// The old repository's files in the new spelling.
#[derive(Debug, Default)]
pub struct Imported {
    /// The files, in order of the old paths.
    pub files: Vec<ImportedFile>,
    /// Addresses of models, for which a platform needs a subnet.
    pub addresses: Vec<Ipv4Addr>,
}

/// Converts what was read of an old repository. Only what concerns the conversion itself is found here.
pub fn import(old: &Sources, findings: &mut Diagnostics) -> Imported {
    let mut imported = Imported::default();
    let (models, team) = (schema::schema(Kind::Models), schema::schema(Kind::Team));
    let mut taken: BTreeMap<Utf8PathBuf, &Utf8Path> = BTreeMap::new();
    for (id, file) in old.iter() {
        let (path, schema, name) = if file.path() == CATALOG {
            (Utf8PathBuf::from(MODELS), &models, Kind::Models)
        } else if let Some(folder) = team_folder(file.path()) {
            let folder = team::without_prefix(folder);
            let path = inputs::team_path(folder);
            (path, &team, Kind::Team)
        } else {
            continue;
        };
        if let Some(first) = taken.get(&path) {
            findings.push(one_team_twice(file.path(), first, &path));
            continue;
        }
        taken.insert(path.clone(), file.path());
        let mut edits = vec![modeline(file, name)];
        // What is wrong with the text is found again in the new file, with what else is.
        if let Some(tree) = parse(id, file.text()).tree {
            Keys::of(schema).rename(&tree, &mut edits);
            match name {
                Kind::Team => team::rename(&tree, file, &mut edits, findings),
                Kind::Models => imported.addresses.extend(addresses(&tree)),
                Kind::Platform
                | Kind::Environment
                | Kind::Expectations
                | Kind::Guardrails
                | Kind::Facts
                | Kind::App
                | Kind::AppEnvironment
                | Kind::Addons
                | Kind::Removals => {}
            }
        }
        imported.files.push(ImportedFile {
            path,
            from: id,
            edited: Edited::new(file.text(), edits),
        });
    }
    imported
}

fn one_team_twice(path: &Utf8Path, first: &Utf8Path, target: &Utf8Path) -> Diagnostic {
    let message = format!("{first} becomes {target} too");
    Diagnostic::file(Code::DuplicateName, path, message)
        .help("rename one of the two folders, and the team in it")
}

/// The line by which editors find the schema: in place of such a line among the first comments, else on top.
fn modeline(file: &SourceFile, kind: Kind) -> Edit {
    let folder = match kind {
        Kind::Team | Kind::Environment => "../../schemas/repository",
        Kind::Facts => "../../schemas",
        Kind::App => "../../../../schemas/repository",
        Kind::AppEnvironment => "../../../../schemas",
        Kind::Models | Kind::Expectations | Kind::Guardrails => "../schemas/repository",
        Kind::Platform | Kind::Addons | Kind::Removals => "../schemas",
    };
    let line = format!("# {MODELINE} $schema={folder}/{}", kind.file_name());
    let mut at = 0;
    for old in file.text().split_inclusive('\n') {
        let words = old.trim();
        if !(words.is_empty() || words.starts_with('#')) {
            break;
        }
        if words.trim_start_matches(['#', ' ']).starts_with(MODELINE) {
            let kept = old.trim_end_matches(['\r', '\n']).len();
            return Edit::new(at, at + kept, line);
        }
        at += old.len();
    }
    let first = file.text().split_inclusive('\n').next();
    let end = match first {
        Some(first) if first.ends_with("\r\n") => "\r\n",
        Some(_) | None => "\n",
    };
    Edit::new(0, 0, line + end)
}

/// The addresses of models, as far as they are any.
fn addresses(catalog: &Node) -> Vec<Ipv4Addr> {
    let models = ["kaito_models", "kaitoModels"]
        .iter()
        .find_map(|key| catalog.get(key));
    let Some(Value::List(models)) = models.map(|models| &models.value) else {
        return Vec::new();
    };
    let address = |model: &Node| {
        let written = ["staticIP", "static_ip"]
            .iter()
            .find_map(|key| model.get(key))?;
        match &written.value {
            Value::Text(text) => text.parse().ok(),
            Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => None,
        }
    };
    models.iter().filter_map(address).collect()
}

/// Findings about one collection of texts.
pub type Found<'s> = (&'s Sources, Vec<Diagnostic>);

impl Imported {
    /// What was found in the old files, and in the new ones, as findings about the old ones, in order of place; with the texts
    /// that they are about: those of the old repository, and of the new one what was not imported.
    pub fn reported(&self, old: Found<'_>, new: Found<'_>) -> (Sources, Vec<Diagnostic>) {
        let ((old, in_old), (new, in_new)) = (old, new);
        let others = new
            .iter()
            .filter(|(_, file)| self.at(file.path()).is_none());
        let shown = Sources::from_texts(
            old.iter()
                .chain(others)
                .map(|(_, file)| (file.path().to_owned(), file.text().to_owned())),
        );
        let mut reported = Diagnostics::new();
        for finding in in_old {
            reported.push(moved(finding, |span| {
                Some(Span {
                    file: shown.find(old.file(span.file)?.path())?.0,
                    ..span
                })
            }));
        }
        for mut finding in in_new {
            let from = finding.path.as_deref().and_then(|path| self.at(path));
            if let Some(file) = from.and_then(|imported| old.file(imported.from)) {
                finding.path = Some(file.path().to_owned());
            }
            reported.push(moved(finding, |span| self.back(span, new, old, &shown)));
        }
        let reported = reported.sorted();
        (shown, reported)
    }

    /// The file with this path in the new repository.
    fn at(&self, path: &Utf8Path) -> Option<&ImportedFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// A place in the new files as one of `shown`.
    fn back(&self, span: Span, new: &Sources, old: &Sources, shown: &Sources) -> Option<Span> {
        let path = new.file(span.file)?.path();
        let Some(imported) = self.at(path) else {
            let file = shown.find(path)?.0;
            return Some(Span { file, ..span });
        };
        let file = shown.find(old.file(imported.from)?.path())?.0;
        let (start, end) = imported.edited.before(span.start, span.end);
        Some(Span { file, start, end })
    }
}

/// A finding with its places elsewhere; one that has no place there is left out.
fn moved(finding: Diagnostic, to: impl Fn(Span) -> Option<Span>) -> Diagnostic {
    let labels = finding.labels.into_iter().filter_map(|label| {
        let span = to(label.span)?;
        Some(Label { span, ..label })
    });
    Diagnostic {
        labels: labels.collect(),
        ..finding
    }
}
