//! The cases that are about bodies.

#![cfg(test)]

use super::{Bytes, CHAT, Case, body, case, to};

/// Bodies, and what is decided about them.
pub(super) fn bodies() -> Vec<Case> {
    let all = [kinds(), spellings(), values(), sizes()];
    all.into_iter().flatten().collect()
}

/// Of other kinds than an object with a model.
fn kinds() -> Vec<Case> {
    vec![
        case(
            "no body",
            to("POST", CHAT, &[("api-key", "beta")], None),
            "400 invalid_body",
        ),
        case("an empty body", body(""), "400 invalid_body"),
        case("white space", body(" \r\n\t"), "400 invalid_body"),
        case("null", body("null"), "400 invalid_body"),
        case(
            "an array",
            body("[{\"model\":\"smart\"}]"),
            "400 invalid_body",
        ),
        case("a text", body("\"smart\""), "400 invalid_body"),
        case("no model", body("{}"), "400 invalid_body"),
        case(
            "a number as model",
            body("{\"model\":4.1}"),
            "400 invalid_body",
        ),
        case(
            "a model twice",
            body("{\"model\":\"gpt-4.1\",\"model\":\"phi-4-mini-instruct\"}"),
            "200 phi-4-mini-instruct@kaito-phi-4-mini-instruct",
        ),
        case(
            "a model twice, once with an escape",
            body("{\"model\":\"phi-4-mini-instruct\",\"m\\u006fdel\":\"smart\"}"),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "a model in another member",
            body("{\"Model\":\"smart\",\"metadata\":{\"model\":\"smart\"}}"),
            "400 invalid_body",
        ),
    ]
}

/// Ways to write the same object.
fn spellings() -> Vec<Case> {
    vec![
        case(
            "single quotes",
            body("{'model':'smart'}"),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "no quotes around a name",
            body("{model:\"smart\"}"),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "comments",
            body("/*{*/{/*\"model\":\"x\"*/\"model\"/**/:/**/\"smart\"//\n}"),
            "400 invalid_body",
        ),
        case(
            "a comma too many",
            body("{\"model\":\"smart\",}\n."),
            "200 ?@foundry-backend",
        ),
        case(
            "a comma too early",
            body("{,\"model\":\"smart\"}"),
            "400 invalid_body",
        ),
        case("no end", body("{\"model\":\"smart\""), "400 invalid_body"),
        case(
            "text behind the end",
            body("{\"model\":\"smart\"}{\"model\":\"gpt-9\"}."),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "a byte order mark",
            body("\u{feff}{\"model\":\"smart\"}"),
            "200 gpt-4.1@foundry-backend",
        ),
    ]
}

/// Values that the reader takes for something else than text or number.
fn values() -> Vec<Case> {
    vec![
        case(
            "a zero behind the model",
            body("{\"model\":\"smart\\u0000\"}"),
            "403 model_not_allowed",
        ),
        case(
            "half of a pair as model",
            body("{\"model\":\"\\ud83dsmart\"}"),
            "403 model_not_allowed",
        ),
        case(
            "a date as model",
            body("{\"model\":\"2024-05-01T10:00:00\"}"),
            "400 invalid_body",
        ),
        case(
            "a day as model",
            body("{\"model\":\"2024-05-01\"}"),
            "403 model_not_allowed",
        ),
        case(
            "an hour 24, which is no date",
            body("{\"model\":\"2024-05-01T24:00:00\"}"),
            "403 model_not_allowed",
        ),
        case(
            "a date that breaks the reader",
            body("{\"model\":\"smart\",\"x\":\"/Date(9999999999999999)/\"}"),
            "400 invalid_body",
        ),
        case(
            "an empty date",
            body("{\"model\":\"smart\",\"x\":\"/Date()/\"}"),
            "400 invalid_body",
        ),
        case(
            "a constructor as model",
            body("{\"model\":new String(\"smart\")}"),
            "400 invalid_body",
        ),
        case(
            "a constructor without a name",
            body("{\"model\":\"smart\",\"x\":new (1)}"),
            "400 invalid_body",
        ),
        case(
            "a model that is undefined",
            body("{\"model\":undefined}"),
            "400 invalid_body",
        ),
        case(
            "a number beyond doubles",
            body("{\"model\":\"smart\",\"n\":1e400}"),
            "400 invalid_body",
        ),
    ]
}

/// Depths and lengths, told or true, and types of content.
fn sizes() -> Vec<Case> {
    // What follows the first value is not read by policies; a point there makes the judge tell the body as it is.
    let deep = |count: usize| {
        format!(
            "{{\"a\":{}{},\"model\":\"gpt-4.1\"}}\n.",
            "[".repeat(count),
            "]".repeat(count)
        )
    };
    let huge = format!(
        "{{\"model\":\"smart\",\"long\":\"{}\"}}",
        "x".repeat(3_000_000)
    );
    let with = |name: &str, value: &str| {
        to(
            "POST",
            CHAT,
            &[("api-key", "beta"), (name, value)],
            Some("{\"model\":\"smart\"}"),
        )
    };
    vec![
        case(
            "forty arrays in each other",
            body(&deep(40)),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "a thousand arrays in each other",
            body(&deep(1_000)),
            "200 ?@foundry-backend",
        ),
        case(
            "three million characters",
            body(&huge),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "text as content type",
            with("Content-Type", "text/plain"),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "several parts",
            with("Content-Type", "multipart/form-data; boundary=x"),
            "400 invalid_body",
        ),
        case(
            "several parts in capitals",
            with("Content-Type", "MULTIPART/mixed"),
            "400 invalid_body",
        ),
        case(
            "as long as may be",
            with("Content-Length", "50000000"),
            "200 gpt-4.1@foundry-backend",
        ),
        case(
            "a byte longer",
            with("Content-Length", "50000001"),
            "413 body_too_large",
        ),
        case(
            "a length with spaces",
            with("Content-Length", " 60000000 "),
            "413 body_too_large",
        ),
        case(
            "a length that is no number",
            with("Content-Length", "60,000,000"),
            "200 gpt-4.1@foundry-backend",
        ),
    ]
}

