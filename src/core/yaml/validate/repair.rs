//! Makes a tree with faults fit its schema, so that what else is wrong in it can be found in the same run.
//!
//! A value with a fault gives way to the schema's example, or to an empty mapping or list; a misspelled key gets the name that
//! it is near to; what cannot be repaired is left out. Whatever nobody wrote stands at [`Span::SYNTHETIC`], and so does a
//! collection that something was left out of: no finding may rest on either. Only the validator's findings make a repair
//! necessary, so an error stands whenever one was made.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::paths::{Location, LocationSegment};
use serde_json::Value as Json;

use super::{MOST_REPORTED, TreeValidator, around, choose, shape, to_json, type_names};
use crate::core::sources::Span;
use crate::core::yaml::tree::{Entry, Node, Overlay, Value};
use crate::core::yaml::words;

/// Repairing a value may leave keys missing below it, so it takes as many rounds as inputs nest, and not many more.
pub(super) const ROUNDS: usize = 12;

/// One step from a node to one below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Item(usize),
}

/// What is done to a node. Of several for one node, the ones that come first here are done first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Repair {
    /// The mapping keeps the keys that are known.
    Keep(Vec<String>),
    /// The mapping gets a key.
    Insert(String),
    /// The value is replaced.
    Replace,
    /// The entry or item goes.
    Drop,
}

/// Which of some keys a misspelled one gets the name of.
type Near = for<'k> fn(&str, &'k [String]) -> Option<&'k str>;

impl TreeValidator {
    /// The tree without its faults, or nothing if little of it would be left.
    pub fn repaired(&self, tree: &Node) -> Option<Node> {
        self.repaired_where(tree, |_| true)
    }

    /// The tree without unknown keys, its other faults left: what an overlay can be merged into.
    pub fn corrected(&self, tree: &Node) -> Option<Node> {
        self.repaired_where(tree, is_spelling)
    }

    /// The same without those unknown keys only that are reported of the tree as it is: what stands below one of them is checked
    /// by the name that it gets, if no other can be meant. Nothing if there is none, or if little of the tree would be left.
    pub fn corrected_once(&self, tree: &Node) -> Option<Node> {
        let mut tree = tree.clone();
        self.repair(&mut tree, is_spelling, words::meant)?
            .then_some(tree)
    }

    fn repaired_where(&self, tree: &Node, wanted: fn(&Repair) -> bool) -> Option<Node> {
        let mut tree = tree.clone();
        for _ in 0..ROUNDS {
            if !self.repair(&mut tree, wanted, words::nearest)? {
                return Some(tree);
            }
        }
        None
    }

