//! The printer of YAML files: what an independent reader reads back is what the tree said.

use std::collections::BTreeMap;

use arbitrary::{Result, Unstructured};
use platgen::core::document::yaml::{File, Node};
use platgen::core::print::yaml::print;
use yaml_serde::Value;

use super::words::{header, some, text};

/// Prints a tree out of bytes.
pub(crate) fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok((header, root)) =
        header(&mut bytes).and_then(|header| Ok((header, node(&mut bytes, 5)?)))
    else {
        return;
    };
    let wanted = value(&root);
    let printed = print(&File { header, root }).text;
    match yaml_serde::from_str::<Value>(&printed) {
        Ok(read) => assert_eq!(read, wanted, "{printed}"),
        Err(fault) => panic!("{fault}\n{printed}"),
    }
}

fn node(bytes: &mut Unstructured<'_>, depth: usize) -> Result<Node> {
    Ok(match bytes.int_in_range(0..=11)? {
        0 => Node::Null,
        1 => Node::Bool(bytes.arbitrary()?),
        2 => Node::Integer(bytes.arbitrary()?),
        3 => {
            let number: f64 = bytes.arbitrary()?;
            Node::Float(if number.is_normal() { number } else { 0.5 })
        }
        4..=6 => Node::Text(text(bytes)?),
        7 => Node::Block(text(bytes)? + "\n"),
        8 => Node::Lines(some(bytes, depth, |bytes, _| {
            Ok((text(bytes)?, Vec::new()))
        })?),
        9 => Node::List(some(bytes, depth, node)?),
        10 => Node::Commented(
            text(bytes)?,
            Box::new(node(bytes, depth.saturating_sub(1))?),
        ),
        _ => {
            let entries = some(bytes, depth, |bytes, depth| {
                Ok((text(bytes)?, node(bytes, depth)?))
            })?;
            let entries: BTreeMap<String, Node> = entries.into_iter().collect();
            Node::Map(entries.into_iter().collect())
        }
    })
}

/// What a tree says.
pub(crate) fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => Value::Bool(*value),
        Node::Integer(value) => Value::from(*value),
        Node::Float(value) => Value::from(*value),
        Node::Text(text) | Node::Block(text) => Value::from(text.clone()),
        Node::Lines(lines) => {
            let joined: String = lines
                .iter()
                .flat_map(|(line, _)| [line.as_str(), "\n"])
                .collect();
            Value::from(joined)
        }
        Node::List(items) => Value::Sequence(items.iter().map(value).collect()),
        Node::Map(entries) => Value::Mapping(
            entries
                .iter()
                .map(|(key, node)| (Value::from(key.clone()), value(node)))
                .collect(),
        ),
        Node::At(_, inner) | Node::Commented(_, inner) => value(inner),
    }
}
