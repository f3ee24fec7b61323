//! What stands in a root or a module, whether it is a tree of ours or a fixed file.

use std::collections::BTreeMap;

use crate::core::document::hcl as ours;
use crate::core::origin::Origin;

/// An expression.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Ours(ours::Expr),
    Fixed(hcl::Expression),
}

/// A block.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) attributes: Vec<(String, Source)>,
    pub(super) blocks: Vec<Block>,
    pub(super) origin: Option<Origin>,
}

impl Block {
    pub(super) fn attribute(&self, name: &str) -> Option<&Source> {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name).map(|(_, value)| value)
    }
}

/// A root or a module.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    /// `variable` blocks by name.
    pub(super) variables: BTreeMap<String, Block>,
    /// `locals` by name.
    pub(super) locals: BTreeMap<String, Source>,
    /// `resource` blocks by `type.name`.
    pub(super) resources: BTreeMap<String, Block>,
    /// `output` blocks by name.
    pub(super) outputs: BTreeMap<String, Block>,
    /// `module` blocks by name.
    pub(super) modules: BTreeMap<String, Block>,
}

impl Config {
    /// Adds a tree of ours.
    pub(super) fn add_ours(&mut self, file: &ours::File) {
        for item in &file.body {
            if let ours::Item::Block(block) = item {
                self.add(of_ours(block));
            }
        }
    }

    /// Adds a fixed file; one that cannot be read holds nothing, which a test of every fixed file excludes.
    pub(super) fn add_text(&mut self, text: &str) {
        let Ok(body) = hcl::parse(text) else { return };
        for block in body.blocks() {
            self.add(of_fixed(block));
        }
    }

    fn add(&mut self, block: Block) {
        let name = block.labels.first().cloned().unwrap_or_default();
        match block.kind.as_str() {
            "locals" => self.locals.extend(block.attributes),
            "variable" => drop(self.variables.insert(name, block)),
            "output" => drop(self.outputs.insert(name, block)),
            "module" => drop(self.modules.insert(name, block)),
            "resource" => drop(self.resources.insert(block.labels.join("."), block)),
            _ => {}
        }
    }
}

fn of_ours(block: &ours::Block) -> Block {
    let mut read = Block {
        kind: block.kind.as_str().to_owned(),
        labels: block
            .labels
            .iter()
            .map(|label| label.as_str().to_owned())
            .collect(),
        origin: block.origins.first().copied(),
        ..Block::default()
    };
    for item in &block.body {
        match item {
            ours::Item::Attribute(name, value) => {
                let value = Source::Ours(value.clone());
                read.attributes.push((name.as_str().to_owned(), value));
            }
            ours::Item::Block(inner) => read.blocks.push(of_ours(inner)),
            ours::Item::Comment(_) | ours::Item::Blank => {}
        }
    }
    read
}

fn of_fixed(block: &hcl::Block) -> Block {
    let mut read = Block {
        kind: block.identifier().to_owned(),
        labels: block
            .labels()
            .iter()
            .map(|label| label.as_str().to_owned())
            .collect(),
        ..Block::default()
    };
    for structure in block.body() {
        match structure {
            hcl::Structure::Attribute(attribute) => {
                let value = Source::Fixed(attribute.expr().clone());
                read.attributes.push((attribute.key().to_owned(), value));
            }
            hcl::Structure::Block(inner) => read.blocks.push(of_fixed(inner)),
        }
    }
    read
}
