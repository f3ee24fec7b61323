//! A grant put into a team's file, changed there or taken out of it. Everything else of the file stays as it is written: comments, order,
//! blocks and braces.

use crate::core::document::yaml::Node as Tree;
use crate::core::print;
use crate::core::sources::{FileId, Span};
use crate::core::yaml::parse::parse;
use crate::core::yaml::tree::{Entry, Node};

/// What a team is granted.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// The list under `models` that the model belongs to: `foundry` or `kaito`.
    pub list: &'static str,
    /// The model's name in the catalog.
    pub model: &'a str,
    /// Tokens per minute; as it is if not given.
    pub tokens_per_minute: Option<u64>,
    /// Tokens per day; as it is if not given.
    pub daily: Option<u64>,
}

/// Why a text is not edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The file is broken, or built in another way than a team's file is.
    Unreadable,
    /// A new grant needs both numbers.
    Incomplete,
    /// There is no such grant.
    Missing,
}

/// A stretch of the text, and what stands there instead.
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

pub(super) fn edited(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    edits.sort_by_key(|edit| edit.start);
    let (mut result, mut at) = (String::with_capacity(text.len() + 80), 0);
    for edit in edits {
        result.push_str(text.get(at..edit.start)?);
        result.push_str(&edit.text);
        at = edit.end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

pub(super) fn tree(text: &str) -> Result<Node, Refused> {
    let parsed = parse(FileId(0), text);
    let sound = !parsed.findings.has_errors();
    parsed.tree.filter(|_| sound).ok_or(Refused::Unreadable)
}

pub(super) fn range(span: Span) -> (usize, usize) {
    (span.start as usize, span.end as usize)
}

/// Whether a collection is written in brackets or braces.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    let rest = text.get(node.span.start as usize..).unwrap_or_default();
    // A list in blocks may start where its first item does, which may be a mapping in braces.
    rest.starts_with(if node.items().is_some() { '[' } else { '{' })
}

/// Where the last thing of a value ends. The span of a collection may reach up to the next thing, over a comment.
pub(super) fn last_end(text: &str, node: &Node) -> usize {
    let item = node.items().and_then(<[Node]>::last);
    let item = item.map(|item| last_end(text, item));
    let entry = node.entries().and_then(<[Entry]>::last);
    let entry = entry.map(|entry| {
        let value = last_end(text, &entry.value);
        value.max(entry.key_span.end as usize)
    });
    let inside = item.or(entry);
    if !is_flow(text, node) {
        return inside.unwrap_or(node.span.end as usize);
    }
    let from = inside.unwrap_or(node.span.start as usize + 1);
    let rest = text.get(from..).unwrap_or_default();
    let closed = rest.find([']', '}']);
    closed.map_or(node.span.end as usize, |more| from + more + 1)
}

/// Where the line of a place starts, and where the next one does.
pub(super) fn line(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let rest = text.get(at..).unwrap_or_default();
    (
        start,
        rest.find('\n').map_or(text.len(), |end| at + end + 1),
    )
}

/// The spaces in front of what stands at a place.
fn indent(text: &str, at: usize) -> usize {
    at - line(text, at).0
}

/// The column of the dash in front of an item.
pub(super) fn dash(text: &str, item: &Node) -> usize {
    let at = item.span.start as usize;
    let before = text.get(..at).unwrap_or_default();
    before.rfind('-').map_or(0, |dash| indent(text, dash))
}

/// Lines that are put behind the line of a place.
pub(super) fn behind(text: &str, at: usize, lines: &str) -> Edit {
    let end = line(text, at).1;
    let whole = text.get(..end).is_some_and(|before| before.ends_with('\n'));
    let text = if whole {
        format!("{lines}\n")
    } else {
        format!("\n{lines}")
    };
    Edit {
        start: end,
        end,
        text,
    }
}

/// The grant in braces, as one line of YAML.
fn item(grant: &Grant<'_>) -> Result<String, Refused> {
    let (Some(minute), Some(day)) = (grant.tokens_per_minute, grant.daily) else {
        return Err(Refused::Incomplete);
    };
    let name = print::yaml::bare(&Tree::from(grant.model));
    Ok(format!(
        "{{name: {}, tokensPerMinute: {minute}, dailyTokenQuota: {day}}}",
        name.trim()
    ))
}

/// The file with the grant, new or changed.
///
/// # Errors
/// The file cannot be edited, or a number is missing.
pub fn granted(text: &str, grant: &Grant<'_>) -> Result<String, Refused> {
    let root = tree(text)?;
    let models = root.get("models");
    let list = models.and_then(|models| models.get(grant.list));
    let items = list.and_then(Node::items).unwrap_or_default();
    let edits = match items.iter().find(|item| item.name() == Some(grant.model)) {
        Some(there) => changed(text, there, grant)?,
        None => vec![added(text, &root, grant)?],
    };
    edited(text, edits).ok_or(Refused::Unreadable)
}

/// The numbers of a grant that is there.
fn changed(text: &str, there: &Node, grant: &Grant<'_>) -> Result<Vec<Edit>, Refused> {
    let mut edits = Vec::new();
    let put = |node: &Node, number: u64| {
        let (start, end) = range(node.span);
        let text = number.to_string();
        Edit { start, end, text }
    };
    if let Some(minute) = grant.tokens_per_minute {
        let node = there.get("tokensPerMinute").ok_or(Refused::Unreadable)?;
        edits.push(put(node, minute));
    }
    let Some(day) = grant.daily else {
        return Ok(edits);
    };
    if let Some(node) = there.get("dailyTokenQuota") {
        edits.push(put(node, day));
        return Ok(edits);
    }
    let mut entries = there.entries().into_iter().flatten();
    let quota = entries.find(|entry| entry.key == "tokenQuota");
    let quota = quota.ok_or(Refused::Unreadable)?;
    edits.push(Edit {
        start: quota.key_span.start as usize,
        end: last_end(text, &quota.value),
        text: format!("dailyTokenQuota: {day}"),
    });
    Ok(edits)
}

/// A grant that is not there yet: in its list, in a list of its own, or under a `models` of its own.
fn added(text: &str, root: &Node, grant: &Grant<'_>) -> Result<Edit, Refused> {
    let new = item(grant)?;
    let key = grant.list;
    let Some(models) = root
        .get("models")
        .filter(|models| models.entries().is_some())
    else {
        let fresh =
            root.get("models").is_none() && root.entries().is_some() && !is_flow(text, root);
        let lines = format!("models:\n  {key}:\n    - {new}");
        let end = text.trim_end().len();
        return fresh
            .then(|| behind(text, end, &lines))
            .ok_or(Refused::Unreadable);
    };
    let entries = models.entries().unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
        let Some(first) = entries.first() else {
            return Err(Refused::Unreadable);
        };
        let at = first.key_span.start as usize;
        let entry = if is_flow(text, models) {
            format!("{key}: [{new}], ")
        } else {
            let column = " ".repeat(indent(text, at));
            format!("{key}:\n{column}  - {new}\n{column}")
        };
        return Ok(Edit {
            start: at,
            end: at,
            text: entry,
        });
    };
    let list = &entry.value;
    match list.items() {
        Some([]) => {
            let start = list.span.start as usize;
            let end = last_end(text, list);
            let text = format!("[{new}]");
            Ok(Edit { start, end, text })
        }
        Some(all) => {
            let item = all.last().ok_or(Refused::Unreadable)?;
            let end = last_end(text, item);
            if is_flow(text, list) {
                let text = format!(", {new}");
                return Ok(Edit {
                    start: end,
                    end,
                    text,
                });
            }
            let column = " ".repeat(dash(text, item));
            Ok(behind(text, end, &format!("{column}- {new}")))
        }
        None => Err(Refused::Unreadable),
    }
}