    /// Repairs the faults that can be seen; whether there was one. Nothing if little of the tree would be left.
    fn repair(&self, tree: &mut Node, wanted: fn(&Repair) -> bool, near: Near) -> Option<bool> {
        let json = to_json(tree);
        let mut repairs = Vec::new();
        for fault in self.thorough().iter_errors(&json) {
            if repairs.len() > MOST_REPORTED {
                return None;
            }
            self.repairs(tree, &fault, &mut repairs);
        }
        repairs.retain(|(_, repair)| wanted(repair));
        let any = !repairs.is_empty();
        // From the back, so that no index changes before it is used.
        repairs.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
        repairs.dedup();
        for (path, repair) in repairs {
            self.apply(tree, &path, repair, near)?;
        }
        Some(any)
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever rule a value breaks, another value repairs it"
    )]
    fn repairs(
        &self,
        tree: &Node,
        fault: &ValidationError<'_>,
        repairs: &mut Vec<(Vec<Step>, Repair)>,
    ) {
        let mut path = steps(tree, fault.instance_path());
        let repair = match fault.kind() {
            Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => Repair::Keep(
                shape::keys(&self.schema, around(&self.schema, fault.schema_path())),
            ),
            Kind::Required { property } => {
                path.push(Step::Key(shape::plain(property)));
                if named_item(&mut path) {
                    Repair::Drop
                } else {
                    path.pop();
                    Repair::Insert(shape::plain(property))
                }
            }
            Kind::PropertyNames { error } => {
                path.push(Step::Key(shape::plain(error.instance())));
                Repair::Drop
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                let here = fault.instance_path().as_str();
                if let Some(branch) = choose::closest(context, here) {
                    for one in branch {
                        self.repairs(tree, one, repairs);
                    }
                    return;
                }
                replaced(&mut path)
            }
            _ => replaced(&mut path),
        };
        repairs.push((path, repair));
    }

    /// Nothing if the whole tree would have to go.
    fn apply(&self, tree: &mut Node, path: &[Step], repair: Repair, near: Near) -> Option<()> {
        match repair {
            Repair::Keep(known) => {
                let absent = keep(below(tree, path)?, &known, near);
                // The root has no place in the types, so what may be lost with a key of it is marked in the lists.
                for key in absent.into_iter().filter(|_| path.is_empty()) {
                    if self.takes(&[Step::Key(key.clone())], "array") {
                        insert(tree, key, Value::List(Vec::new()));
                    }
                }
            }
            Repair::Insert(key) => {
                let whole: Vec<Step> = path
                    .iter()
                    .cloned()
                    .chain([Step::Key(key.clone())])
                    .collect();
                let value = self.placeholder(&whole)?;
                insert(below(tree, path)?, key, value);
            }
            Repair::Replace => match self.placeholder(path) {
                Some(value) => *below(tree, path)? = Node::nowhere(value),
                None => drop_last(tree, path)?,
            },
            Repair::Drop => drop_last(tree, path)?,
        }
        Some(())
    }

    /// What stands in for a value: nothing much for a collection, the example for anything else.
    fn placeholder(&self, path: &[Step]) -> Option<Value> {
        let schema = self.schema_of(path)?;
        let whole = shape::resolved(&self.schema, schema);
        if self.takes(path, "object") {
            return Some(Value::Map(Vec::new()));
        }
        if self.takes(path, "array") && whole.get("minItems").is_none() {
            return Some(Value::List(Vec::new()));
        }
        shape::example(schema)
            .or_else(|| shape::example(whole))
            .map(|example| from_json(example).value)
    }

    /// Whether a value may be of a type.
    fn takes(&self, path: &[Step], name: &str) -> bool {
        let schema = self.schema_of(path);
        let kind = schema.and_then(|schema| shape::resolved(&self.schema, schema).get("type"));
        kind.is_some_and(|kind| type_names(kind).iter().any(|one| one == name))
    }

    fn schema_of(&self, path: &[Step]) -> Option<&Json> {
        path.iter()
            .try_fold(&self.schema, |schema, step| self.inside(schema, step))
    }

    /// The schema of what a step leads to.
    fn inside<'s>(&'s self, schema: &'s Json, step: &Step) -> Option<&'s Json> {
        let schema = shape::resolved(&self.schema, schema);
        let own = match step {
            Step::Key(key) => schema
                .get("properties")
                .and_then(|known| known.get(key))
                .or_else(|| {
                    schema
                        .get("additionalProperties")
                        .filter(|all| all.is_object())
                }),
            Step::Item(_) => schema.get("items"),
        };
        own.or_else(|| {
            let branches = shape::parts(schema)?;
            branches.iter().find_map(|branch| self.inside(branch, step))
        })
    }
}

fn is_spelling(repair: &Repair) -> bool {
    matches!(repair, Repair::Keep(_))
}

/// The path of a fault. A key made of digits is reported like an index.
fn steps(tree: &Node, path: &Location) -> Vec<Step> {
    let mut node = Some(tree);
    let mut steps = Vec::new();
    for segment in path {
        let step = match (node.map(|node| &node.value), segment) {
            (Some(Value::List(_)), LocationSegment::Index(index)) => Step::Item(index),
            (_, LocationSegment::Index(index)) => Step::Key(index.to_string()),
            (_, LocationSegment::Property(key)) => Step::Key(key.to_string()),
        };
        node = node.and_then(|node| match (&node.value, &step) {
            (Value::List(items), Step::Item(index)) => items.get(*index),
            (_, Step::Key(key)) => node.get(key),
            (_, Step::Item(_)) => None,
        });
        steps.push(step);
    }
    steps
}

