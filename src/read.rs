//! From texts to typed inputs: each file parsed once, overlays merged, everything checked by its schema.
//!
//! A file with a fault is reported and then repaired, so that the later stages find what else is wrong; what they make of guesses
//! is distinguished by [`Span::SYNTHETIC`]. A file that cannot be read as YAML is left out, or taken as one of which nothing is
//! known where others refer to it. Teams are read once, whatever the environments.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use camino::Utf8Path;
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::files;
use crate::core::origin::Origin;
use crate::core::sources::{FileId, SourceFile, Sources, Span};
use crate::core::yaml::overlay::{self, Removed};
use crate::core::yaml::parse::parse;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::tree::{Entry, Node, Value};
use crate::core::yaml::typed;
use crate::core::yaml::validate::TreeValidator;
use crate::domain::models::syntax::ModelsFile;
use crate::domain::parsed::{Written, WrittenEnvironment, WrittenTeam};
use crate::domain::platform::syntax::PlatformFile;
use crate::inputs::Input;
use crate::schema::{self, Kind};

mod addons;
mod apps;
mod changes;
mod optional;

use optional::{empty, expectations, facts, guardrails, removals};

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
    addons: Option<CatalogFile<'s>>,
}

/// All inputs, typed, and what is wrong with them as texts, as YAML and by their schemas.
pub fn read(sources: &Sources) -> (Written, Diagnostics) {
    let ((teams, of_teams), (mut written, mut findings)) =
        rayon::join(|| teams(sources), || all_but_teams(sources));
    findings.append(of_teams);
    written.teams = teams;
    let (apps, of_apps) = apps::apps(sources, &written.environment_names);
    findings.append(of_apps);
    written.apps = apps;
    (written, findings)
}

fn all_but_teams(sources: &Sources) -> (Written, Diagnostics) {
    let mut findings = files::secrets::find(sources);
    findings.append(files::placeholders::find(sources));
    let catalog = catalog(sources, &mut findings);
    let mut written = Written {
        expectations: expectations(sources, &mut findings),
        guardrails: guardrails(sources, &mut findings),
        facts: facts(sources, &mut findings),
        removals: removals(sources, &mut findings),
        ..Written::default()
    };
    if catalog.environments.is_empty() {
        let environment = only(&catalog, sources, &mut findings);
        let named = environment
            .iter()
            .filter(|found| !found.name.origin.is_synthetic());
        written
            .environment_names
            .extend(named.map(|found| found.name.value.clone()));
        written.environments.extend(environment);
    }
    for (name, file) in &catalog.environments {
        let environment = overlaid(name, file, &catalog, sources, &mut findings);
        written.environment_names.push((*name).to_owned());
        written.environments.extend(environment);
    }
    (written, findings)
}

/// The validator of a kind of file, made once, when there is a file of the kind.
fn validator(kind: Kind) -> &'static TreeValidator {
    static VALIDATORS: OnceLock<BTreeMap<Kind, OnceLock<TreeValidator>>> = OnceLock::new();
    let checks = VALIDATORS.get_or_init(|| {
        let none = |kind: &Kind| (*kind, OnceLock::new());
        Kind::ALL.iter().map(none).collect()
    });
    checks[&kind].get_or_init(|| made(kind))
}

#[expect(
    clippy::expect_used,
    reason = "the schemas are part of the program, and a test builds each of them"
)]
fn made(kind: Kind) -> TreeValidator {
    TreeValidator::new(schema::checked(kind)).expect("a schema of an input type is a JSON Schema")
}

