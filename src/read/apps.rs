//! Applications: each merged with the overlay of every environment that it is in.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{corrected, empty, sound_overlay, typed_as};
use crate::core::diag::Diagnostics;
use crate::core::origin::Origin;
use crate::core::sources::{FileId, SourceFile, Sources, Span};
use crate::core::yaml::overlay;
use crate::core::yaml::parse::parse;
use crate::core::yaml::spanned::Spanned;
use crate::core::yaml::tree::{Node, Value};
use crate::domain::apps::syntax::AppFile;
use crate::domain::parsed::{WrittenApp, WrittenAppEnvironment};
use crate::inputs::Input;
use crate::schema::Kind;

/// The files of one application.
#[derive(Default)]
struct Files<'s> {
    base: Option<(FileId, &'s SourceFile)>,
    overlays: Vec<(&'s str, FileId, &'s SourceFile)>,
}

/// All applications, by path, in the environments of these names.
pub(super) fn apps(sources: &Sources, environments: &[String]) -> (Vec<WrittenApp>, Diagnostics) {
    let mut found: BTreeMap<(&str, &str), Files<'_>> = BTreeMap::new();
    for (id, file) in sources.iter() {
        match Input::of(file.path()) {
            Some(Input::App { team, app }) => {
                found.entry((team, app)).or_default().base = Some((id, file));
            }
            Some(Input::AppOverlay {
                team,
                app,
                environment,
            }) => {
                let files = found.entry((team, app)).or_default();
                files.overlays.push((environment, id, file));
            }
            Some(
                Input::Platform
                | Input::Models
                | Input::Environment(_)
                | Input::Team(_)
                | Input::Guardrails
                | Input::Expectations
                | Input::Policy
                | Input::Facts
                | Input::Addons
                | Input::Removals,
            )
            | None => {}
        }
    }
    let read: Vec<(Option<WrittenApp>, Diagnostics)> = found
        .into_par_iter()
        .map(|((team, folder), files)| {
            let mut findings = Diagnostics::new();
            let app = app((team, folder), &files, environments, sources, &mut findings);
            (app, findings)
        })
        .collect();
    let (mut apps, mut findings) = (Vec::with_capacity(read.len()), Diagnostics::new());
    for (app, found) in read {
        apps.extend(app);
        findings.append(found);
    }
    (apps, findings)
}

/// One application. Without its own file, which has been reported, nothing of it is read.
fn app(
    (team, folder): (&str, &str),
    files: &Files<'_>,
    environments: &[String],
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Option<WrittenApp> {
    let (id, file) = files.base?;
    let parsed = parse(id, file.text());
    findings.append(parsed.findings);
    findings.extend(empty(Kind::App, parsed.tree.as_ref()));
    let base = parsed.tree.filter(|tree| tree.value != Value::Null)?;
    let base = corrected(Kind::App, base, sources, findings);
    let mut overlays: BTreeMap<&str, (Node, String)> = BTreeMap::new();
    let mut places = Vec::with_capacity(files.overlays.len());
    for (name, id, file) in &files.overlays {
        let parsed = parse(*id, file.text());
        findings.append(parsed.findings);
        places.push(start_of(name, *id));
        let sound = parsed
            .tree
            .and_then(|tree| sound_overlay(Kind::AppEnvironment, tree, sources, findings));
        overlays.extend(sound.map(|tree| (*name, (tree, file.path().to_string()))));
    }
    let named = named(&base);
    let here = |name: &&String| named.is_empty() || named.contains(&name.as_str());
    let mut written = BTreeMap::new();
    for name in environments.iter().filter(here) {
        let (tree, overlay) = match overlays.remove(name.as_str()) {
            Some((tree, path)) => (tree, Some(path)),
            None => (Node::nowhere(Value::Null), None),
        };
        let mut removed_keys = Vec::new();
        let merged = overlay::merge(base.clone(), tree, &mut removed_keys);
        let typed = typed_as(Kind::App, &merged, &removed_keys, sources, findings);
        written.extend(typed.map(|file| {
            let environment = WrittenAppEnvironment {
                file,
                removed_keys,
                overlay,
            };
            (name.clone(), environment)
        }));
    }
    if written.is_empty() {
        // It is in no environment: what is wrong with it is reported nevertheless.
        let _: Option<AppFile> = typed_as(Kind::App, &base, &[], sources, findings);
    }
    Some(WrittenApp {
        team: team.to_owned(),
        folder: folder.to_owned(),
        path: file.path().to_string(),
        environments: written,
        named: places_of(&base),
        overlays: places,
    })
}

/// The environments that a tree names.
fn named(base: &Node) -> Vec<&str> {
    let list = base.get("environments").and_then(Node::items);
    list.into_iter().flatten().filter_map(Node::text).collect()
}

/// The environments that a tree names, with their places.
fn places_of(base: &Node) -> Vec<Spanned<String>> {
    let list = base.get("environments").and_then(Node::items);
    let written = list.into_iter().flatten().filter_map(|item| {
        Some(Spanned {
            value: item.text()?.to_owned(),
            origin: item.origin(),
        })
    });
    written.collect()
}

/// The name of an overlay, at the start of its file.
fn start_of(name: &str, file: FileId) -> Spanned<String> {
    let start = Span {
        file,
        start: 0,
        end: 0,
    };
    Spanned {
        value: name.to_owned(),
        origin: Origin::Written(start),
    }
}
