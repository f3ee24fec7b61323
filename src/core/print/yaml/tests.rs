//! Tests of `print/yaml`.

use super::*;
use crate::core::document::Header;

fn text_of(root: Node) -> String {
    let text = print(&File {
        header: Header::default(),
        root,
    })
    .text;
    text.split_once('\n').expect("a header").1.to_owned()
}

#[test]
fn block_style_with_compact_items() {
    let item = Node::map([
        ("name", Node::from("x")),
        ("list", Node::List(vec![Node::from(1_u32)])),
        ("map", Node::Map(Vec::new())),
    ]);
    let root = Node::map([(
        "models",
        Node::List(vec![item, Node::List(vec![Node::Null, Node::from(true)])]),
    )]);
    assert_eq!(
        text_of(root),
        "models:\n  - name: x\n    list:\n      - 1\n    map: {}\n  - - null\n    - true\n"
    );
}

#[test]
fn comments_stand_above_and_cannot_be_left() {
    let item = Node::Commented(
        "item".into(),
        Box::new(Node::map([(
            "a",
            Node::Commented("a\nb: 1".into(), Box::new(Node::Null)),
        )])),
    );
    let root = Node::map([(
        "k",
        Node::Commented("list".into(), Box::new(Node::List(vec![item]))),
    )]);
    assert_eq!(
        text_of(root),
        "# list\nk:\n  # item\n  # a\n  # b: 1\n  - a: null\n"
    );
}

#[test]
fn only_harmless_text_is_plain() {
    for plain in [
        "gpt-4.1",
        "AI Access - Team Beta",
        "teams/beta",
        "lead@contoso.com",
        "Standard_NC24ads_A100_v4",
    ] {
        assert_eq!(text_of(Node::from(plain)), format!("{plain}\n"));
    }
    let risky = [
        "",
        "yes",
        "No",
        "NULL",
        "y",
        "1e3",
        "0x1",
        "10.10.7.4",
        "~",
        "a: b",
        "a #b",
        "- a",
        "a ",
        " a",
        "*a",
        "@a",
        "=",
        "<<",
        "a-",
        "a\u{85}b",
    ];
    for quoted in risky {
        assert!(text_of(Node::from(quoted)).starts_with('"'), "{quoted:?}");
    }
}

#[test]
fn only_text_that_a_block_keeps_is_one() {
    assert_eq!(
        text_of(Node::map([("a", Node::Block("x\ny\n".into()))])),
        "a: |\n  x\n  y\n"
    );
    for lost in ["x\r\ny\n", "x\n\ny\n", " x\n", "x \ny\n", "\r\n"] {
        let text = text_of(Node::map([("a", Node::Block(lost.into()))]));
        assert!(text.starts_with("a: \""), "{lost:?}: {text}");
    }
}

#[test]
fn floats_have_a_point_and_a_signed_exponent() {
    for (value, text) in [
        (1.5, "1.5"),
        (2.0, "2.0"),
        (1e300, "1.0e+300"),
        (1.5e-9, "1.5e-9"),
        (f64::NAN, "null"),
    ] {
        assert_eq!(text_of(Node::Float(value)), format!("{text}\n"));
    }
}

#[test]
fn lines_know_their_inputs() {
    let at = |key| Origin::Default(key);
    let item = Node::map([
        ("a", Node::from("x").at(at("a"))),
        ("b", Node::from("y").at(at("b"))),
    ])
    .at(at("item"));
    let root = Node::map([("list", Node::List(vec![item]).at(at("list")))]);
    let printed = print(&File {
        header: Header::default(),
        root,
    });
    assert_eq!(
        printed.trace,
        [(2, at("list")), (3, at("item")), (3, at("a")), (4, at("b"))]
    );
}