/// What repairs a value: items go, and with them those whose name has a fault, since other places may refer to it.
fn replaced(path: &mut Vec<Step>) -> Repair {
    if named_item(path) || matches!(path.last(), Some(Step::Item(_))) {
        Repair::Drop
    } else {
        Repair::Replace
    }
}

/// Cuts the path of an item's name to that of the item; whether it was one.
fn named_item(path: &mut Vec<Step>) -> bool {
    let is = matches!(path.as_slice(), [.., Step::Item(_), Step::Key(key)] if key == "name");
    if is {
        path.pop();
    }
    is
}

fn below<'t>(tree: &'t mut Node, path: &[Step]) -> Option<&'t mut Node> {
    path.iter()
        .try_fold(tree, |node, step| match (&mut node.value, step) {
            (Value::Map(entries), Step::Key(key)) => entries
                .iter_mut()
                .find(|entry| entry.key == *key)
                .map(|entry| &mut entry.value),
            (Value::List(items), Step::Item(index)) => items.get_mut(*index),
            _ => None,
        })
}

fn drop_last(tree: &mut Node, path: &[Step]) -> Option<()> {
    let (last, rest) = path.split_last()?;
    let holder = below(tree, rest)?;
    match (&mut holder.value, last) {
        (Value::Map(entries), Step::Key(key)) => entries.retain(|entry| entry.key != *key),
        (Value::List(items), Step::Item(index)) if *index < items.len() => {
            drop(items.remove(*index));
        }
        _ => return None,
    }
    unknown(holder);
    Some(())
}

/// Leaves known keys, and gives misspelled ones their name; the known keys that are absent where something had to go for good.
fn keep(mapping: &mut Node, known: &[String], near: Near) -> Vec<String> {
    let Value::Map(entries) = &mut mapping.value else {
        return Vec::new();
    };
    let mut lost = false;
    let (mut kept, others): (Vec<Entry>, Vec<Entry>) = std::mem::take(entries)
        .into_iter()
        .partition(|entry| known.contains(&entry.key));
    for (asked, mut entry) in others.into_iter().enumerate() {
        // What stands behind a colon without its space is no part of a name.
        let near = near(&entry.key, known).filter(|_| !entry.key.contains(':'));
        match near.filter(|_| asked <= MOST_REPORTED) {
            Some(near) if kept.iter().all(|other| other.key != near) => {
                near.clone_into(&mut entry.key);
                kept.push(entry);
            }
            Some(_) => {}
            None => lost = true,
        }
    }
    let absent = |key: &&String| kept.iter().all(|entry| entry.key != **key);
    let absent = known
        .iter()
        .filter(absent)
        .filter(|_| lost)
        .cloned()
        .collect();
    *entries = kept;
    if lost {
        unknown(mapping);
    }
    absent
}

fn insert(mapping: &mut Node, key: String, value: Value) {
    if mapping.get(&key).is_some() {
        return; // a misspelled one has become it
    }
    if let Value::Map(entries) = &mut mapping.value {
        entries.push(Entry {
            key,
            key_span: Span::SYNTHETIC,
            value: Node::nowhere(value),
        });
    }
}

fn unknown(node: &mut Node) {
    node.span = Span::SYNTHETIC;
    node.overlay = Overlay::No;
}

fn from_json(json: &Json) -> Node {
    Node::nowhere(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(float)) => Value::Float(float),
            (None, None) => Value::Null,
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(keys) => Value::Map(
            keys.iter()
                .map(|(key, value)| Entry {
                    key: key.clone(),
                    key_span: Span::SYNTHETIC,
                    value: from_json(value),
                })
                .collect(),
        ),
    })
}
