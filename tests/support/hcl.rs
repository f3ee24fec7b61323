//! Terraform as an independent reader sees it: blocks by address, values by key, and what refers to what.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use hcl::{Attribute, Block, Body, Expression};

/// The outputs of one folder, read as one Terraform module.
pub(crate) struct Module(Vec<Body>);

impl Module {
    /// The `.tf` files of a folder such as `demo/terraform/modules/tenant`.
    #[track_caller]
    pub(crate) fn of(outputs: &BTreeMap<String, String>, folder: &str) -> Self {
        let inside = |path: &str| {
            let path = Utf8Path::new(path);
            path.parent() == Some(folder.into()) && path.extension() == Some("tf")
        };
        let files: Vec<Body> = outputs
            .iter()
            .filter(|(path, _)| inside(path))
            .map(|(_, text)| hcl::parse(text).unwrap())
            .collect();
        assert!(!files.is_empty(), "{folder} holds no Terraform");
        Self(files)
    }

    /// Every block at the top.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.0.iter().flat_map(Body::blocks)
    }

    /// Blocks of a kind: `resource`, `output`.
    pub(crate) fn all<'m>(&'m self, kind: &'m str) -> impl Iterator<Item = &'m Block> {
        self.blocks()
            .filter(move |block| block.identifier() == kind)
    }

    /// The one block of an address as Terraform writes it: `azurerm_key_vault.main`, `module.team_beta`.
    #[track_caller]
    pub(crate) fn block(&self, address: &str) -> &Block {
        let found: Vec<&Block> = self
            .blocks()
            .filter(|block| self::address(block) == address)
            .collect();
        assert_eq!(found.len(), 1, "blocks called {address}");
        found[0]
    }

    /// The value of a local.
    #[track_caller]
    pub(crate) fn local(&self, name: &str) -> &Expression {
        let found = self
            .all("locals")
            .flat_map(|block| block.body().attributes())
            .find(|attribute| attribute.key() == name);
        found.unwrap_or_else(|| panic!("no local.{name}")).expr()
    }

    /// That one thing is made only after another, through references or `depends_on`, however many steps lie between.
    #[track_caller]
    pub(crate) fn assert_after(&self, later: &str, earlier: &str) {
        let nodes = self.nodes();
        assert!(
            nodes.contains_key(later) && nodes.contains_key(earlier),
            "{later}, {earlier}"
        );
        let mut reached = BTreeSet::from([later.to_owned()]);
        let mut open = vec![later.to_owned()];
        while let Some(from) = open.pop() {
            for (to, _) in nodes.iter().filter(|(to, _)| mentions(&nodes[&from], to)) {
                if reached.insert(to.clone()) {
                    open.push(to.clone());
                }
            }
        }
        assert!(
            reached.contains(earlier),
            "{later} does not wait for {earlier}"
        );
    }

    /// Text of each block and local, by address.
    fn nodes(&self) -> BTreeMap<String, String> {
        let locals = self
            .all("locals")
            .flat_map(|block| block.body().attributes());
        let locals =
            locals.map(|local| (format!("local.{}", local.key()), local.expr().to_string()));
        let blocks = self.blocks().filter(|block| block.identifier() != "locals");
        blocks
            .map(|block| (address(block), text(block)))
            .chain(locals)
            .collect()
    }
}

/// As other blocks refer to it.
pub(crate) fn address(block: &Block) -> String {
    let labels: Vec<&str> = block.labels().iter().map(hcl::BlockLabel::as_str).collect();
    match block.identifier() {
        "resource" => labels.join("."),
        "variable" => format!("var.{}", labels.join(".")),
        other => std::iter::once(other)
            .chain(labels)
            .collect::<Vec<_>>()
            .join("."),
    }
}

/// A block in HCL's own words, without remarks.
pub(crate) fn text(block: &Block) -> String {
    hcl::format::to_string(block).unwrap()
}

/// Whether a text holds an address, and not only as a part of a longer one.
pub(crate) fn mentions(text: &str, address: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(address).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + address.len()..].chars().next();
        !before.is_some_and(|c| part(c) || c == '.') && !after.is_some_and(part)
    })
}

/// An argument of a block.
#[track_caller]
pub(crate) fn argument<'b>(block: &'b Block, key: &str) -> &'b Expression {
    try_argument(block, key).unwrap_or_else(|| panic!("{} has no {key}", address(block)))
}

/// An argument of a block, if it is there.
pub(crate) fn try_argument<'b>(block: &'b Block, key: &str) -> Option<&'b Expression> {
    let mut attributes = block.body().attributes();
    attributes
        .find(|attribute| attribute.key() == key)
        .map(Attribute::expr)
}

/// The member of an object, by a path of keys.
#[track_caller]
pub(crate) fn member<'e>(expression: &'e Expression, path: &[&str]) -> &'e Expression {
    path.iter().fold(expression, |at, key| {
        let found = members(at).into_iter().find(|(name, _)| name == key);
        found.unwrap_or_else(|| panic!("no {key} in {at}")).1
    })
}

/// The members of an object.
#[track_caller]
pub(crate) fn members(expression: &Expression) -> Vec<(String, &Expression)> {
    let Expression::Object(object) = expression else {
        panic!("no object: {expression}")
    };
    let name = |key: &hcl::ObjectKey| key.to_string().trim_matches('"').to_owned();
    object
        .iter()
        .map(|(key, value)| (name(key), value))
        .collect()
}

/// A text.
#[track_caller]
pub(crate) fn string(expression: &Expression) -> &str {
    let Expression::String(text) = expression else {
        panic!("no text: {expression}")
    };
    text
}
