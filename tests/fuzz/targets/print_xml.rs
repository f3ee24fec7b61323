//! The printer of gateway policies: what an independent reader reads back is what the tree said.

use arbitrary::{Result, Unstructured};
use platgen::core::document::xml::{Child, Element, File};
use platgen::core::print::xml;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::words::{header, some, text};

/// Prints a tree out of bytes.
pub(crate) fn run(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok((header, root)) =
        header(&mut bytes).and_then(|header| Ok((header, element(&mut bytes, 4)?)))
    else {
        return;
    };
    let printed = xml::print(&File {
        header,
        root: root.clone(),
    })
    .text;
    assert!(
        printed.ends_with('\n') && !printed.contains('\r'),
        "{printed}"
    );
    assert_eq!(parsed(&printed), readable(&root), "{printed}");
}

fn element(bytes: &mut Unstructured<'_>, depth: usize) -> Result<Element> {
    let leaf = depth == 0 || bytes.arbitrary()?;
    let mut element = Element::new(if leaf { "leaf" } else { "node" });
    for name in ["a", "b-c", "value"] {
        if bytes.ratio(1, 3)? {
            element = element.with(name, text(bytes)?);
        }
    }
    if leaf {
        let text = text(bytes)?;
        return Ok(if text.is_empty() {
            element
        } else {
            element.text(text)
        });
    }
    element.children = some(bytes, depth, |bytes, depth| {
        Ok(if bytes.ratio(1, 4)? {
            Child::Comment(text(bytes)?)
        } else {
            Child::Element(self::element(bytes, depth)?)
        })
    })?;
    Ok(element)
}

/// Why a text is no XML, if it is none.
pub(crate) fn fault(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return None,
            Ok(_) => {}
            Err(fault) => return Some(fault.to_string()),
        }
    }
}

/// The tree as it can be read back: texts on one line, without remarks.
pub(crate) fn readable(element: &Element) -> Element {
    let mut read = Element::new(element.name);
    for attribute in &element.attributes {
        read = read.with(attribute.name, xml::one_line(&attribute.value));
    }
    for child in &element.children {
        match child {
            Child::Element(inner) => read = read.child(readable(inner)),
            Child::Text(text) => read = read.text(xml::one_line(text)),
            Child::Comment(_) => {}
        }
    }
    read
}

fn started(start: &BytesStart<'_>) -> Element {
    let names = ["leaf", "node", "a", "b-c", "value"];
    let known = |name: &str| {
        *names
            .iter()
            .find(|known| **known == name)
            .expect("a name of the tree")
    };
    start.attributes().fold(
        Element::new(known(start.name().as_ref())),
        |element, attribute| {
            let attribute = attribute.unwrap();

            let value = quick_xml::escape::unescape(&attribute.value)
                .unwrap()
                .into_owned();
            element.with(known(attribute.key.as_ref()), value)
        },
    )
}

/// Reads text back as an independent reader does; white space between elements means nothing.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "policies hold no other markup"
)]
pub(crate) fn parsed(text: &str) -> Element {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<(Element, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push((started(&start), String::new())),
            Event::Empty(start) => match open.pop() {
                Some((parent, text)) => open.push((parent.child(started(&start)), text)),
                None => return started(&start),
            },
            Event::Text(text) => {
                if let Some((_, so_far)) = open.last_mut() {
                    so_far.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let (_, so_far) = open.last_mut().unwrap();
                so_far.push_str(
                    quick_xml::escape::resolve_predefined_entity(&reference)
                        .expect("one of the five entities"),
                );
            }
            Event::End(_) => {
                let (mut element, text) = open.pop().unwrap();
                if element.children.is_empty() && !text.is_empty() && !text.contains('\n') {
                    element = element.text(text);
                }
                match open.pop() {
                    Some((parent, text)) => open.push((parent.child(element), text)),
                    None => return element,
                }
            }
            Event::Comment(_) => {}
            other => panic!("{other:?}"),
        }
    }
}
