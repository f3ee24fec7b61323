//! Printed YAML says what its tree says.

use platgen::core::document::Header;
use platgen::core::document::yaml::{File, Node};
use platgen::core::print::yaml::print;
use proptest::prelude::*;
use yaml_serde::Value;

use crate::targets::print_yaml::value;

fn hostile() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("yes"),
        Just("Null"),
        Just("0x1f"),
        Just("1e3"),
        Just("12:30:45"),
        Just("2001-01-01"),
        Just("- a"),
        Just("a: b"),
        Just(" #c"),
        Just("&a *a"),
        Just("!!int 1"),
        Just("---\n"),
        Just("{{ .Values }}"),
        Just("\u{feff}"),
        Just("'\""),
        Just("|\n  x"),
    ];
    prop_oneof![
        word.prop_map(str::to_owned),
        crate::print_hcl::hostile(),
        "[a-zA-Z0-9 ./@_-]{0,12}",
        "[a-z: \n\t]{0,20}"
    ]
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::from),
        any::<i64>().prop_map(Node::from),
        proptest::num::f64::NORMAL.prop_map(Node::Float),
        hostile().prop_map(Node::from),
        proptest::collection::vec("[ -~]{0,10}", 0..4)
            .prop_map(|lines| Node::Block(lines.join("\n") + "\n")),
        proptest::collection::vec(hostile(), 1..5).prop_map(|lines| {
            Node::Lines(lines.into_iter().map(|line| (line, Vec::new())).collect())
        }),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        let inner = (inner, proptest::option::weighted(0.2, hostile()))
            .prop_map(|(node, comment)| match comment {
                Some(text) => Node::Commented(text, Box::new(node)),
                None => node,
            })
            .boxed();
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Node::List),
            proptest::collection::btree_map(key(), inner, 0..6)
                .prop_map(|map| Node::Map(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![9 => hostile(), 1 => Just("k\u{e9}".repeat(600))]
}

proptest! {
    #[test]
    fn values_read_back_alike(root in node()) {
        let header = Header { purpose: "Purpose\n- x".into(), inputs: vec!["a\n- b".into()] };
        let want = value(&root);
        let text = print(&File { header, root }).text;
        let read: Value = yaml_serde::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(read, want, "{}", text);
    }
}
