//! Tests of `core/yaml/parse`.

use proptest::prelude::*;

use super::*;
use crate::core::diag::Code;
use crate::core::diag::MOST;

fn read(text: &str) -> Parsed {
    parse(FileId(0), text)
}

/// Code and pointed-at text of every label of every finding, in the order found.
fn findings(text: &str) -> Vec<(Code, Vec<&str>)> {
    let found = read(text).findings.sorted();
    let at = |span: Span| &text[span.start as usize..span.end as usize];
    found
        .iter()
        .map(|one| {
            (
                one.code,
                one.labels.iter().map(|label| at(label.span)).collect(),
            )
        })
        .collect()
}

/// Every key and value with the text at its span.
fn spans(text: &str) -> Vec<String> {
    fn walk(text: &str, node: &Node, out: &mut Vec<String>) {
        let at = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        match &node.value {
            Value::Map(entries) => {
                out.push(format!("map {}", at(node.span)));
                for entry in entries {
                    out.push(format!("key {}", at(entry.key_span)));
                    walk(text, &entry.value, out);
                }
            }
            Value::List(items) => {
                out.push(format!("list {}", at(node.span)));
                for item in items {
                    walk(text, item, out);
                }
            }
            Value::Null | Value::Bool(_) | Value::Integer(_) | Value::Float(_) | Value::Text(_) => {
                out.push(at(node.span));
            }
        }
    }
    let parsed = read(text);
    assert!(!parsed.findings.has_errors(), "{:?}", parsed.findings);
    let mut out = Vec::new();
    walk(text, &parsed.tree.unwrap(), &mut out);
    out
}

#[test]
fn spans_are_exact() {
    assert_eq!(
        spans("a: 1 # c\nb:\n  - x\n\n# d\n"),
        [
            "map a: 1 # c\nb:\n  - x",
            "key a",
            "1",
            "key b",
            "list - x",
            "x"
        ]
    );
    assert_eq!(
        spans("{a: 'é', \"b\": [1,\t2]}"),
        [
            "map {a: 'é', \"b\": [1,\t2]}",
            "key a",
            "'é'",
            "key \"b\"",
            "list [1,\t2]",
            "1",
            "2"
        ]
    );
    assert_eq!(
        spans("é: ü\r\nb:   \"x y\"  \r\n"),
        ["map é: ü\r\nb:   \"x y\"", "key é", "ü", "key b", "\"x y\""]
    );
    assert_eq!(
        spans("a: 'it''s' # c\n? \"b\\\"\" # d\n: &x 'y' # e\n")[1..],
        ["key a", "'it''s'", "key \"b\\\"\"", "'y'"]
    );
    assert_eq!(
        spans("a: |\n  one\n  two\n\nb: 2"),
        [
            "map a: |\n  one\n  two\n\nb: 2",
            "key a",
            "one\n  two",
            "key b",
            "2"
        ]
    );
    assert_eq!(
        spans("a: one\n  two\nb: 2"),
        [
            "map a: one\n  two\nb: 2",
            "key a",
            "one\n  two",
            "key b",
            "2"
        ]
    );
    assert_eq!(
        spans("a: &x\n  # why\n  b: &y 1\nc: *x"),
        [
            "map a: &x\n  # why\n  b: &y 1\nc: *x",
            "key a",
            "map b: &y 1",
            "key b",
            "1",
            "key c",
            "map *x",
            "key b",
            "1"
        ]
    );
}

#[test]
fn a_value_that_is_not_written_stands_behind_its_colon_or_dash() {
    let parsed = read("a :  # c\nb: 1\nc:\n  -\n");
    let tree = parsed.tree.unwrap();
    assert_eq!(
        tree.get("a").unwrap().span,
        Span {
            file: FileId(0),
            start: 3,
            end: 3
        }
    );
    let Value::List(items) = &tree.get("c").unwrap().value else {
        panic!()
    };
    assert_eq!(
        (items[0].value.clone(), items[0].span.start),
        (Value::Null, 20)
    );
}

#[test]
fn an_empty_text_is_null() {
    for text in ["", "\n\n", "# only a comment\n", "---\n", "~"] {
        let parsed = read(text);
        assert_eq!(
            parsed.tree.map(|tree| tree.value),
            Some(Value::Null),
            "{text:?}"
        );
        assert_eq!(parsed.findings.sorted(), []);
    }
}

