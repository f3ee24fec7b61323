//! From texts to typed inputs: each file parsed once, overlays merged, everything judged by its schema.
//!
//! A file with a fault is left out and reading goes on. An environment is left out where its catalog has a fault, since
//! what refers to the catalog could then not be judged; teams are read once, whatever the environments.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use camino::Utf8Path;
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::origin::Origin;
use crate::schema::{self, Kind};
use crate::sources::read::Input;
use crate::sources::{FileId, SourceFile, Sources, Span};
use crate::syntax::models::ModelsFile;
use crate::syntax::overlay;
use crate::syntax::parse::parse;
use crate::syntax::spanned::Spanned;
use crate::syntax::tree::{Node, Value};
use crate::syntax::typed;
use crate::syntax::validate::Judge;
use crate::syntax::written::{Written, WrittenEnvironment, WrittenTeam};

mod changes;

/// One file of the catalog.
struct CatalogFile<'s> {
    id: FileId,
    path: &'s Utf8Path,
    tree: Option<Node>,
}

/// The catalog's files, parsed.
#[derive(Default)]
struct CatalogFiles<'s> {
    platform: Option<CatalogFile<'s>>,
    models: Vec<CatalogFile<'s>>,
    environments: Vec<(&'s str, CatalogFile<'s>)>,
}

/// All inputs, typed, and what is wrong with them as YAML and by their schemas.
pub fn read(sources: &Sources) -> (Written, Diagnostics) {
    let mut findings = Diagnostics::new();
    let (teams, found) = teams(sources);
    findings.append(found);
    let catalog = catalog(sources, &mut findings);
    let mut written = Written {
        teams,
        ..Written::default()
    };
    if catalog.environments.is_empty() {
        let environment = only(&catalog, sources, &mut findings);
        written.environment_names.extend(stated(&catalog));
        written.environments.extend(environment);
    }
    for (name, file) in &catalog.environments {
        let environment = overlaid(name, file, &catalog, sources, &mut findings);
        written.environment_names.push((*name).to_owned());
        written.environments.extend(environment);
    }
    (written, findings)
}

/// The judge of a kind of file, made once.
fn judge(kind: Kind) -> &'static Judge {
    static JUDGES: OnceLock<BTreeMap<Kind, Judge>> = OnceLock::new();
    let judges = JUDGES.get_or_init(|| Kind::ALL.iter().map(|kind| (*kind, made(*kind))).collect());
    &judges[&kind]
}

#[expect(
    clippy::expect_used,
    reason = "the schemas are part of the program, and a test builds each of them"
)]
fn made(kind: Kind) -> Judge {
    Judge::new(schema::judged(kind)).expect("a schema of an input type is a JSON Schema")
}

/// A tree as its type, if its schema has nothing against it.
fn typed_as<T: DeserializeOwned>(
    kind: Kind,
    tree: &Node,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<T> {
    let found = judge(kind).judge(tree, sources);
    let sound = !found.has_errors();
    findings.append(found);
    if !sound {
        return None;
    }
    typed::read(tree)
        .map_err(|fault| findings.push(*fault))
        .ok()
}

fn teams(sources: &Sources) -> (Vec<WrittenTeam>, Diagnostics) {
    let files: Vec<(&str, FileId, &SourceFile)> = sources
        .iter()
        .filter_map(|(id, file)| match Input::of(file.path()) {
            Some(Input::Team(folder)) => Some((folder, id, file)),
            Some(Input::Platform | Input::Models | Input::Environment(_)) | None => None,
        })
        .collect();
    let read: Vec<(Option<WrittenTeam>, Diagnostics)> = files
        .into_par_iter()
        .map(|(folder, id, file)| team(folder, id, file, sources))
        .collect();
    let mut findings = Diagnostics::new();
    let mut teams = Vec::with_capacity(read.len());
    for (team, found) in read {
        teams.extend(team);
        findings.append(found);
    }
    (teams, findings)
}

fn team(
    folder: &str,
    id: FileId,
    file: &SourceFile,
    sources: &Sources,
) -> (Option<WrittenTeam>, Diagnostics) {
    let parsed = parse(id, file.text());
    let mut findings = parsed.findings;
    let typed = parsed
        .tree
        .and_then(|tree| typed_as(Kind::Team, &tree, sources, &mut findings));
    let team = typed.map(|typed| WrittenTeam {
        folder: folder.to_owned(),
        path: file.path().to_string(),
        file: typed,
    });
    (team, findings)
}

fn catalog<'s>(sources: &'s Sources, findings: &mut Diagnostics) -> CatalogFiles<'s> {
    let mut catalog = CatalogFiles::default();
    for (id, file) in sources.iter() {
        let Some(input) = Input::of(file.path()) else {
            continue;
        };
        if matches!(input, Input::Team(_)) {
            continue;
        }
        let parsed = parse(id, file.text());
        findings.append(parsed.findings);
        let read = CatalogFile {
            id,
            path: file.path(),
            tree: parsed.tree,
        };
        match input {
            Input::Platform => catalog.platform = Some(read),
            Input::Models => catalog.models.push(read),
            Input::Environment(name) => catalog.environments.push((name, read)),
            Input::Team(_) => {}
        }
    }
    catalog
}

