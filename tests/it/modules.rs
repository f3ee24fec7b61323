//! The graph of modules, read from the tokens of the sources: which module uses which, that none uses itself by way of others, and that
//! what is general knows nothing of what is special.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::support::{files, repository};

/// What must never be used, as beginnings of names: by whom, what, and why. Circles are refused besides.
const NEVER: &[(&str, &[&str], &str)] = &[
    (
        "core/",
        &[
            "domain/", "inputs", "gateway", "target", "simulate", "report", "read", "cli",
        ],
        "core knows no domain",
    ),
    (
        "core/print",
        &["core/plan", "core/sources", "core/yaml"],
        "printers know trees only",
    ),
    (
        "domain/",
        &["gateway", "target", "report", "cli", "read"],
        "a domain knows nothing of what is made of it",
    ),
    (
        "gateway",
        &["core/yaml", "core/sources"],
        "what is meant knows no text",
    ),
    (
        "target",
        &["core/yaml", "core/sources", "domain/parsed", "read"],
        "targets know what is meant, not what is written",
    ),
    (
        "report",
        &["core/yaml", "domain/parsed"],
        "reports know what is meant, not what is written",
    ),
    (
        "simulate",
        &["target", "core/yaml"],
        "a simulation gets policies as trees",
    ),
];

/// Domains, each of which has the same stages inside.
const DOMAINS: &[&str] = &[
    "platform",
    "network",
    "cluster",
    "models",
    "consumers",
    "apps",
    "addons",
];

type Path = Vec<String>;

/// The sources by module, less tests.
fn modules() -> BTreeMap<Path, TokenStream> {
    let mut modules = BTreeMap::new();
    for (path, text) in files(&repository().join("src")) {
        if path.extension() != Some("rs") {
            continue;
        }
        let module = path.with_extension("");
        let module: Path = module.components().map(|part| part.to_string()).collect();
        let is_test = module
            .iter()
            .any(|part| part == "tests" || part == "testing");
        if !is_test {
            let tokens: TokenStream = text
                .parse()
                .unwrap_or_else(|fault| panic!("{path}: {fault}"));
            let root = module == ["lib"] || module == ["main"];
            modules.insert(
                if root {
                    vec![module[0].clone()]
                } else {
                    module
                },
                tokens,
            );
        }
    }
    modules
}

/// Every path that begins at the root, at the module itself or at its parent, as it stands in tokens.
fn paths(tokens: &TokenStream, found: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let test = tokens.get(at).is_some_and(|next| {
                    next.to_string() == "[cfg (test)]" || next.to_string() == "[cfg(test)]"
                });
                if test {
                    at += 1;
                    // The item that is for tests only: up to its end.
                    while let Some(token) = tokens.get(at) {
                        at += 1;
                        let ends = match token {
                            TokenTree::Punct(mark) => mark.as_char() == ';',
                            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
                        };
                        if ends {
                            break;
                        }
                    }
                }
            }
            TokenTree::Ident(name) if ["crate", "super"].contains(&name.to_string().as_str()) => {
                if separator(&tokens, at) {
                    at = tree(&tokens, at - 1, &mut Vec::new(), found);
                }
            }
            TokenTree::Group(group) => paths(&group.stream(), found),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn separator(tokens: &[TokenTree], at: usize) -> bool {
    let colon =
        |at| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    colon(at) && colon(at + 1)
}

/// One path with its branches, as `use` has them; where it ends.
fn tree(tokens: &[TokenTree], mut at: usize, path: &mut Path, found: &mut Vec<Path>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(name)) => {
                path.push(name.to_string());
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
                for branch in inner.split(is_comma).filter(|branch| !branch.is_empty()) {
                    tree(branch, 0, &mut path.clone(), found);
                }
                return at + 1;
            }
            Some(_) | None => break,
        }
        if !separator(tokens, at) {
            break;
        }
        at += 2;
    }
    found.push(path.clone());
    at
}