#[test]
fn values_by_the_core_schema() {
    let tree = read("[yes, 'true', 1e3, 0o10, 'null', null, \"\\u00e9\", a\n b]")
        .tree
        .unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let Value::List(items) = tree.value else {
        panic!()
    };
    let values: Vec<Value> = items.into_iter().map(|item| item.value).collect();
    let expected = [
        text("yes"),
        text("true"),
        Value::Float(1e3),
        Value::Integer(8),
        text("null"),
        Value::Null,
        text("é"),
        text("a b"),
    ];
    assert_eq!(values, expected);
}

#[test]
fn faults_of_yaml_have_code_and_place() {
    let (broken, duplicate, unsupported, deep) = (
        Code::BrokenYaml,
        Code::DuplicateKey,
        Code::UnsupportedYaml,
        Code::YamlTooDeep,
    );
    for (text, code, at) in [
        ("a: \"x\ny: 1\n", broken, &["\""][..]),
        ("a: b: c\n", broken, &[":"]),
        ("a:\n\t- b\n", broken, &["\t"]),
        ("a: [1, 2\nb: 3\n", broken, &[":"]),
        ("a: *x\n", broken, &["*"]),
        ("a: \"b\\q\"", broken, &["\\"]),
        ("a:\n  b: 1\n c: 2\n", broken, &["c"]),
        ("é: 1\na: @x\n", broken, &["@"]),
        ("a: x\0y", broken, &["\0"]),
        ("a: 1\na: 2\n", duplicate, &["a", "a"]),
        ("{b: {a: 1, 'a': 2}}", duplicate, &["'a'", "a"]),
        ("a: 1\n---\nb: 2\n", unsupported, &["---"]),
        ("a: !x 5", unsupported, &["!x"]),
        ("a: !!map {b: 1}", unsupported, &["!!map"]),
        ("a: {<<: {b: 1}}", unsupported, &["<<"]),
        ("1: a", unsupported, &["1"]),
        ("true: a", unsupported, &["true"]),
        ("? [a]\n: b", unsupported, &["[a]"]),
        ("- &k a\n- *k : b", unsupported, &["*k"]),
        ("# c\n%YAML 1.1\n---\na: 1", unsupported, &["%YAML 1.1"]),
        ("a: 0123", unsupported, &["0123"]),
        ("a: [>-\n x]", unsupported, &[">-\n x"]),
        ("a: -.inf", unsupported, &["-.inf"]),
        ("a: &a [*a]", deep, &["*a"]),
    ] {
        assert_eq!(findings(text), [(code, at.to_vec())], "{text}");
    }
}

#[test]
fn a_second_of_a_key_leaves_the_first_and_the_rest() {
    let parsed = read("a: 1\na: 2\nb: 3\n");
    let Some(Node {
        value: Value::Map(entries),
        ..
    }) = parsed.tree
    else {
        panic!()
    };
    let kept: Vec<(&str, &Value)> = entries
        .iter()
        .map(|entry| (entry.key.as_str(), &entry.value.value))
        .collect();
    assert_eq!(kept, [("a", &Value::Integer(1)), ("b", &Value::Integer(3))]);
}

#[test]
fn very_many_faults_are_cut() {
    let reported = read(&"a: 1\n".repeat(10_000)).findings.sorted();
    assert_eq!(reported.len(), MOST);
    assert_eq!(reported.last().unwrap().omitted, 9_999 - MOST);
}

#[test]
fn hostile_texts_are_refused_early() {
    let bomb = (0..30).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, level| {
            let alias = format!("*a{level}");
            text + &format!(
                "a{0}: &a{0} [{1}]\n",
                level + 1,
                [alias.as_str(); 9].join(", ")
            )
        },
    );
    let chain = (0..100).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        text + &format!("a{0}: &a{0} [*a{level}]\n", level + 1)
    });
    let block = (0..10_000).fold(String::new(), |text, level| {
        text + &" ".repeat(level % 200) + "a:\n"
    });
    let indents = (0..1_000).fold(String::new(), |text, level| {
        text + &" ".repeat(level) + "a:\n"
    });
    for (name, text, code) in [
        ("flow lists", "[".repeat(10_000), Code::YamlTooDeep),
        ("flow maps", "{a: ".repeat(10_000), Code::YamlTooDeep),
        ("dashes", "- ".repeat(10_000), Code::YamlTooDeep),
        ("question marks", "? ".repeat(10_000), Code::YamlTooDeep),
        ("indents", indents, Code::YamlTooDeep),
        ("alias bomb", bomb, Code::YamlTooDeep),
        ("alias chain", chain, Code::YamlTooDeep),
        (
            "large anchor",
            format!("a: &a {}\nb: *a\n", "x".repeat(2_000_000)),
            Code::YamlTooDeep,
        ),
        ("indents that return", block, Code::YamlTooDeep),
    ] {
        let parsed = read(&text);
        let codes: Vec<Code> = parsed
            .findings
            .sorted()
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert!(
            parsed.tree.is_none() && codes.contains(&code),
            "{name}: {codes:?}"
        );
    }
}

