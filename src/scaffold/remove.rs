//! The steps by which a team or a model goes, as edits of inputs. Everything else of a file stays as it is written.

use serde_json::json;

use super::grant::{
    Edit, Refused, behind, dash, edited, is_flow, last_end, line, range, tree, without_entry,
    without_item,
};
use super::with_modeline;
use crate::core::document::yaml::Node as Tree;
use crate::core::print;
use crate::core::yaml::tree::{Entry, Node};

/// Lists of models in the catalog.
const LISTS: [&str; 2] = ["foundryModels", "kaitoModels"];

/// What goes, with the reason, as `catalog/removals.yaml` names it.
#[derive(Debug, Clone, Copy)]
pub struct Agreement<'a> {
    /// `team` or `model`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Why it goes.
    pub reason: &'a str,
    /// The last day of the entry, `YYYY-MM-DD`.
    pub expires: &'a str,
}

impl Agreement<'_> {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            (self.kind, self.name),
            ("reason", self.reason),
            ("expires", self.expires),
        ]
    }
}

/// A team's file that suspends it; none if it does already.
///
/// # Errors
/// The file cannot be edited.
pub fn suspended(text: &str) -> Result<Option<String>, Refused> {
    let root = tree(text)?;
    if is_suspended(&root, text) {
        return Ok(None);
    }
    let entries = root.entries().unwrap_or_default();
    let edit = match (root.get("enabled"), entries.first()) {
        (Some(node), _) => {
            let (start, end) = range(node.span);
            let text = "false".to_owned();
            Edit { start, end, text }
        }
        (None, Some(first)) if !is_flow(text, &root) => {
            let at = first.key_span.start as usize;
            let text = "enabled: false\n".to_owned();
            Edit {
                start: at,
                end: at,
                text,
            }
        }
        (None, _) => return Err(Refused::Unreadable),
    };
    edited(text, vec![edit])
        .map(Some)
        .ok_or(Refused::Unreadable)
}

/// Whether a team's file suspends it; no if it cannot be read.
pub fn suspends(text: &str) -> bool {
    tree(text).is_ok_and(|root| is_suspended(&root, text))
}

fn is_suspended(root: &Node, text: &str) -> bool {
    let written = root.get("enabled").and_then(|node| {
        let (start, end) = range(node.span);
        text.get(start..end)
    });
    written == Some("false")
}

/// A file of the catalog whose access groups grant a model no longer; none if none of them does.
///
/// # Errors
/// The file cannot be edited.
pub fn without_grants(text: &str, model: &str) -> Result<Option<String>, Refused> {
    let root = tree(text)?;
    let groups = root.get("accessGroups").and_then(Node::items);
    let mut edits = Vec::new();
    for group in groups.unwrap_or_default() {
        let Some(list) = group.get("models") else {
            continue;
        };
        let items = list.items().unwrap_or_default();
        let Some(at) = items.iter().position(|item| item.name() == Some(model)) else {
            continue;
        };
        // A group that grants nothing is for a person to decide on.
        let edit = if items.len() > 1 {
            without_item(text, list, items, at)
        } else {
            None
        };
        edits.push(edit.ok_or(Refused::Unreadable)?);
    }
    if edits.is_empty() {
        return Ok(None);
    }
    edited(text, edits).map(Some).ok_or(Refused::Unreadable)
}