/// The file without the grant; a list, or a `models`, that would be empty goes too.
///
/// # Errors
/// The file cannot be edited, or has no such grant.
pub fn revoked(text: &str, list: &str, model: &str) -> Result<String, Refused> {
    let root = tree(text)?;
    let models = root.get("models").ok_or(Refused::Missing)?;
    let items = models.get(list).and_then(Node::items);
    let items = items.unwrap_or_default();
    let at = items.iter().position(|item| item.name() == Some(model));
    let at = at.ok_or(Refused::Missing)?;
    let edit = if items.len() > 1 {
        let list = models.get(list).ok_or(Refused::Missing)?;
        without_item(text, list, items, at)
    } else if models.entries().is_some_and(|entries| entries.len() > 1) {
        without_entry(text, models, list)
    } else {
        without_entry(text, &root, "models")
    };
    let edit = edit.ok_or(Refused::Unreadable)?;
    edited(text, vec![edit]).ok_or(Refused::Unreadable)
}

pub(super) fn without_item(text: &str, list: &Node, items: &[Node], at: usize) -> Option<Edit> {
    let item = items.get(at)?;
    let places = items
        .iter()
        .map(|item| range(item.span))
        .collect::<Vec<_>>();
    if is_flow(text, list) {
        return between(&places, at);
    }
    let dash = text.get(..item.span.start as usize)?.rfind('-')?;
    Some(lines(text, dash, last_end(text, item)))
}

pub(super) fn without_entry(text: &str, map: &Node, key: &str) -> Option<Edit> {
    let entries = map.entries()?;
    let at = entries.iter().position(|entry| entry.key == key)?;
    let entry = entries.get(at)?;
    if is_flow(text, map) {
        let ends = |entry: &Entry| last_end(text, &entry.value);
        let place = |entry: &Entry| (entry.key_span.start as usize, ends(entry));
        return between(&entries.iter().map(place).collect::<Vec<_>>(), at);
    }
    let end = last_end(text, &entry.value);
    Some(lines(text, entry.key_span.start as usize, end))
}

