//! An entry put into a mapping or a list of an input. Everything else of the file stays as it is written: comments, order, blocks and
//! braces.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::grant::{Edit, Refused, behind, dash, edited, is_flow, last_end, tree};
use crate::core::document::yaml::Node as Tree;
use crate::core::print;
use crate::core::yaml::tree::{Entry, Node};

/// A scalar that is written: its key, and the value.
pub type Field = (&'static str, Tree);

fn scalar(value: &Tree) -> String {
    let printed = print::yaml::bare(value).trim().to_owned();
    // Addresses and ranges are no numbers to any reader, and people write them without quotes.
    let plain = printed.trim_matches('"');
    let is_address = plain.parse::<Ipv4Addr>().is_ok() || plain.parse::<Ipv4Net>().is_ok();
    if is_address {
        plain.to_owned()
    } else {
        printed
    }
}

fn in_braces(fields: &[Field]) -> String {
    let fields = fields
        .iter()
        .map(|(key, value)| format!("{key}: {}", scalar(value)));
    format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
}

/// The file with one item more, at the end of a list at its top; the list is made where there is none.
///
/// # Errors
/// The file cannot be edited.
pub fn with_item(text: &str, key: &str, fields: &[Field]) -> Result<String, Refused> {
    let root = tree(text)?;
    let lines = |column: usize| {
        let (first, rest) = (" ".repeat(column) + "- ", " ".repeat(column + 2));
        let fields = fields.iter().enumerate();
        let lines = fields.map(|(index, (field, value))| {
            let start = if index == 0 { &first } else { &rest };
            format!("{start}{field}: {}", scalar(value))
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    let edit = match root.get(key).map(|node| (node, node.items())) {
        None if root.entries().is_some() && !is_flow(text, &root) => {
            let end = text.trim_end().len();
            behind(text, end, &format!("{key}:\n{}", lines(2)))
        }
        Some((node, Some([]))) => Edit {
            start: node.span.start as usize,
            end: last_end(text, node),
            text: format!("[{}]", in_braces(fields)),
        },
        Some((node, Some([.., last]))) if is_flow(text, node) => {
            let end = last_end(text, last);
            Edit {
                start: end,
                end,
                text: format!(", {}", in_braces(fields)),
            }
        }
        Some((_, Some([.., last]))) => behind(text, last_end(text, last), &lines(dash(text, last))),
        None | Some((_, None)) => return Err(Refused::Unreadable),
    };
    edited(text, vec![edit]).ok_or(Refused::Unreadable)
}

/// The file with one entry more at the end of the mapping that these keys lead to; mappings that are not there are made.
///
/// # Errors
/// The file cannot be edited, or has such an entry.
pub fn with_entry(text: &str, path: &[&str], key: &str, value: &Tree) -> Result<String, Refused> {
    let root = tree(text)?;
    let (mut holder, mut rest) = (&root, path);
    while let Some((first, below)) = rest.split_first() {
        let Some(found) = holder.get(first).filter(|found| found.entries().is_some()) else {
            break;
        };
        (holder, rest) = (found, below);
    }
    let name = rest.first().copied().unwrap_or(key);
    if holder.get(name).is_some() {
        return Err(Refused::Unreadable);
    }
    let entries = holder.entries().ok_or(Refused::Unreadable)?;
    let edit = match entries.last() {
        Some(last) if is_flow(text, holder) => {
            let end = last_end(text, &last.value);
            let entry = flow_entry(rest, key, value);
            Edit {
                start: end,
                end,
                text: format!(", {entry}"),
            }
        }
        Some(last) => {
            let column = column(text, last);
            behind(
                text,
                last_end(text, holder),
                &block_entry(rest, key, value, column),
            )
        }
        None => Edit {
            start: holder.span.start as usize,
            end: last_end(text, holder),
            text: format!("{{{}}}", flow_entry(rest, key, value)),
        },
    };
    edited(text, vec![edit]).ok_or(Refused::Unreadable)
}

fn column(text: &str, entry: &Entry) -> usize {
    let at = entry.key_span.start as usize;
    let before = text.get(..at).unwrap_or_default();
    at - before.rfind('\n').map_or(0, |end| end + 1)
}

fn flow_entry(path: &[&str], key: &str, value: &Tree) -> String {
    let entry = format!("{key}: {}", scalar(value));
    path.iter()
        .rev()
        .fold(entry, |entry, outer| format!("{outer}: {{{entry}}}"))
}

fn block_entry(path: &[&str], key: &str, value: &Tree, column: usize) -> String {
    let keys = path.iter().copied().chain([key]);
    let lines = keys.enumerate().map(|(depth, name)| {
        let value = if depth == path.len() {
            format!(" {}", scalar(value))
        } else {
            String::new()
        };
        format!("{}{name}:{value}", " ".repeat(column + 2 * depth))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The nodes below a key that other edits look at.
pub fn has_key(text: &str, path: &[&str]) -> bool {
    let Ok(root) = tree(text) else { return false };
    let found = path
        .iter()
        .try_fold(&root, |node: &Node, key| node.get(key));
    found.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<Field> {
        vec![("name", Tree::from("b")), ("version", Tree::from("1"))]
    }

    #[test]
    fn an_item_stands_at_the_end_in_the_style_of_the_list() {
        for (before, after) in [
            (
                "# top\nmodels:\n  - name: a # first\n    version: \"2\"\n\nother: 1\n",
                "# top\nmodels:\n  - name: a # first\n    version: \"2\"\n  - name: b\n    version: \"1\"\n\nother: 1\n",
            ),
            (
                "models: [{name: a}]\n",
                "models: [{name: a}, {name: b, version: \"1\"}]\n",
            ),
            (
                "models: [] # none\n",
                "models: [{name: b, version: \"1\"}] # none\n",
            ),
            (
                "other: 1\n",
                "other: 1\nmodels:\n  - name: b\n    version: \"1\"\n",
            ),
        ] {
            assert_eq!(with_item(before, "models", &fields()).as_deref(), Ok(after));
        }
        assert!(with_item("models: 1\n", "models", &fields()).is_err());
    }

    #[test]
    fn an_entry_stands_at_the_end_of_its_mapping() {
        for (before, after) in [
            (
                "network:\n  subnets:\n    a: x # one\n  zone: z\n",
                "network:\n  subnets:\n    a: x # one\n    b: \"1\"\n  zone: z\n",
            ),
            (
                "network: {subnets: {a: x}, zone: z}\n",
                "network: {subnets: {a: x, b: \"1\"}, zone: z}\n",
            ),
            (
                "other: 1\n",
                "other: 1\nnetwork:\n  subnets:\n    b: \"1\"\n",
            ),
            (
                "network: {zone: z}\n",
                "network: {zone: z, subnets: {b: \"1\"}}\n",
            ),
        ] {
            let found = with_entry(before, &["network", "subnets"], "b", &Tree::from("1"));
            assert_eq!(found.as_deref(), Ok(after));
        }
        let twice = with_entry("a: {b: 1}\n", &["a"], "b", &Tree::from("1"));
        assert!(twice.is_err());
    }
}