/// A file of the catalog without a model, or an environment's without what it says of the model; none if it says nothing.
///
/// # Errors
/// The file cannot be edited.
pub fn without_model(text: &str, model: &str) -> Result<Option<String>, Refused> {
    let root = tree(text)?;
    let mut edits = Vec::new();
    for key in LISTS {
        let Some(list) = root.get(key) else { continue };
        let items = list.items().unwrap_or_default();
        let Some(at) = items.iter().position(|item| item.name() == Some(model)) else {
            continue;
        };
        let edit = if items.len() > 1 {
            without_item(text, list, items, at).map(|edit| with_comments(text, list, at, edit))
        } else {
            without_entry(text, &root, key)
        };
        edits.push(edit.ok_or(Refused::Unreadable)?);
    }
    let own = root
        .get("models")
        .filter(|models| models.get(model).is_some());
    if let Some(models) = own {
        let edit = if models.entries().is_some_and(|all| all.len() > 1) {
            without_entry(text, models, model)
        } else {
            without_entry(text, &root, "models")
        };
        edits.push(edit.ok_or(Refused::Unreadable)?);
    }
    if edits.is_empty() {
        return Ok(None);
    }
    edited(text, edits).map(Some).ok_or(Refused::Unreadable)
}

/// What is said straight above an item goes with it, and so does the empty line behind it. Above the first item the list may be meant.
fn with_comments(text: &str, list: &Node, at: usize, mut edit: Edit) -> Edit {
    let items = list.items().unwrap_or_default();
    let (Some(item), false) = (items.get(at), is_flow(text, list)) else {
        return edit;
    };
    let column = dash(text, item);
    let is_comment = |line: &str| {
        let bare = line.trim_start();
        bare.starts_with('#') && line.len() - bare.len() == column
    };
    while at > 0 && edit.start > 0 {
        let (start, end) = line(text, edit.start - 1);
        if !text.get(start..end).is_some_and(is_comment) {
            break;
        }
        edit.start = start;
    }
    let (start, end) = line(text, edit.end);
    if start == edit.end && text.get(start..end) == Some("\n") {
        edit.end = end;
    }
    edit
}

/// `catalog/removals.yaml` with one more entry, or begun with it; as it is if it names the team or model already.
///
/// # Errors
/// The file cannot be edited.
pub fn agreed(text: Option<&str>, agreement: &Agreement<'_>) -> Result<String, Refused> {
    let pairs = agreement.pairs();
    let entry = Tree::map(pairs.map(|(key, value)| (key, Tree::from(value))));
    let begun = || Tree::map([("removals", Tree::List(vec![entry.clone()]))]);
    let Some(text) = text else {
        let schema = "../schemas/removals.schema.json";
        return Ok(print::yaml::bare(&with_modeline(schema, begun())));
    };
    let root = tree(text)?;
    let Some(list) = root.get("removals") else {
        let fresh = root.entries().is_none_or(<[Entry]>::is_empty) && !is_flow(text, &root);
        let lines = print::yaml::bare(&begun());
        return fresh
            .then(|| format!("{}\n{lines}", text.trim_end()))
            .ok_or(Refused::Unreadable);
    };
    let items = list.items().unwrap_or_default();
    let names = |item: &Node| {
        let name = item.get(agreement.kind).and_then(Node::text);
        name == Some(agreement.name)
    };
    if items.iter().any(names) {
        return Ok(text.to_owned());
    }
    let edit = if is_flow(text, list) {
        // An object of JSON is a mapping of YAML in braces.
        let map: serde_json::Map<String, serde_json::Value> = pairs
            .into_iter()
            .map(|(key, value)| (key.to_owned(), json!(value)))
            .collect();
        let new = serde_json::Value::from(map);
        let (start, end) = (list.span.start as usize, last_end(text, list));
        match items.last() {
            Some(item) => {
                let at = last_end(text, item);
                Edit {
                    start: at,
                    end: at,
                    text: format!(", {new}"),
                }
            }
            None => Edit {
                start,
                end,
                text: format!("[{new}]"),
            },
        }
    } else {
        let item = items.last().ok_or(Refused::Unreadable)?;
        let column = " ".repeat(dash(text, item));
        let lines = print::yaml::bare(&Tree::List(vec![entry]));
        let lines: Vec<String> = lines
            .lines()
            .map(|line| format!("{column}{line}"))
            .collect();
        behind(text, last_end(text, item), &lines.join("\n"))
    };
    edited(text, vec![edit]).ok_or(Refused::Unreadable)
}

#[cfg(test)]
mod tests;