/// Folders beside the domains that have the same stages, since they are written as inputs too.
const STAGED: &[&str] = &["guardrails", "expect", "removals"];

/// The stages of a domain.
const STAGES: &[&str] = &["syntax", "model", "resolve", "rules", "codes", "fields"];

/// What counts as one module: in `core/` each folder, in a domain each of its stages, elsewhere the first level.
fn node(module: &[String]) -> String {
    let depth = match module {
        [first, ..] if first == "core" => 2,
        [first, second, ..] if first == "domain" && DOMAINS.contains(&second.as_str()) => 3,
        [first, ..] if first == "domain" => 2,
        [first, second, ..]
            if STAGED.contains(&first.as_str()) && STAGES.contains(&second.as_str()) =>
        {
            2
        }
        _ => 1,
    };
    module
        .iter()
        .take(depth)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("/")
}

/// Who uses whom, with one of the uses.
fn graph() -> BTreeMap<(String, String), String> {
    let modules = modules();
    let mut graph = BTreeMap::new();
    for (module, tokens) in &modules {
        let mut found = Vec::new();
        paths(tokens, &mut found);
        for path in found {
            let mut target: Path = match path[0].as_str() {
                "super" => module[..module.len() - 1].to_vec(),
                _ => Vec::new(),
            };
            for name in &path[1..] {
                if name == "super" {
                    target.pop();
                } else {
                    target.push(name.clone());
                }
            }
            while !target.is_empty() && !modules.contains_key(&target) {
                target.pop();
            }
            if target.is_empty() {
                target.push("lib".to_owned());
            }
            let (from, to) = (node(module), node(&target));
            let is_parent =
                from.starts_with(&format!("{to}/")) || to.starts_with(&format!("{from}/"));
            if from != to && !is_parent {
                let example = format!("src/{}.rs uses {}", module.join("/"), path.join("::"));
                graph.entry((from, to)).or_insert(example);
            }
        }
    }
    graph
}

#[test]
fn the_graph_is_read() {
    let graph = graph();
    let uses = |from: &str, to: &str| graph.contains_key(&(from.to_owned(), to.to_owned()));
    assert!(
        uses("target", "core/document")
            && uses("cli", "lib")
            && uses("domain/network/rules", "domain/network/model"),
        "{graph:#?}"
    );
    assert!(!uses("core/document", "target"));
}

#[test]
fn no_module_uses_itself_by_way_of_others() {
    let graph = graph();
    let nodes: BTreeSet<&String> = graph.keys().flat_map(|(from, to)| [from, to]).collect();
    let reached = |start: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut next = vec![start];
        while let Some(node) = next.pop() {
            for (from, to) in graph.keys() {
                if from == node && seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        nodes.iter().map(|node| (*node, reached(node))).collect();
    let circles: Vec<&String> = graph
        .iter()
        .filter(|((from, to), _)| reached[to].contains(from))
        .map(|(_, example)| example)
        .collect();
    assert!(
        circles.is_empty(),
        "{} uses lie on circles:\n{circles:#?}",
        circles.len()
    );
}

#[test]
fn what_is_general_knows_nothing_special() {
    let mut wrong = Vec::new();
    for ((from, to), example) in graph() {
        for (who, what, why) in NEVER {
            if from.starts_with(who) && what.iter().any(|what| to.starts_with(what)) {
                wrong.push(format!("{example}: {why}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn domains_have_the_same_stages() {
    for module in modules().keys() {
        if let [first, domain, stage, ..] = module.as_slice()
            && first == "domain"
            && DOMAINS.contains(&domain.as_str())
        {
            let known = STAGES.contains(&stage.as_str())
                || (domain == "models" && ["capacity", "arguments"].contains(&stage.as_str()));
            assert!(known, "src/{}.rs is none of {STAGES:?}", module.join("/"));
        }
    }
}
