//! Fixed files: the same bytes for every platform. What varies is handed to them, by a root's call or by the chart's values.

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::{OUTPUTS, Repository};
use crate::core::document::hcl::{Block, Expr, Item};
use crate::core::document::{Asset, Document};
use crate::core::plan::PlannedFile;

/// What hands values to a fixed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// The file, relative to the repository.
    pub path: Utf8PathBuf,
    /// The line that gives the value which a line of the fixed file reads.
    pub line: Option<u32>,
}

/// What a fixed file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its place in platgen's own repository.
    pub source: String,
    /// The module it is part of, if it is part of one.
    pub module: Option<String>,
    /// The variable that the line in question reads or declares.
    pub variable: Option<String>,
    /// What hands values to it, by path.
    pub givers: Vec<Giver>,
}

/// Describes a fixed file, and the line of it that was asked for.
pub(super) fn describe(
    repository: Repository<'_>,
    file: &PlannedFile<'_>,
    asset: &Asset,
    line: Option<&str>,
) -> Fixed {
    let path = file.path.as_path();
    let parts: Vec<&str> = path.components().map(|part| part.as_str()).collect();
    let mut fixed = Fixed {
        source: format!("templates/{}", asset.source),
        module: None,
        variable: None,
        givers: Vec::new(),
    };
    match parts.as_slice() {
        [environment, "terraform", "modules", module, ..] => {
            fixed.variable = line.and_then(variable);
            fixed.givers = calls(repository, environment, module, fixed.variable.as_deref());
            fixed.module = Some((*module).to_owned());
        }
        [_, "helm", chart, ..] => {
            let values: Utf8PathBuf = parts.iter().take(3).collect();
            let path = Utf8Path::new(OUTPUTS).join(values).join("values.yaml");
            fixed.module = Some(format!("chart {chart}"));
            fixed.givers.push(Giver { path, line: None });
        }
        [..] => {}
    }
    fixed
}

/// The variable that a line of a module reads, or declares.
fn variable(line: &str) -> Option<String> {
    let (_, after) = line
        .split_once("var.")
        .or_else(|| line.strip_prefix("variable \"").map(|rest| ("", rest)))?;
    let is_part = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let name: String = after.chars().take_while(is_part).collect();
    (!name.is_empty()).then_some(name)
}

/// The files that call a module, with the line that sets one of its variables.
fn calls(
    repository: Repository<'_>,
    environment: &str,
    module: &str,
    variable: Option<&str>,
) -> Vec<Giver> {
    let folder = Utf8Path::new(environment).join("terraform");
    let in_root = |path: &Utf8Path| {
        path.starts_with(&folder)
            && !path.starts_with(folder.join("modules"))
            && path.extension() == Some("tf")
    };
    let files: Vec<&PlannedFile<'_>> = repository
        .plan
        .files()
        .filter(|file| in_root(file.path.as_path()))
        .collect();
    let source = format!("../modules/{module}");
    let found = files.par_iter().filter_map(|file| {
        let document = (file.produce)();
        let Document::Hcl(tree) = &document else {
            return None;
        };
        let call = tree.body.iter().find_map(|item| match item {
            Item::Block(block) if calls_module(block, &source) => Some(block),
            Item::Block(_) | Item::Attribute(..) | Item::Comment(_) | Item::Blank => None,
        })?;
        let set = variable.filter(|name| attribute(call, name).is_some());
        if variable.is_some() && set.is_none() {
            return None;
        }
        let line = set.and_then(|name| {
            let (text, _) = (repository.print)(&document);
            line_of(&text, name)
        });
        Some(Giver {
            path: Utf8Path::new(OUTPUTS).join(file.path.as_path()),
            line,
        })
    });
    found.collect()
}

fn calls_module(block: &Block, source: &str) -> bool {
    let is_source = |value: &Expr| matches!(value, Expr::Text(text) if text == source);
    block.kind.as_str() == "module" && attribute(block, "source").is_some_and(is_source)
}

fn attribute<'b>(block: &'b Block, wanted: &str) -> Option<&'b Expr> {
    block.body.iter().find_map(|item| match item {
        Item::Attribute(name, value) if name.as_str() == wanted => Some(value),
        Item::Attribute(..) | Item::Block(_) | Item::Comment(_) | Item::Blank => None,
    })
}

/// The line of an attribute of a call, which stands right in its block.
fn line_of(text: &str, name: &str) -> Option<u32> {
    let sets = |line: &str| {
        let rest = line
            .strip_prefix("  ")
            .and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let mut lines = (1..).zip(text.lines());
    lines.find(|(_, line)| sets(line)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_modules_name_variables() {
        let name = |line| variable(line);
        assert_eq!(name("  tags = var.tags").as_deref(), Some("tags"));
        assert_eq!(name("variable \"network\" {").as_deref(), Some("network"));
        assert_eq!(
            name("  count = length(var.a_b[\"c\"])").as_deref(),
            Some("a_b")
        );
        assert_eq!(name("  name = local.x"), None);
        assert_eq!(
            line_of("module \"a\" {\n  tagsx = 1\n  tags  = 2\n", "tags"),
            Some(3)
        );
    }
}
