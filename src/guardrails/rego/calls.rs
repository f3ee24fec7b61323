//! What policies call: functions that exist, that end, and that give the same every time.
//!
//! The evaluator looks for a function only when it comes to the call, and does not see that functions call each other in a
//! circle. Both are reported before anything is evaluated.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Source;
use regorus::unstable::{BUILTINS, Lexer, TokenKind};

use super::broken;
use super::module::{Head, Module};
use crate::core::diag::Diagnostics;
use crate::core::sources::Span;

/// Functions of the evaluator that policies may not call, and why.
const REFUSED: &[(&str, &str)] = &[
    ("numbers.range", "it makes lists of any length"),
    ("numbers.range_step", "it makes lists of any length"),
    ("bits.lsh", "it makes numbers of any length"),
    ("rand.intn", "it gives something else every time"),
];
/// Functions that the evaluator knows without having them in its table.
const SPECIAL: &[&str] = &["print", "walk", "trace"];
/// Words before a bracket that are no functions.
const KEYWORDS: &[&str] = &[
    "if", "in", "not", "some", "every", "else", "with", "as", "default", "import", "package",
    "contains",
];

/// One call.
struct Call {
    /// `units.parse`, `data.lib.total`.
    path: String,
    span: Span,
}

impl Call {
    fn function(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }
}

/// Reports calls of functions that do not exist or may not be called, and functions that call themselves.
pub(super) fn check(modules: &[Module<'_>], findings: &mut Diagnostics) {
    let mut calls: Vec<(Call, &str)> = Vec::new();
    let functions = |name: &str| {
        modules
            .iter()
            .any(|module| module.named(name).any(|rule| rule.function))
    };
    for module in modules {
        let aliases = aliases(module.text);
        for call in of(module) {
            let known = BUILTINS.contains_key(call.path.as_str())
                || SPECIAL.contains(&call.path.as_str())
                || functions(call.function())
                || aliases.contains_key(call.path.as_str());
            if let Some((name, why)) = REFUSED.iter().find(|(name, _)| *name == call.path) {
                let message = format!("a policy may not call `{name}`: {why}");
                findings.push(broken(call.span, message).help("say it without that function"));
            } else if !known {
                let message = format!("there is no function `{}`", call.path);
                findings.push(broken(call.span, message).help(
                    "use a function of Rego that needs no clock, no network and no chance, or one of a policy here",
                ));
            } else if let Some(caller) = enclosing(module, &call) {
                let called = aliases.get(call.path.as_str());
                let path = called.map_or(call.path.clone(), |path| (*path).to_owned());
                calls.push((Call { path, ..call }, caller.name.as_str()));
            }
        }
    }
    circles(&calls, findings);
}

/// `import data.lib.total as sum`: what `sum` means.
fn aliases(text: &str) -> BTreeMap<&str, &str> {
    let imports = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("import"), Some(path), Some("as"), Some(name)) => Some((name, path)),
            (Some("import"), Some(path), None, None) => {
                Some((path.rsplit('.').next().unwrap_or(path), path))
            }
            _ => None,
        }
    });
    imports.collect()
}

/// The rule that a call stands in.
fn enclosing<'m>(module: &'m Module<'_>, call: &Call) -> Option<&'m Head> {
    module
        .rules
        .iter()
        .rev()
        .find(|rule| rule.span.start <= call.span.start)
}

/// Each name with a bracket after it, heads of functions left out.
fn of(module: &Module<'_>) -> Vec<Call> {
    let mut found = Vec::new();
    let Ok(source) = Source::from_contents(module.path.to_owned(), module.text.to_owned()) else {
        return found;
    };
    let mut lexer = Lexer::new(&source);
    // The path that is being read, and whether its last part was a dot.
    let mut path: Option<(String, Span)> = None;
    let mut dotted = false;
    while let Ok(token) = lexer.next_token() {
        let span = Span {
            file: module.id,
            start: token.1.start,
            end: token.1.end,
        };
        match (token.0, token.1.text()) {
            (TokenKind::Eof, _) => break,
            (TokenKind::Ident, word) => {
                path = Some(match path.take().filter(|_| dotted) {
                    Some((before, start)) => (
                        format!("{before}.{word}"),
                        Span {
                            end: span.end,
                            ..start
                        },
                    ),
                    None => (word.to_owned(), span),
                });
                dotted = false;
                continue;
            }
            (TokenKind::Symbol, ".") if path.is_some() && !dotted => {
                dotted = true;
                continue;
            }
            (TokenKind::Symbol, "(") => {
                if let Some((path, span)) = path.take()
                    && !KEYWORDS.contains(&path.as_str())
                    && !module.rules.iter().any(|rule| {
                        rule.function && rule.span.start <= span.start && span.end <= rule.span.end
                    })
                {
                    found.push(Call { path, span });
                }
            }
            (
                TokenKind::Symbol | TokenKind::String | TokenKind::RawString | TokenKind::Number,
                _,
            ) => {}
        }
        (path, dotted) = (None, false);
    }
    found
}

/// Functions that come to call themselves. Names are enough: that two packages have functions of one name, and only one of
/// them is in a circle, is not worth a report of its own.
fn circles(calls: &[(Call, &str)], findings: &mut Diagnostics) {
    let mut graph: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (call, caller) in calls {
        graph.entry(caller).or_default().insert(call.function());
    }
    for (call, caller) in calls {
        if !reaches(&graph, call.function(), caller) {
            continue;
        }
        let message = format!("`{caller}` calls itself by way of `{}`", call.path);
        findings.push(broken(call.span, message).help("say it without recursion: Rego has none"));
    }
}

fn reaches<'g>(graph: &BTreeMap<&'g str, BTreeSet<&'g str>>, from: &'g str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(graph.get(name).into_iter().flatten());
        }
    }
    false
}
