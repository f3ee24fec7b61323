//! What is printed as a policy reads back as the same tree, whatever the texts in it are.

#![cfg(test)]

use platgen::core::document::Header;
use platgen::core::document::xml::{Child, Element, File};
use platgen::core::origin::Origin;
use platgen::core::print::xml;
use platgen::gateway::csharp;
use proptest::prelude::*;

use crate::targets::print_xml::{parsed, readable};

/// Characters that mean something in XML, C#, policies or nowhere.
fn hostile() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        proptest::char::any(),
        proptest::sample::select(
            "<>&\"'{}@()\\-]![$%;|\n\r\t\u{0}\u{1f}\u{fffe}\u{2028}\u{1f600} "
                .chars()
                .collect::<Vec<_>>()
        ),
    ];
    proptest::collection::vec(one, 0..24).prop_map(|chars| chars.into_iter().collect())
}

fn element() -> impl Strategy<Value = Element> {
    let attributes = || {
        proptest::collection::btree_map(
            proptest::sample::select(vec!["a", "b-c", "value"]),
            hostile(),
            0..3,
        )
    };
    let with = |name: &'static str,
                attributes: std::collections::BTreeMap<&'static str, String>| {
        attributes
            .into_iter()
            .fold(Element::new(name), |element, (key, value)| {
                element.with(key, value)
            })
    };
    let leaf = (attributes(), hostile()).prop_map(move |(attributes, text)| {
        let element = with("leaf", attributes);
        if text.is_empty() {
            element
        } else {
            element.text(text)
        }
    });
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let child = prop_oneof![
            3 => inner.prop_map(Child::Element),
            1 => hostile().prop_map(Child::Comment),
        ];
        (attributes(), proptest::collection::vec(child, 0..4)).prop_map(
            move |(attributes, children)| {
                let mut element = with("node", attributes);
                element.children = children;
                element
            },
        )
    })
}

/// The text that a C# compiler reads out of a literal.
fn compiled(literal: &str) -> String {
    let inner = literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .expect("quotes");
    let mut units: Vec<u16> = Vec::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        assert!(
            c.is_ascii() && !c.is_ascii_control() && c != '"',
            "{literal}"
        );
        if c != '\\' {
            units.extend(c.encode_utf16(&mut [0; 2]).iter());
            continue;
        }
        match chars.next() {
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&digits, 16).unwrap());
            }
            Some(plain @ ('"' | '\\')) => units.push(u16::try_from(u32::from(plain)).unwrap()),
            other => panic!("{other:?} in {literal}"),
        }
    }
    String::from_utf16(&units).unwrap()
}

proptest! {
    #[test]
    fn a_printed_policy_reads_back_as_the_same_tree(root in element(), purpose in hostile()) {
        let header = Header { purpose, inputs: vec!["teams/<!-- --->/access.yaml".to_owned()] };
        let printed = xml::print(&File { header, root: root.clone() });
        prop_assert!(printed.text.ends_with('\n') && !printed.text.contains('\r'));
        // In a comment nothing is a reference.
        let mut lines = printed.text.lines().filter(|line| !line.trim_start().starts_with("<!--"));
        prop_assert!(lines.all(|line| !line.contains("&#")));
        prop_assert_eq!(parsed(&printed.text), readable(&root));
    }

    #[test]
    fn a_c_sharp_literal_is_compiled_to_the_same_text(text in hostile()) {
        let literal = csharp::literal(&text);
        prop_assert_eq!(compiled(&literal), text);
        let named_value = literal.contains("{{");
        prop_assert!(!named_value, "a named value would be put in here: {}", literal);
    }

    #[test]
    fn a_plain_value_means_nothing_but_itself(text in hostile()) {
        let value = csharp::plain_or_expression(&text);
        if let Some(literal) = value.strip_prefix("@(").and_then(|rest| rest.strip_suffix(')')) {
            prop_assert_eq!(compiled(literal), text);
        } else {
            prop_assert_eq!(&value, &text);
            let mut special = ["{{", "@(", "@{"].into_iter();
            prop_assert!(!special.any(|means| value.contains(means)));
            prop_assert_eq!(value.trim(), &value);
        }
    }
}

#[test]
fn lines_state_which_inputs_they_show() {
    let origin = Origin::Default("apim.sku");
    let root = Element::new("a")
        .child(Element::new("b").with_at("c", "d", origin))
        .child(Element::new("e").at([origin]));
    let printed = xml::print(&File {
        header: Header::default(),
        root,
    });
    let (header, policy) = printed.text.split_once('\n').unwrap();
    assert!(header.starts_with("<!-- Generated by platgen"), "{header}");
    assert_eq!(policy, "<a>\n  <b c=\"d\" />\n  <e />\n</a>\n");
    assert_eq!(printed.trace, [(3, origin), (4, origin)]);
}