/// The environment that the platform file names.
fn stated(catalog: &CatalogFiles<'_>) -> Option<String> {
    let tree = catalog.platform.as_ref()?.tree.as_ref()?;
    match &tree.get("platform")?.get("environment")?.value {
        Value::Text(name) => Some(name.clone()),
        Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::List(_)
        | Value::Map(_) => None,
    }
}

/// The one environment of a catalog without overlays.
fn only(
    catalog: &CatalogFiles<'_>,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<WrittenEnvironment> {
    let base = catalog.platform.as_ref()?;
    let trees: Option<Vec<&Node>> = catalog
        .models
        .iter()
        .map(|file| file.tree.as_ref())
        .collect();
    let models = trees.and_then(|trees| typed_models(trees.into_iter(), sources, findings));
    let platform: crate::syntax::platform::PlatformFile =
        typed_as(Kind::Platform, base.tree.as_ref()?, sources, findings)?;
    let Some(name) = platform.platform.environment.clone() else {
        let message = "the platform does not say which environment it is";
        let finding = Diagnostic::about(Code::MissingKey, platform.platform.origin, message);
        findings.push(
            finding.help("add `environment`, or describe environments in `catalog/environments/`"),
        );
        return None;
    };
    Some(WrittenEnvironment {
        name,
        platform,
        models: models?,
        removed: BTreeMap::new(),
        platform_paths: vec![base.path.to_string()],
        model_paths: paths(catalog),
    })
}

/// One environment: the catalog with an overlay merged in.
fn overlaid(
    name: &str,
    file: &CatalogFile<'_>,
    catalog: &CatalogFiles<'_>,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<WrittenEnvironment> {
    let overlay = file.tree.clone()?;
    let mut sound = true;
    if overlay.value != Value::Null {
        let found = judge(Kind::Environment).judge(&overlay, sources);
        sound = !found.has_errors();
        findings.append(found);
    }
    let (overlay, changes) = changes::split(overlay);
    let trees: Option<Vec<Node>> = catalog
        .models
        .iter()
        .map(|file| file.tree.clone())
        .collect();
    let applied = trees.map(|trees| changes::apply(trees, changes, findings));
    let base = catalog.platform.as_ref()?;
    let merged = base.tree.clone().map(|tree| overlay::merge(tree, overlay));
    if !sound {
        return None; // what is wrong in the overlay would be told again as wrong in the whole
    }
    let models = applied
        .as_ref()
        .and_then(|changed| typed_models(changed.trees.iter(), sources, findings));
    let platform = typed_as(Kind::Platform, &merged?, sources, findings);
    let start = Span {
        file: file.id,
        start: 0,
        end: 0,
    };
    Some(WrittenEnvironment {
        name: Spanned {
            value: name.to_owned(),
            origin: Origin::Written(start),
        },
        platform: platform?,
        models: models?,
        removed: applied?.removed,
        platform_paths: vec![base.path.to_string(), file.path.to_string()],
        model_paths: paths(catalog),
    })
}

fn paths(catalog: &CatalogFiles<'_>) -> Vec<String> {
    catalog
        .models
        .iter()
        .map(|file| file.path.to_string())
        .collect()
}

/// The model files, all of them or none; an empty one holds nothing.
fn typed_models<'n>(
    trees: impl Iterator<Item = &'n Node>,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<Vec<ModelsFile>> {
    let typed: Vec<Option<ModelsFile>> = trees
        .map(|tree| match tree.value {
            Value::Null => Some(ModelsFile::default()),
            Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::List(_)
            | Value::Map(_) => typed_as(Kind::Models, tree, sources, findings),
        })
        .collect();
    typed.into_iter().collect()
}

#[cfg(test)]
mod tests;
