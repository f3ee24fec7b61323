//! Terraform files as `terraform fmt` would leave them.
//!
//! `terraform fmt` only moves blanks within lines: it indents by open brackets and aligns the `=` of neighbouring lines. So a
//! file is laid out as [`lines`] first, each knowing what stands before its `=`; [`lines::Lines::finish`] aligns them.

use super::Printed;
use crate::core::document::hcl::{Block, File, Item};
use lines::Lines;

mod escape;
mod expr;
mod lines;

/// The text of a Terraform file.
pub fn print(file: &File) -> Printed {
    let mut lines = Lines::default();
    for line in super::header_lines(&file.header) {
        lines.comment(&line);
    }
    if !file.body.is_empty() {
        lines.blank();
    }
    body(&mut lines, &file.body);
    lines.finish()
}

fn body(lines: &mut Lines, items: &[Item]) {
    for (index, item) in items.iter().enumerate() {
        let (before, rest) = items.split_at(index);
        if stands_apart(before.last(), rest) {
            lines.blank();
        }
        match item {
            Item::Attribute(name, value) => {
                lines.value(expr::Place::Attribute(name.as_str()), value);
            }
            Item::Block(block) => print_block(lines, block),
            Item::Comment(text) => lines.comment(text),
            // An empty line parts two things; at the edge of a block there is but one.
            Item::Blank if index > 0 && rest.iter().any(|item| *item != Item::Blank) => {
                lines.blank();
            }
            Item::Blank => {}
        }
    }
}

/// Whether an empty line belongs before the first of `rest`: around blocks, and above the comment of a block.
fn stands_apart(previous: Option<&Item>, rest: &[Item]) -> bool {
    let is_comment = |item: &&Item| matches!(item, Item::Comment(_));
    let described = rest.iter().find(|item| !is_comment(item));
    match previous {
        None | Some(Item::Comment(_) | Item::Blank) => false,
        Some(Item::Block(_)) => true,
        Some(Item::Attribute(..)) => matches!(described, Some(Item::Block(_))),
    }
}

fn print_block(lines: &mut Lines, block: &Block) {
    let mut opening = block.kind.as_str().to_owned();
    for label in &block.labels {
        opening.push(' ');
        escape::quote(label.as_str(), &mut opening);
    }
    if block.body.is_empty() {
        lines.push(opening + " {}", None, block.origins.clone());
        return;
    }
    lines.open(opening + " {", block.origins.clone());
    body(lines, &block.body);
    lines.close("}");
}

#[cfg(test)]
mod tests;
