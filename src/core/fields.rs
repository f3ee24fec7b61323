//! The table of fields: each entity of the model declares every field once, with its key, its value and what it means.
//!
//! Origins, the document that policies in Rego see, the difference of two versions and the reference's column of meaning all
//! derive from these tables. A declaration takes its struct apart by name without `..`, so that a field that is not declared
//! does not compile.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::core::origin::Origin;

/// What a change of a field means for the people and resources that it concerns.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Meaning {
    /// Who may call what.
    Access,
    /// What a client must show besides its key, and which groups get roles.
    Authentication,
    /// Subscription keys, secrets and where they are kept.
    Keys,
    /// How many tokens may be used.
    Limits,
    /// How much is there to serve requests: deployments, nodes, units.
    Capacity,
    /// What it costs.
    Cost,
    /// What serves a request: model, version, arguments, content filter.
    Behaviour,
    /// Names that resources are known by: another value makes another resource.
    Identity,
    /// Networks, addresses and who may reach them.
    Addresses,
    /// How the platform is run: versions, maintenance, logs, alerts, state.
    Operation,
    /// Texts for people and tags.
    Labels,
}

impl Meaning {
    /// Every meaning, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::Access,
        Self::Authentication,
        Self::Keys,
        Self::Limits,
        Self::Capacity,
        Self::Cost,
        Self::Behaviour,
        Self::Identity,
        Self::Addresses,
        Self::Operation,
        Self::Labels,
    ];

    /// In one word, for tables and options.
    pub fn word(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Authentication => "authentication",
            Self::Keys => "keys",
            Self::Limits => "limits",
            Self::Capacity => "capacity",
            Self::Cost => "cost",
            Self::Behaviour => "behaviour",
            Self::Identity => "identity",
            Self::Addresses => "addresses",
            Self::Operation => "operation",
            Self::Labels => "labels",
        }
    }

    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Access => "Access",
            Self::Authentication => "Authentication and groups",
            Self::Keys => "Keys and secrets",
            Self::Limits => "Limits",
            Self::Capacity => "Capacity",
            Self::Cost => "Cost",
            Self::Behaviour => "Behaviour of models",
            Self::Identity => "Names and places of resources",
            Self::Addresses => "Addresses and reachability",
            Self::Operation => "Operation",
            Self::Labels => "Texts and tags",
        }
    }
}

/// A declared field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key in the document.
    pub key: &'static str,
    /// Where it is written, below the keys of the entity that holds it; several where one value has several spellings.
    pub written: &'static [&'static str],
    /// What a change of it means.
    pub meanings: &'static [Meaning],
    /// The fields below it, if it holds entities.
    pub below: &'static [Field],
}

/// Something whose fields are declared.
pub trait Entity {
    /// Its fields, in the order in which they are shown.
    const FIELDS: &'static [Field];

    /// The place that names it.
    fn named_at(&self) -> Option<Origin>;

    /// A node per field of [`Entity::FIELDS`], in their order; none where a field has no value.
    fn nodes(&self) -> Vec<Option<Node>>;

    /// Every place that its values come from.
    fn origins(&self) -> Vec<Origin>
    where
        Self: Sized,
    {
        let mut found = Vec::new();
        for node in self.nodes().into_iter().flatten() {
            node.collect_origins(&mut found);
        }
        found
    }
}

/// A value that a field may have.
pub trait ToNode {
    /// The fields below it, if it holds entities.
    const BELOW: &'static [Field] = &[];

    /// Its node; none if there is no value.
    fn to_node(&self) -> Option<Node>;
}

