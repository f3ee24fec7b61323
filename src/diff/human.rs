//! A difference as text: sections of lines, for terminals and, through [`super::markdown`], for comments.

use super::view::{Action, Change, Diff, Figures, Place, Resource};
use super::words::{self, Piece};
use crate::core::fields::Meaning;

/// Something to read under one heading.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) lines: Vec<Vec<Piece>>,
}

/// The sections of a difference, the gravest first.
pub(super) fn sections(diff: &Diff) -> Vec<Section> {
    let mut sections = Vec::new();
    for meaning in Meaning::ALL {
        let of_it = |change: &&Change| change.meanings.first() == Some(&meaning);
        let lines = diff
            .changes
            .iter()
            .filter(of_it)
            .map(|change| line(diff, change));
        sections.push(Section {
            title: meaning.title().to_owned(),
            lines: lines.collect(),
        });
    }
    sections.push(Section {
        title: "Money, capacity and quota".to_owned(),
        lines: diff.figures.iter().flat_map(figures).collect(),
    });
    for root in &diff.terraform {
        let count = |action| {
            root.resources
                .iter()
                .filter(|one| one.action == action)
                .count()
        };
        let counts = Action::ALL.map(|action| (action.word(), count(action)));
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts
            .map(|(word, count)| format!("{count} to {word}"))
            .collect();
        sections.push(Section {
            title: format!(
                "Terraform, {} {}: {}",
                root.environment,
                root.root,
                counts.join(", ")
            ),
            lines: root.resources.iter().map(resource).collect(),
        });
    }
    sections.retain(|section| !section.lines.is_empty());
    sections
}

fn line(diff: &Diff, change: &Change) -> Vec<Piece> {
    let mut pieces = change.pieces.clone();
    if diff.environments.len() > 1 && change.environments.len() < diff.environments.len() {
        pieces.extend([
            Piece::Text(" in "),
            Piece::Value(change.environments.join(", ")),
        ]);
    }
    pieces.extend(at(change.at.as_ref()));
    pieces
}

fn at(place: Option<&Place>) -> Option<Piece> {
    place.map(|place| {
        let was = if place.in_base { " before" } else { "" };
        Piece::Value(format!(" ({}:{}{was})", place.path, place.line))
    })
}

fn resource(resource: &Resource) -> Vec<Piece> {
    let mut pieces = vec![
        Piece::Text(resource.action.word()),
        Piece::Text(" "),
        Piece::Name(resource.address.clone()),
    ];
    if !resource.arguments.is_empty() {
        let because = if resource.action == Action::Replace {
            " because of "
        } else {
            ": "
        };
        pieces.extend([
            Piece::Text(because),
            Piece::Value(resource.arguments.join(", ")),
        ]);
    }
    pieces.extend(at(resource.at.as_ref()));
    pieces
}

fn figures(figures: &Figures) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    let name = || Piece::Name(figures.environment.clone());
    let mut add = |rest: String| lines.push(vec![name(), Piece::Text(": "), Piece::Value(rest)]);
    for (pair, what) in [
        (figures.all_prompt, "prompt"),
        (figures.all_answer, "answer"),
    ] {
        if let Some(pair) = pair {
            add(format!(
                "everything granted, used as {what} tokens, costs {:.0} in 30 days, {:.0} before",
                pair.after, pair.before
            ));
        }
    }
    for one in &figures.load {
        let known = |capacity: Option<u64>| {
            capacity.map_or_else(|| "an unknown number of".to_owned(), words::thousands)
        };
        let was = |before: String, now: &str| {
            if before == now {
                String::new()
            } else {
                format!(" ({before} before)")
            }
        };
        let (carries, granted) = (known(one.capacity), words::thousands(one.granted.after));
        let over = if one.newly_over {
            ": now more is granted than it carries"
        } else {
            ""
        };
        add(format!(
            "of model {} {granted}{} tokens per minute are granted, and it carries {carries}{}{over}",
            one.model,
            was(words::thousands(one.granted.before), &granted),
            was(known(one.capacity_before), &carries),
        ));
    }
    for one in &figures.quota {
        add(format!(
            "GPU quota {} in {}: {} vCPUs on {} nodes, {} on {} before",
            one.family,
            one.location,
            one.vcpus.after,
            one.nodes.after,
            one.vcpus.before,
            one.nodes.before
        ));
    }
    for secret in &figures.secrets {
        add(format!(
            "make the Kubernetes Secret {secret} (key HF_TOKEN) first"
        ));
    }
    lines
}

/// What stands at the top.
pub(super) fn head(diff: &Diff) -> Vec<String> {
    let base = match &diff.base.commit {
        Some(commit) => format!(
            "{} ({})",
            diff.base.name,
            commit.get(..10).unwrap_or(commit)
        ),
        None => diff.base.name.clone(),
    };
    let mut lines = vec![format!("compared with {base}")];
    if diff.base.other_version {
        lines.push(
            "another version of platgen wrote the outputs there: what this version writes otherwise is not shown"
                .to_owned(),
        );
    }
    lines
}

/// For a terminal.
pub fn print(diff: &Diff) -> String {
    let mut text = format!("{}: {}\n", diff.platform, head(diff).join("\n"));
    let sections = sections(diff);
    if sections.is_empty() {
        text.push_str("\nNothing changes.\n");
    }
    for section in sections {
        text.extend(["\n", &section.title, "\n"]);
        for line in section.lines {
            text.extend(["  ", &words::plain(&line), "\n"]);
        }
    }
    // What an input says must not command a terminal.
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}