/// A tree as its type. One with faults, which are reported, is repaired first.
fn typed_as<T: DeserializeOwned>(
    kind: Kind,
    tree: &Node,
    removed: &[Removed],
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<T> {
    let validator = validator(kind);
    if validator.fits(tree) {
        return typed::read(tree)
            .map_err(|fault| findings.push(*fault))
            .ok();
    }
    findings.append_new(validator.validate_merged(tree, removed, sources));
    guessed(validator, tree).or_else(|| guessed(validator, &unknown(kind)?))
}

/// A repaired tree as its type. Its faults have been reported.
fn guessed<T: DeserializeOwned>(validator: &TreeValidator, tree: &Node) -> Option<T> {
    typed::read(&validator.repaired(tree)?).ok()
}

/// A file of which nothing is known, if anything can be made of that: a platform, because models are checked beside it, and
/// models, because teams name them.
fn unknown(kind: Kind) -> Option<Node> {
    let entry = |key: &str| Entry {
        key: key.to_owned(),
        key_span: Span::SYNTHETIC,
        value: Node::nowhere(Value::List(Vec::new())),
    };
    match kind {
        Kind::Platform => Some(Node::nowhere(Value::Map(Vec::new()))),
        Kind::Models => {
            let lists = ["kaitoModels", "foundryModels", "accessGroups"];
            Some(Node::nowhere(Value::Map(lists.map(entry).into())))
        }
        Kind::Team
        | Kind::Environment
        | Kind::Expectations
        | Kind::Guardrails
        | Kind::Facts
        | Kind::App
        | Kind::AppEnvironment
        | Kind::Addons
        | Kind::Removals => None,
    }
}

fn teams(sources: &Sources) -> (Vec<WrittenTeam>, Diagnostics) {
    let files: Vec<(&str, FileId, &SourceFile)> = sources
        .iter()
        .filter_map(|(id, file)| {
            let Some(Input::Team(folder)) = Input::of(file.path()) else {
                return None;
            };
            Some((folder, id, file))
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
        .and_then(|tree| typed_as(Kind::Team, &tree, &[], sources, &mut findings));
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
        let Some(kind) = kind_of(input) else {
            continue;
        };
        let parsed = parse(id, file.text());
        findings.append(parsed.findings);
        findings.extend(empty(kind, parsed.tree.as_ref()));
        // Without a tree there is a finding that says why.
        let merged = matches!(kind, Kind::Platform | Kind::Models | Kind::Addons);
        let tree = match parsed.tree {
            Some(tree) if merged && tree.value != Value::Null => {
                Some(corrected(kind, tree, sources, findings))
            }
            tree => tree.or_else(|| unknown(kind)),
        };
        let read = CatalogFile {
            id,
            path: file.path(),
            tree,
        };
        catalog.add(input, read);
    }
    for path in sources.unread() {
        if let Some(input) = Input::of(path) {
            let Some(kind) = kind_of(input) else { continue };
            let tree = unknown(kind);
            let id = Span::SYNTHETIC.file;
            catalog.add(input, CatalogFile { id, path, tree });
        }
    }
    catalog
}

impl<'s> CatalogFiles<'s> {
    fn add(&mut self, input: Input<'s>, file: CatalogFile<'s>) {
        match input {
            Input::Platform => self.platform = Some(file),
            Input::Models => self.models.push(file),
            Input::Environment(name) => self.environments.push((name, file)),
            Input::Addons => self.addons = Some(file),
            Input::Team(_)
            | Input::Expectations
            | Input::Guardrails
            | Input::Policy
            | Input::Facts
            | Input::App { .. }
            | Input::AppOverlay { .. }
            | Input::Removals => {}
        }
    }
}

/// A file that overlays are merged into, less its unknown keys, which are reported: no overlay makes them known, and what it
/// writes is merged into the key that a misspelled one stands for.
fn corrected(kind: Kind, tree: Node, sources: &Sources, findings: &mut Diagnostics) -> Node {
    let validator = validator(kind);
    let mut found = validator.validate(&tree, sources);
    found.keep_only(&[Code::UnknownKey, Code::MisplacedKey, Code::MoreFaults]);
    if !found.has_errors() {
        return tree;
    }
    findings.append_new(found);
    validator.corrected(&tree).unwrap_or(tree)
}

/// The kind of a file that platforms are made of, besides teams.
fn kind_of(input: Input<'_>) -> Option<Kind> {
    match input {
        Input::Platform => Some(Kind::Platform),
        Input::Models => Some(Kind::Models),
        Input::Environment(_) => Some(Kind::Environment),
        Input::Addons => Some(Kind::Addons),
        Input::Team(_)
        | Input::Expectations
        | Input::Guardrails
        | Input::Policy
        | Input::Facts
        | Input::App { .. }
        | Input::AppOverlay { .. }
        | Input::Removals => None,
    }
}

/// The one environment of a catalog without overlays.
fn only(
    catalog: &CatalogFiles<'_>,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<WrittenEnvironment> {
    let base = catalog.platform.as_ref()?;
    let trees = catalog.models.iter().filter_map(|file| file.tree.as_ref());
    let models = typed_models(trees, &[], sources, findings);
    let (addons, addon_paths) = addons::of(catalog, None, &mut Vec::new(), sources, findings);
    let tree = base.tree.as_ref()?;
    let platform: PlatformFile = typed_as(Kind::Platform, tree, &[], sources, findings)?;
    let name = platform.platform.environment.clone().unwrap_or_else(|| {
        let message = "the platform does not say which environment it is";
        let finding = Diagnostic::about(Code::MissingKey, platform.platform.origin, message);
        if !platform.platform.origin.is_synthetic() {
            findings
                .push(finding.help(
                    "add `environment`, or describe environments in `catalog/environments/`",
                ));
        }
        Spanned {
            value: "environment".to_owned(),
            origin: Origin::Written(Span::SYNTHETIC),
        }
    });
    Some(WrittenEnvironment {
        name,
        platform,
        models: models?,
        addons,
        addon_paths,
        removed: BTreeMap::new(),
        removed_keys: Vec::new(),
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
    let overlay = sound_overlay(Kind::Environment, file.tree.clone()?, sources, findings)?;
    let (overlay, changes) = changes::split(overlay);
    let (overlay, of_addons) = addons::split(overlay);
    let trees = catalog.models.iter().filter_map(|file| file.tree.clone());
    let models = changes::apply(trees.collect(), changes);
    if !models.unknown.is_empty() && !catalog.models.iter().any(is_partial) {
        for unknown in models.unknown {
            findings.push(unknown);
        }
    }
    let base = catalog.platform.as_ref()?;
    let mut keys = models.keys;
    let merged = overlay::merge(base.tree.clone()?, overlay, &mut keys);
    let files = typed_models(models.trees.iter(), &keys, sources, findings);
    let above = of_addons.map(|tree| (file.path, tree));
    let (addons, addon_paths) = addons::of(catalog, above, &mut keys, sources, findings);
    let platform = typed_as(Kind::Platform, &merged, &keys, sources, findings);
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
        models: files?,
        addons,
        addon_paths,
        removed: models.removed,
        removed_keys: keys,
        platform_paths: vec![base.path.to_string(), file.path.to_string()],
        model_paths: paths(catalog),
    })
}

/// An overlay without the faults that are reported, so that they are not reported again as faults of the whole.
fn sound_overlay(
    kind: Kind,
    tree: Node,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<Node> {
    if tree.value == Value::Null {
        return Some(tree);
    }
    let validator = validator(kind);
    if validator.fits(&tree) {
        return Some(tree);
    }
    findings.append_new(validator.validate(&tree, sources));
    // A section that is not known could change anything.
    validator
        .repaired(&tree)
        .filter(|tree| !tree.span.is_synthetic())
}

/// Whether a model file has entries whose names are not known.
fn is_partial(file: &CatalogFile<'_>) -> bool {
    let repaired = file
        .tree
        .as_ref()
        .filter(|tree| tree.value != Value::Null)
        .map(|tree| validator(Kind::Models).repaired(tree));
    repaired.is_some_and(|repaired| repaired.as_ref().is_none_or(changes::is_partial))
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
    removed: &[Removed],
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
            | Value::Map(_) => typed_as(Kind::Models, tree, removed, sources, findings),
        })
        .collect();
    typed.into_iter().collect()
}

#[cfg(test)]
mod tests;