/// Bodies that have to be written anew, since `model` is not spelled as usual in them.
pub(super) fn bytes() -> Vec<Bytes> {
    let all: [(&str, &[u8], &[u8]); 23] = [
        ("whole doubles", b"{'model':'smart','n':[1.0,1e3,-0.0,0.1,1.50]}", b"{\"model\":\"gpt-4.1\",\"n\":[1.0,1000.0,0.0,0.1,1.5]}"),
        ("more digits than a double has", b"{'model':'smart','n':[3.141592653589793238462643,0.1234567890123456789,123456789012345.65]}", b"{\"model\":\"gpt-4.1\",\"n\":[3.1415926535897931,0.12345678901234568,123456789012345.66]}"),
        ("a half in the fifteenth digit", b"{'model':'smart','n':[0.30000000000000004,2.5000000000000005,9007199254740993.0]}", b"{\"model\":\"gpt-4.1\",\"n\":[0.30000000000000004,2.5000000000000004,9007199254740992.0]}"),
        ("small and large doubles", b"{'model':'smart','n':[0.0001,0.00001,1e14,1e15,1e16,5e-324,1.7976931348623157e308]}", b"{\"model\":\"gpt-4.1\",\"n\":[0.0001,1E-05,100000000000000.0,1E+15,1E+16,4.94065645841247E-324,1.7976931348623157E+308]}"),
        ("large whole numbers", b"{'model':'smart','n':[9223372036854775807,12345678901234567890123]}", b"{\"model\":\"gpt-4.1\",\"n\":[9223372036854775807,12345678901234567890123]}"),
        ("numbers to other bases", b"{'model':'smart','n':[0x1F,017]}", b"{\"model\":\"gpt-4.1\",\"n\":[31,15]}"),
        ("what is no number", b"{'model':'smart','n':[NaN,Infinity,-Infinity,undefined]}", b"{\"model\":\"gpt-4.1\",\"n\":[\"NaN\",\"Infinity\",\"-Infinity\",undefined]}"),
        ("a date in UTC", b"{'model':'smart','d':\"2024-05-01T10:00:00z\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"2024-05-01T10:00:00Z\"}"),
        ("a date with parts of a second", b"{'model':'smart','d':\"2024-05-01T10:00:00.1200Z\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"2024-05-01T10:00:00.12Z\"}"),
        ("a date without a zone", b"{'model':'smart','d':\"2024-05-01T10:00:00\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"2024-05-01T10:00:00\"}"),
        ("a date with an offset", b"{'model':'smart','d':\"2024-05-01T10:00:00+02:00\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"2024-05-01T08:00:00+00:00\"}"),
        ("a date with hours of an offset", b"{'model':'smart','d':\"2024-05-01T10:00:00+02:\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"2024-05-01T08:00:00+00:00\"}"),
        ("a date of the older kind", b"{'model':'smart','d':\"/Date(1000)/\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"1970-01-01T00:00:01Z\"}"),
        ("a date of the older kind with an offset", b"{'model':'smart','d':\"/Date(1000+0200)/\"}", b"{\"model\":\"gpt-4.1\",\"d\":\"1970-01-01T00:00:01+00:00\"}"),
        ("a constructor", b"{'model':'smart','c':new A(/*x*/1,/*y*/2)}", b"{\"model\":\"gpt-4.1\",\"c\":new A(/*x*/,1/*y*/,2)}"),
        ("comments in arrays", b"{'model':'smart','c':[/*x*/1,/*y*/2/*z*/]}", b"{\"model\":\"gpt-4.1\",\"c\":[/*x*/1/*y*/,2/*z*/]}"),
        ("gaps in an array", b"{'model':'smart','c':[1,,2,]}", b"{\"model\":\"gpt-4.1\",\"c\":[1,undefined,2]}"),
        ("a member twice", b"{'model':'smart','c':1,'c':{'d':2}}", b"{\"model\":\"gpt-4.1\",\"c\":{\"d\":2}}"),
        ("escapes", b"{'model':'smart','s':\"\\u00e9\\u2028\\u007f\\/<&>'\\ud83d\"}", b"{\"model\":\"gpt-4.1\",\"s\":\"\xc3\xa9\\u2028\x7f/<&>\'\xef\xbf\xbd\"}"),
        (
            "an escape that ends in a zero of C",
            b"{'model':'smart','s':\"\\u004\x00|\\u  41\"}",
            b"{\"model\":\"gpt-4.1\",\"s\":\"\\u0004|A\"}",
        ),
        ("a byte that is no UTF-8", b"{'model':'smart','s':\"\xff|\xc3(|\xc0\xaf\"}", b"{\"model\":\"gpt-4.1\",\"s\":\"\xef\xbf\xbd|\xef\xbf\xbd(|\xef\xbf\xbd\xef\xbf\xbd\"}"),
        ("half of a pair in UTF-8", b"{'model':'smart','s':\"\xed\xa0\x80|\xf0\x9f\x98|\xe0\x80\x80|\xf4\x90\x80\x80\"}", b"{\"model\":\"gpt-4.1\",\"s\":\"\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}"),
        ("a byte order mark", b"\xef\xbb\xbf{'model':'smart'}", b"{\"model\":\"gpt-4.1\"}"),
    ];
    let case = |(name, sent, reaches)| Bytes {
        name,
        sent,
        reaches,
    };
    all.into_iter().map(case).collect()
}
