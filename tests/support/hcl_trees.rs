//! Random trees of Terraform's language.

use platgen::core::document::Header;
use platgen::core::document::hcl::{Block, Expr, File, Ident, Item, Part, Reference, Step};
use proptest::prelude::*;

use crate::targets::print_hcl::expr;

/// Text with everything that HCL could take for more than text.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("${".to_owned()),
        Just("$".to_owned()),
        Just("%{".to_owned()),
        Just("}".to_owned()),
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("\n".to_owned()),
        Just("# x".to_owned()),
        Just("<<EOT\n".to_owned()),
        "[ -~]{0,6}",
        any::<char>().prop_map(|c| c.to_string()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// A value of which HCL has a literal.
pub(crate) fn literal() -> impl Strategy<Value = hcl::Value> {
    let leaf = prop_oneof![
        Just(hcl::Value::Null),
        any::<bool>().prop_map(hcl::Value::from),
        any::<i64>().prop_map(hcl::Value::from),
        (-1e18..1e18_f64).prop_map(hcl::Value::from),
        hostile().prop_map(hcl::Value::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(hcl::Value::from),
            proptest::collection::btree_map(key(), inner, 0..6)
                .prop_map(|map| hcl::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-z][a-z0-9_-]{0,12}", 1 => prop_oneof![Just("null"), Just("for"), Just("true")].prop_map(str::to_owned), 1 => hostile()]
}

/// What shows an expression that is no literal.
fn dynamic() -> impl Strategy<Value = Expr> {
    let reference = (hostile(), any::<u8>()).prop_map(|(key, index)| {
        Expr::Reference(Reference {
            root: Ident::of("module"),
            steps: vec![
                Step::Name(Ident::of("a-b")),
                Step::Key(key),
                Step::Index(index.into()),
            ],
        })
    });
    let leaf = prop_oneof![
        reference,
        literal().prop_map(|value| expr(&value)),
        Just(Expr::Fixed("a ? b : c"))
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let parts = (hostile(), inner.clone())
            .prop_map(|(text, inner)| vec![Part::Text(text), Part::Expr(inner)]);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|arguments| Expr::Call(Ident::of("merge"), arguments)),
            proptest::collection::vec(parts, 1..3).prop_map(|parts| Expr::Template(parts.concat())),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Expr::List),
            Just(Expr::Template(Vec::new())),
        ]
    })
}

/// What may stand in a body, blocks nested so deep.
pub(crate) fn items(depth: u32) -> BoxedStrategy<Vec<Item>> {
    let attribute = |index: usize, value| {
        Item::Attribute(
            Ident::parse(&format!("a{}", "x".repeat(index))).unwrap(),
            value,
        )
    };
    let block = if depth == 0 {
        Just(Item::Blank).boxed()
    } else {
        let label = "[ -~]{0,12}".prop_map(|text| Ident::like(&text));
        (proptest::collection::vec(label, 0..3), items(depth - 1))
            .prop_map(|(labels, body)| {
                Item::Block(Block {
                    kind: Ident::of("thing"),
                    labels,
                    body,
                    origins: Vec::new(),
                })
            })
            .boxed()
    };
    let item = prop_oneof![
        4 => dynamic().prop_map(Some).prop_map(|value| (value, None)),
        1 => block.prop_map(|block| (None, Some(block))),
        1 => hostile().prop_map(|text| (None, Some(Item::Comment(text)))),
        1 => Just((None, Some(Item::Blank))),
    ];
    proptest::collection::vec(item, 0..8)
        .prop_map(move |made| {
            made.into_iter()
                .enumerate()
                .filter_map(|(index, (value, other))| {
                    value.map(|value| attribute(index, value)).or(other)
                })
                .collect()
        })
        .boxed()
}

/// A file of these items, with a header that tries to be more than a comment.
pub(crate) fn file(body: Vec<Item>) -> File {
    let header = Header {
        purpose: "Purpose\nresource \"x\" {".into(),
        inputs: vec!["a\nb = 1".into()],
    };
    File { header, body }
}
