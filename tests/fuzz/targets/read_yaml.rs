//! The YAML reader over any text: a tree or an error, every place in the text, and each part within its whole.

use platgen::core::diag::Severity;
use platgen::core::sources::{Sources, Span};
use platgen::core::yaml::parse::parse;
use platgen::core::yaml::tree::{Node, Value};

/// Reads one text.
pub(crate) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let sources = Sources::from_texts([("catalog/platform.yaml".into(), text)]);
    for (id, file) in sources.iter() {
        let parsed = parse(id, file.text());
        let findings = parsed.findings.sorted();
        let errors = findings.iter().any(|one| one.severity == Severity::Error);
        assert!(errors || parsed.tree.is_some());
        for finding in &findings {
            assert!(!finding.labels.is_empty(), "{finding:?}");
            for label in &finding.labels {
                inside(file.text(), label.span);
            }
        }
        if let Some(tree) = &parsed.tree {
            places(file.text(), tree, 0);
        }
    }
}

fn inside(text: &str, span: Span) {
    let range = span.start as usize..span.end as usize;
    assert!(text.get(range).is_some(), "{span:?}");
}

/// Aliases copy what stands elsewhere, so a part need not stand within its whole; it stands in the text.
fn places(text: &str, node: &Node, depth: usize) {
    assert!(depth <= 64, "deeper than the reader takes");
    inside(text, node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| places(text, item, depth + 1)),
        Value::Map(entries) => {
            for entry in entries {
                inside(text, entry.key_span);
                places(text, &entry.value, depth + 1);
            }
            let mut keys: Vec<_> = entries.iter().map(|entry| &entry.key).collect();
            keys.sort();
            assert!(
                keys.windows(2).all(|pair| pair[0] != pair[1]),
                "a key twice"
            );
        }
        Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {}
    }
}
