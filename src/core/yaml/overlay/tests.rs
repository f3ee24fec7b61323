//! Tests of `core/yaml/overlay`.

use super::*;
use crate::core::sources::FileId;
use crate::core::yaml::parse::parse;

fn tree(file: u32, text: &str) -> Node {
    parse(FileId(file), text).tree.unwrap()
}

/// One line per scalar: path, value, and where it came from (`base`, `added`, `replaced`).
fn flat(node: &Node) -> Vec<String> {
    fn walk(path: &str, node: &Node, lines: &mut Vec<String>) {
        match &node.value {
            Value::Map(entries) => entries
                .iter()
                .for_each(|e| walk(&format!("{path}/{}", e.key), &e.value, lines)),
            Value::List(items) => items
                .iter()
                .enumerate()
                .for_each(|(i, n)| walk(&format!("{path}/{i}"), n, lines)),
            value @ (Value::Null
            | Value::Bool(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Text(_)) => {
                let from = match node.overlay {
                    Overlay::No => "base",
                    Overlay::Added => "added",
                    Overlay::Replaced(_) => "replaced",
                };
                lines.push(format!("{path} {value:?} {from}{}", node.span.file.0));
            }
        }
    }
    let mut lines = Vec::new();
    walk("", node, &mut lines);
    lines
}

fn after(base: &str, overlay: &str) -> Vec<String> {
    flat(&merge(tree(0, base), tree(1, overlay), &mut Vec::new()))
}

#[test]
fn maps_merge_key_by_key() {
    assert_eq!(
        after("{a: {b: 1, c: 2}, d: 3}", "{a: {c: 4, e: {f: 5}}}"),
        [
            "/a/b Integer(1) base0",
            "/a/c Integer(4) replaced1",
            "/a/e/f Integer(5) added1",
            "/d Integer(3) base0",
        ]
    );
}

#[test]
fn null_removes() {
    assert_eq!(
        after(
            "{a: 1, b: {c: 2}}",
            "{a: null, b: {c: ~}, x: null, y: {z: null, w: 1}}"
        ),
        ["/y/w Integer(1) added1"]
    );
}

#[test]
fn lists_of_named_things_merge_by_name() {
    assert_eq!(
        after(
            "[{name: a, v: 1}, {name: b, v: 2}]",
            "[{name: b, v: 3}, {name: c, v: 4}]"
        ),
        [
            "/0/name Text(\"a\") base0",
            "/0/v Integer(1) base0",
            "/1/name Text(\"b\") replaced1",
            "/1/v Integer(3) replaced1",
            "/2/name Text(\"c\") added1",
            "/2/v Integer(4) added1",
        ]
    );
}

#[test]
fn other_lists_and_values_are_replaced() {
    assert_eq!(
        after("{l: [1, 2]}", "{l: [3]}"),
        ["/l/0 Integer(3) replaced1"]
    );
    assert_eq!(after("{l: [{name: a}]}", "{l: []}"), [""; 0]);
    assert_eq!(
        after("{l: {a: 1}}", "{l: text}"),
        ["/l Text(\"text\") replaced1"]
    );
}

#[test]
fn a_name_twice_in_the_overlay_stays_twice() {
    let lines = after("[{name: a, v: 1}]", "[{name: a, v: 2}, {name: a, v: 3}]");
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("Text(\"a\")"))
            .count(),
        2,
        "{lines:?}"
    );
}

#[test]
fn an_empty_overlay_changes_nothing() {
    assert_eq!(after("{a: 1}", "# nothing\n"), ["/a Integer(1) base0"]);
}

#[test]
fn a_replaced_value_knows_what_it_replaced() {
    let merged = merge(tree(0, "a: [1, 2]"), tree(1, "a: [3]"), &mut Vec::new());
    let list = merged.get("a").unwrap();
    let base = Span {
        file: FileId(0),
        start: 3,
        end: 9,
    };
    assert_eq!(list.overlay, Overlay::Replaced(base));
    assert_eq!(
        list.origin(),
        crate::core::origin::Origin::Overlaid {
            at: list.span,
            base: Some(base)
        }
    );
}