fn numbered(count: usize) -> String {
    let lines: Vec<String> = (0..count).map(|key| format!("k{key}: é\n")).collect();
    lines.concat()
}

#[test]
fn large_texts_are_read_whole() {
    for (name, text) in [
        ("long list", "- é\n".repeat(50_000)),
        ("long flow list", format!("[{}]", "a, ".repeat(50_000))),
        ("long map", numbered(25_000)),
        ("one key", "a: 1\n".repeat(25_000)),
        ("one long line", format!("a: {}", "é ".repeat(200_000))),
        ("blank lines", "\n".repeat(200_000)),
        ("quotes", format!("a: \"{}\"", "\\n".repeat(200_000))),
        ("comment", "#".repeat(200_000)),
    ] {
        // Read in quadratic time, these would not end while anybody waits.
        let parsed = read(&text);
        assert!(
            parsed.tree.is_some()
                || !parsed.findings.sorted().is_empty()
                || name == "blank lines"
                || name == "comment",
            "{name}"
        );
    }
}

/// Every scalar that was written on one line, with its text.
fn scalars<'a>(text: &'a str, node: &Node, out: &mut Vec<(&'a str, Value)>) {
    let at = text
        .get(node.span.start as usize..node.span.end as usize)
        .expect("a span in the text, between characters");
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                assert!(
                    text.get(entry.key_span.start as usize..entry.key_span.end as usize)
                        .is_some()
                );
                scalars(text, &entry.value, out);
            }
        }
        Value::List(items) => items.iter().for_each(|item| scalars(text, item, out)),
        value @ (Value::Null
        | Value::Bool(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Text(_)) => out.push((at, value.clone())),
    }
}

fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b: ", "- ", "\n", "\n  ", "  ", "\t", "[", "]", "{", "}", ", ", ": ", "'", "\"",
        "|\n", ">-\n", "&x ", "*x", "!t ", "#", " # c", "é", "日本", "\r\n", "1", "0x1", "1e3",
        "~", "? ", "---", "...", "%", "<<", "\\n", "\u{85}", "\u{feff}", "😀", "yes", "null",
        "\u{2028}", "@",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in prop_oneof![yaml_like(), any::<String>()]) {
        let parsed = read(&text);
        prop_assert!(parsed.tree.is_some() || parsed.findings.has_errors());
        for finding in parsed.findings.sorted() {
            for label in &finding.labels {
                prop_assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "{finding:?}");
            }
        }
        if let Some(tree) = &parsed.tree {
            scalars(&text, tree, &mut Vec::new());
        }
    }

    #[test]
    fn what_stands_at_a_scalars_span_reads_as_the_same_value(
        words in prop::collection::vec("[a-zé日😀0-9._ '\"-]{0,12}", 1..6), flow: bool, crlf: bool,
    ) {
        let quoted: Vec<String> = words.iter().enumerate().map(|(index, word)| match index % 3 {
            0 => format!("'{}'", word.replace('\'', "''")),
            1 => format!("\"{}\"", word.replace('"', "\\\"")),
            _ => format!("x{}", word.replace(['\'', '"', '-'], "").trim_end()),
        }).collect();
        let end = if crlf { "\r\n" } else { "\n" };
        let text = if flow {
            format!("é: [{}]{end}", quoted.join(", "))
        } else {
            let lines = quoted.iter().enumerate().map(|(index, word)| format!("k{index}é:  {word}  # ü{end}"));
            lines.collect::<Vec<_>>().concat()
        };
        let tree = read(&text).tree.expect("a tree");
        let mut found = Vec::new();
        scalars(&text, &tree, &mut found);
        prop_assert_eq!(found.len(), words.len());
        for (at, value) in found {
            prop_assert_eq!(read(at).tree.expect("a scalar").value, value, "{}", at);
        }
    }
}