/// A value with the place that it comes from; what stands for a whole knows the place that names it.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it comes from.
    pub origin: Option<Origin>,
    /// What a change means; empty where it means what it means for the whole.
    pub meanings: &'static [Meaning],
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A whole number below zero.
    Negative(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
    /// Values in order.
    List(Vec<Node>),
    /// Values by name.
    Map(BTreeMap<Cow<'static, str>, Node>),
}

/// Origins and meanings have no part in it: two nodes are equal where their values are.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Node {
    /// A value from a place.
    pub fn at(value: Value, origin: Option<Origin>) -> Self {
        Self {
            value,
            origin,
            meanings: &[],
        }
    }

    /// Values by name.
    pub fn map(entries: impl IntoIterator<Item = (Cow<'static, str>, Self)>) -> Self {
        Self::at(Value::Map(entries.into_iter().collect()), None)
    }

    /// The node of an entity: a map of its fields.
    pub fn of(entity: &impl Entity) -> Self {
        Self::of_fields(entity, entity.nodes())
    }

    fn of_fields<E: Entity>(entity: &E, nodes: Vec<Option<Self>>) -> Self {
        let with_meaning = |(field, node): (&Field, Option<Self>)| {
            let mut node = node?;
            node.meanings = field.meanings;
            Some((Cow::Borrowed(field.key), node))
        };
        let entries = E::FIELDS.iter().zip(nodes).filter_map(with_meaning);
        Self::at(Value::Map(entries.collect()), entity.named_at())
    }

    /// With another entry; only in a map.
    #[must_use]
    pub fn with(mut self, key: &'static str, node: Self) -> Self {
        if let Value::Map(entries) = &mut self.value {
            entries.insert(Cow::Borrowed(key), node);
        }
        self
    }

    /// With the place that names it.
    #[must_use]
    pub fn named(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Where the value at a path stands, `teams/beta/models/gpt-4.1`; the nearest place above it if it has none of its own.
    pub fn find(&self, path: &str) -> Option<Origin> {
        let mut node = self;
        let mut found = node.origin;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            node = match &node.value {
                Value::Map(entries) => entries.get(part)?,
                Value::List(items) => items.get(part.parse::<usize>().ok()?)?,
                Value::Text(_)
                | Value::Number(_)
                | Value::Negative(_)
                | Value::Float(_)
                | Value::Bool(_) => return None,
            };
            found = node.origin.or(found);
        }
        found
    }

    /// How many values there are.
    pub fn len(&self) -> u32 {
        self.below()
            .fold(1, |sum: u32, node| sum.saturating_add(node.len()))
    }

    /// Whether there is no value below it.
    pub fn is_empty(&self) -> bool {
        self.below().next().is_none()
    }

    fn collect_origins(&self, found: &mut Vec<Origin>) {
        found.extend(self.origin);
        for node in self.below() {
            node.collect_origins(found);
        }
    }

    fn below(&self) -> impl Iterator<Item = &Self> {
        let (map, list) = match &self.value {
            Value::Map(entries) => (Some(entries), None),
            Value::List(items) => (None, Some(items)),
            Value::Text(_)
            | Value::Number(_)
            | Value::Negative(_)
            | Value::Float(_)
            | Value::Bool(_) => (None, None),
        };
        let map = map.into_iter().flat_map(BTreeMap::values);
        map.chain(list.into_iter().flatten())
    }
}

/// The fields below a field, by the type of the field that a function points at.
pub(crate) const fn below<E, T: ToNode>(_: fn(&E) -> &T) -> &'static [Field] {
    T::BELOW
}

impl<T: ToNode> ToNode for Option<T> {
    const BELOW: &'static [Field] = T::BELOW;

    fn to_node(&self) -> Option<Node> {
        self.as_ref().and_then(T::to_node)
    }
}

impl<T: ToNode> ToNode for Vec<T> {
    const BELOW: &'static [Field] = T::BELOW;

    fn to_node(&self) -> Option<Node> {
        let items = self.iter().filter_map(T::to_node).collect();
        Some(Node::at(Value::List(items), None))
    }
}

impl<T: ToNode> ToNode for std::sync::Arc<T> {
    const BELOW: &'static [Field] = T::BELOW;

    fn to_node(&self) -> Option<Node> {
        T::to_node(self)
    }
}

impl<T: ToNode> ToNode for BTreeMap<String, T> {
    const BELOW: &'static [Field] = T::BELOW;

    fn to_node(&self) -> Option<Node> {
        let entries = self.iter();
        let named = entries.filter_map(|(name, value)| {
            let node = value.to_node()?;
            Some((Cow::Owned(name.clone()), node))
        });
        Some(Node::map(named))
    }
}

/// Declares the fields of an entity: `field: "key" as "where it is written", [meanings], how its node is made;`. What is no
/// value stands last, after a `!`, with the reason.
macro_rules! fields {
    (
        $entity:ident named $at:expr;
        $( $field:ident : $key:literal $(as $($written:literal)|+)?, [$($meaning:ident),+] $(, $convert:expr)? ; )*
        $( ! $other:ident : $why:literal ; )*
    ) => {
        impl $crate::core::fields::Entity for $entity {
            const FIELDS: &'static [$crate::core::fields::Field] = &[
                $( $crate::core::fields::Field {
                    key: $key,
                    written: $crate::core::fields::fields!(@written $key $(, $($written)|+)?),
                    meanings: &[$($crate::core::fields::Meaning::$meaning),+],
                    below: $crate::core::fields::below(|entity: &Self| &entity.$field),
                }, )*
            ];

            fn named_at(&self) -> Option<$crate::core::origin::Origin> {
                let named: fn(&Self) -> Option<$crate::core::origin::Origin> = $at;
                named(self)
            }

            fn nodes(&self) -> Vec<Option<$crate::core::fields::Node>> {
                let Self { $($field,)* $($other: _,)* } = self;
                vec![ $( $crate::core::fields::fields!(@node $field $(, $convert)?), )* ]
            }
        }

        impl $crate::core::fields::ToNode for $entity {
            const BELOW: &'static [$crate::core::fields::Field] =
                <Self as $crate::core::fields::Entity>::FIELDS;

            fn to_node(&self) -> Option<$crate::core::fields::Node> {
                Some($crate::core::fields::Node::of(self))
            }
        }
    };
    (@written $key:literal) => { &[$key] };
    (@written $key:literal, $($written:literal)|+) => { &[$($written),+] };
    (@node $field:ident) => { $crate::core::fields::ToNode::to_node($field) };
    (@node $field:ident, $convert:expr) => { Some(($convert)($field)) };
}
pub(crate) use fields;

/// Values by name, each under its own.
pub(crate) fn by_name<'t, T: ToNode + 't, N: ToString>(
    all: impl IntoIterator<Item = &'t T>,
    name: impl Fn(&T) -> N,
) -> Node {
    let named = all.into_iter().filter_map(|one| {
        let node = one.to_node()?;
        Some((Cow::Owned(name(one).to_string()), node))
    });
    Node::map(named)
}
