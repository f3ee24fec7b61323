//! Tests of `print/hcl`.

use super::*;
use crate::core::document::Header;
use crate::core::document::hcl::{Body, Expr, Ident, Part};
use crate::core::origin::Origin;

fn file(body: Body) -> File {
    File {
        header: Header::default(),
        body: body.items(),
    }
}

/// The text below the header.
fn body_of(body: Body) -> String {
    let text = print(&file(body)).text;
    text.split_once("\n\n").expect("a header").1.to_owned()
}

#[test]
fn aligns_runs_of_single_lines_only() {
    let text = body_of(
        Body::new()
            .set("a", 1_u32)
            .set("long_name", "x")
            .set(
                "object",
                Expr::object([("k", Expr::from(true)), ("longer", Expr::Null)]),
            )
            .set("bb", 2_u32)
            .comment("why")
            .set("c", Expr::texts(["x", "y"])),
    );
    assert_eq!(
        text,
        "a         = 1\nlong_name = \"x\"\nobject = {\n  k      = true\n  longer = null\n}\nbb = 2\n# why\nc = [\"x\", \"y\"]\n"
    );
}

#[test]
fn blocks_stand_apart_with_their_comments() {
    let text = body_of(
        Body::new()
            .set("a", 1_u32)
            .comment("about b")
            .block("b", &[], Body::new())
            .block(
                "c",
                &["l"],
                Body::new()
                    .set("d", 1_u32)
                    .block("e", &[], Body::new().set("f", 1_u32)),
            )
            .set("g", 1_u32),
    );
    assert_eq!(
        text,
        "a = 1\n\n# about b\nb {}\n\nc \"l\" {\n  d = 1\n\n  e {\n    f = 1\n  }\n}\n\ng = 1\n"
    );
}

#[test]
fn long_lists_and_calls_are_broken() {
    let long = Expr::texts(["x".repeat(60), "y".repeat(60)]);
    let text = body_of(Body::new().set("a", long).set(
        "b",
        Expr::Call(
            Ident::of("f"),
            vec![Expr::object([("k", Expr::from(1_u32))])],
        ),
    ));
    let (x, y) = ("x".repeat(60), "y".repeat(60));
    assert_eq!(
        text,
        format!("a = [\n  \"{x}\",\n  \"{y}\",\n]\nb = f({{ k = 1 }})\n")
    );
}

#[test]
fn text_is_inert() {
    let cases = [
        ("${x}", r#""$${x}""#),
        ("$${x}", r#""$$${x}""#),
        ("%{if}", r#""%%{if}""#),
        ("$x 100%", r#""$x 100%""#),
        ("a\"b\\c\nd\te", r#""a\"b\\c\nd\te""#),
        (
            "\u{202e}\u{1f600}\u{e0001}",
            "\"\\u202e\u{1f600}\\U000e0001\"",
        ),
    ];
    for (text, printed) in cases {
        assert_eq!(
            body_of(Body::new().set("a", text)),
            format!("a = {printed}\n")
        );
    }
}

#[test]
fn a_dollar_before_an_interpolation_stays_a_dollar() {
    let template = Expr::Template(vec![
        Part::Text("cost $".into()),
        Part::Expr(Expr::reference("var", &["n"])),
    ]);
    assert_eq!(
        body_of(Body::new().set("a", template)),
        "a = \"cost \\u0024${var.n}\"\n"
    );
}

#[test]
fn keys_are_bare_only_where_they_mean_themselves() {
    let keys = ["a-b", "null", "for", "1a", "a.b", "é", ""];
    let text =
        body_of(Body::new().set("a", Expr::object(keys.map(|key| (key, Expr::from(1_u32))))));
    let want = "a-b      = 1\n  \"null\"   = 1\n  \"for\"    = 1\n  \"1a\"     = 1\n  \"a.b\"    = 1\n  \"\\u00e9\" = 1\n  \"\"       = 1\n";
    assert_eq!(text, format!("a = {{\n  {want}}}\n"));
}

#[test]
fn comments_cannot_be_left() {
    let text = body_of(Body::new().set("a", 1_u32).comment("x\nb = 2\r\u{2028}c"));
    assert_eq!(text, "a = 1\n# x\n# b = 2\n#\n# c\n");
}

#[test]
fn lines_know_their_inputs() {
    let at = |key| Origin::Default(key);
    let body = Body::new()
        .set("a", Expr::from(1_u32).at(at("a")))
        .set(
            "b",
            Expr::object([
                ("c", Expr::texts(["x"]).at(at("c"))),
                ("d", Expr::List(vec![Expr::Null.at(at("d"))])),
            ]),
        )
        .set(
            "e",
            Expr::Template(vec![
                Part::Text("t".into()),
                Part::Expr(Expr::Null.at(at("e"))),
            ]),
        );
    let printed = print(&file(body));
    assert_eq!(
        printed.trace,
        [(3, at("a")), (5, at("c")), (6, at("d")), (8, at("e"))]
    );
}