/// One of several things in brackets, with the comma that parts it from the others.
fn between(places: &[(usize, usize)], at: usize) -> Option<Edit> {
    let (start, end) = *places.get(at)?;
    let before = at.checked_sub(1).and_then(|before| places.get(before));
    let (start, end) = match (places.get(at + 1), before) {
        (Some((next, _)), _) => (start, *next),
        (None, Some((_, before))) => (*before, end),
        (None, None) => (start, end),
    };
    Some(Edit {
        start,
        end,
        text: String::new(),
    })
}

/// Whole lines, from the one of a place to that of another.
fn lines(text: &str, from: usize, to: usize) -> Edit {
    Edit {
        start: line(text, from).0,
        end: line(text, to).1,
        text: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Grant<'_> = Grant {
        list: "foundry",
        model: "gpt-4.1",
        tokens_per_minute: Some(10),
        daily: Some(500),
    };
    const ITEM: &str = "{name: gpt-4.1, tokensPerMinute: 10, dailyTokenQuota: 500}";

    #[test]
    fn a_grant_is_added_in_the_way_the_file_is_written() {
        for (before, after) in [
            (
                "team: {name: a}\n",
                format!("team: {{name: a}}\nmodels:\n  foundry:\n    - {ITEM}\n"),
            ),
            (
                "team: {name: a} # end",
                format!("team: {{name: a}} # end\nmodels:\n  foundry:\n    - {ITEM}"),
            ),
            (
                "models:\n  foundry: []\n",
                format!("models:\n  foundry: [{ITEM}]\n"),
            ),
            (
                "models: {foundry: [{name: b}]}\n",
                format!("models: {{foundry: [{{name: b}}, {ITEM}]}}\n"),
            ),
            (
                "models: {kaito: [{name: b}]}\n",
                format!("models: {{foundry: [{ITEM}], kaito: [{{name: b}}]}}\n"),
            ),
            (
                "models:\n  # ours\n  kaito:\n    - {name: b}\n",
                format!(
                    "models:\n  # ours\n  foundry:\n    - {ITEM}\n  kaito:\n    - {{name: b}}\n"
                ),
            ),
            (
                "models:\n  foundry:\n  - name: b # the first\n    tokensPerMinute: 1 # few\n\n  kaito: []\n",
                format!(
                    "models:\n  foundry:\n  - name: b # the first\n    tokensPerMinute: 1 # few\n  - {ITEM}\n\n  kaito: []\n"
                ),
            ),
        ] {
            assert_eq!(granted(before, &NEW).as_deref(), Ok(after.as_str()));
        }
    }

    #[test]
    fn a_grant_that_is_there_changes_its_numbers() {
        for (before, after) in [
            (
                "models: {foundry: [{name: gpt-4.1, tokensPerMinute: 1_0, dailyTokenQuota: 7}]}\n",
                "models: {foundry: [{name: gpt-4.1, tokensPerMinute: 10, dailyTokenQuota: 500}]}\n",
            ),
            (
                "models:\n  foundry:\n    - name: gpt-4.1\n      tokenQuota: {tokens: 3, period: Weekly} # a week\n      tokensPerMinute: 7\n",
                "models:\n  foundry:\n    - name: gpt-4.1\n      dailyTokenQuota: 500 # a week\n      tokensPerMinute: 10\n",
            ),
        ] {
            assert_eq!(granted(before, &NEW).as_deref(), Ok(after));
        }
        let only = Grant { daily: None, ..NEW };
        assert_eq!(
            granted("team: {name: a}\n", &only),
            Err(Refused::Incomplete)
        );
        assert_eq!(granted("models: 3\n", &NEW), Err(Refused::Unreadable));
        assert_eq!(granted("a: [\n", &NEW), Err(Refused::Unreadable));
    }

    #[test]
    fn a_grant_is_taken_out_with_what_would_be_empty() {
        for (before, after) in [
            (
                "models: {foundry: [{name: gpt-4.1}, {name: b}]}\n",
                "models: {foundry: [{name: b}]}\n",
            ),
            (
                "models: {foundry: [{name: b}, {name: gpt-4.1}]}\n",
                "models: {foundry: [{name: b}]}\n",
            ),
            (
                "team: 1\nmodels: {foundry: [{name: gpt-4.1}]}\nlimits: 2\n",
                "team: 1\nlimits: 2\n",
            ),
            (
                "models:\n  foundry:\n    - name: gpt-4.1\n      allow: {tools: []}\n    - name: b # stays\n",
                "models:\n  foundry:\n    - name: b # stays\n",
            ),
            (
                "models:\n  foundry:\n    - {name: gpt-4.1}\n  # about kaito\n  kaito:\n    - {name: b}\n",
                "models:\n  # about kaito\n  kaito:\n    - {name: b}\n",
            ),
        ] {
            assert_eq!(revoked(before, "foundry", "gpt-4.1").as_deref(), Ok(after));
        }
        assert_eq!(
            revoked("models: {}\n", "foundry", "gpt-4.1"),
            Err(Refused::Missing)
        );
    }
}
