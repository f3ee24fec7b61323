//! Every way of writing a body that somebody could read differently.

#![cfg(test)]

use platgen::domain::models::model::Capability;
use platgen::gateway::Operation;

use super::Names;
use crate::differential::random::Random;

/// A body that readers of JSON could disagree about.
pub(super) fn hostile(random: &mut Random, operation: Operation, names: Names<'_>) -> String {
    let Names { asked, other } = names;
    let usual = match operation.capability() {
        Some(Capability::Chat) => "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
        Some(Capability::Completions) => "\"prompt\":\"hi\"",
        Some(Capability::Embeddings | Capability::Responses) | None => {
            "\"store\":false,\"input\":\"hi\""
        }
    };
    let stream = *random.weighted(&[
        (60, ""),
        (10, ",\"stream\":true"),
        (3, ",\"stream\":false"),
        (3, ",'stream':true"),
        (3, ",stream:true"),
        (3, ",\"\\u0073tream\":true"),
        (3, ",\"stream\":false,\"stream\":true"),
        (3, ",\"stream\":true,\"stream\":false"),
        (3, ",\"stream\":true,\"stream_options\":null"),
        (3, ",\"stream\":true,\"Stream_options\":{}"),
        (3, ",\"stream\":\"true\""),
    ]);
    let first = asked.chars().next().unwrap_or('g');
    let rest: String = asked.chars().skip(1).collect();
    let escaped = format!("\\u{:04x}{rest}", u32::from(first));
    let members = model_members(random, asked, other, &escaped);
    let other_member = extra(random);
    let mut parts = vec![members, format!("{usual}{stream}")];
    if !other_member.is_empty() {
        parts.push(other_member);
    }
    let inside = random.shuffled(parts).join(*random.weighted(&[
        (90, ","),
        (4, " , "),
        (2, ",/* , */"),
        (2, ",\n//x\n"),
        (2, "\u{a0},"),
    ]));
    let (before, after) = *random.weighted(&[
        (70, ("{", "}")),
        (3, (" \r\n{ ", " } ")),
        (3, ("\u{feff}{", "}")),
        (3, ("/*{*/{", "}")),
        (3, ("{/*\"model\":\"x\"*/", "}")),
        (2, ("{//x\n", "}.//y")),
        (2, ("{", ",}")),
        (2, ("{,", "}")),
        (2, ("{", "}}")),
        (2, ("{", "")),
        (2, ("{", "]")),
        (2, ("{", "}{\"model\":\"x\"}")),
        (2, ("[{", "}]")),
        (2, ("\u{2003}{", "}")),
    ]);
    format!("{before}{inside}{after}")
}

/// Ways to write the member `model`.
fn model_members(random: &mut Random, asked: &str, other: &str, escaped: &str) -> String {
    let all = [
        (30, format!("\"model\":\"{asked}\"")),
        (3, format!("\"model\" : \"{asked}\"")),
        (2, format!("\"model\"\n\t:\r\n\"{asked}\"")),
        (2, format!("\"model\"\u{a0}:\u{2028}\"{asked}\"")),
        (2, format!("\"model\"\u{b}:\u{c}\"{asked}\"")),
        (3, format!("\"model\":\"{asked}\",\"model\":\"{other}\"")),
        (3, format!("\"model\":\"{other}\",\"model\":\"{asked}\"")),
        (2, format!("\"model\":\"{asked}\",\"model\":\"{asked}\"")),
        (2, format!("\"model\":\"{other}\",'model':\"{asked}\"")),
        (2, format!("\"model\":\"{other}\",model:\"{asked}\"")),
        (2, format!("model:\"{other}\",\"model\":\"{asked}\"")),
        (3, format!("\"\\u006dodel\":\"{asked}\"")),
        (2, format!("\"\\u006Dodel\":\"{asked}\"")),
        (
            2,
            format!("\"mo\\u0064el\":\"{other}\",\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"model\":\"{other}\",\"m\\u006fdel\":\"{asked}\""),
        ),
        (2, format!("\"model\":\"{escaped}\"")),
        (2, format!("\"model\":\"{asked}\\u0000\"")),
        (1, format!("\"model\":\"\\ud83d{asked}\"")),
        (3, format!("'model':'{asked}'")),
        (2, format!("\"model\":'{asked}'")),
        (2, format!("model:\"{asked}\"")),
        (2, format!("\"model\":{asked}")),
        (2, format!("\"model\"/**/:\"{asked}\"")),
        (2, format!("\"model\":/*x*/\"{asked}\"")),
        (2, format!("\"model\":\"{asked}\"/*\"model\":\"{other}\"*/")),
        (
            2,
            format!("\"metadata\":{{\"model\":\"{other}\"}},\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"model\":\"{asked}\",\"tools\":[{{\"model\":\"{other}\"}}]"),
        ),
        (2, format!("\"metadata\":{{\"model\":\"{asked}\"}}")),
        (
            2,
            format!("\"user\":\"\\\"model\\\":\\\"x\\\"\",\"model\":\"{asked}\""),
        ),
        (
            2,
            format!("\"user\":'\"model\":\"x\"',\"model\":\"{asked}\""),
        ),
        (2, format!("\"Model\":\"{asked}\"")),
        (2, format!("\"MODEL\":\"{other}\",\"model\":\"{asked}\"")),
        (1, format!("\"model \":\"{asked}\"")),
        (1, format!("\"model\":\" {asked}\"")),
        (1, format!("\"model\":\"{asked} \"")),
        (1, format!("\"model\":\"{}\"", asked.to_uppercase())),
        (1, format!("\"model\":[\"{asked}\"]")),
        (1, format!("\"model\":{{\"name\":\"{asked}\"}}")),
        (1, "\"model\":null".to_owned()),
        (1, "\"model\":true".to_owned()),
        (1, "\"model\":4.1".to_owned()),
        (1, "\"model\":\"\"".to_owned()),
        (2, "\"model\":\"2024-05-01T10:00:00Z\"".to_owned()),
        (1, "\"model\":\"2024-05-01T10:00:00.123+02:00\"".to_owned()),
        (1, "\"model\":\"2024-05-01\"".to_owned()),
        (1, "\"model\":\"\\/Date(1234)\\/\"".to_owned()),
        (1, "\"model\":\"/Date(1234)/\"".to_owned()),
        (1, format!("\"model\":\"{asked}\\\"\"")),
        (1, format!("\"model\":\"{asked}\\q\"")),
        (1, format!("\"model\":\"{asked}\n\"")),
        (1, format!("\"\":\"{other}\",\"model\":\"{asked}\"")),
        (
            1,
            format!("\"model\":\"{asked}\",\"__proto__\":{{\"model\":\"{other}\"}}"),
        ),
        (1, format!("\"model:\":1,\"model\":\"{asked}\"")),
        (1, format!("\"model\\u0022:\":1,\"model\":\"{asked}\"")),
        (
            1,
            format!("\"$type\":\"System.String\",\"model\":\"{asked}\""),
        ),
    ];
    random.weighted(&all).clone()
}

/// Another member that is hard to read, or nothing.
#[expect(clippy::too_many_lines, reason = "a table, a row for each case")]
fn extra(random: &mut Random) -> String {
    let deep = |levels: usize| format!("\"deep\":{}1{}", "[".repeat(levels), "]".repeat(levels));
    let objects = |levels: usize| {
        format!(
            "\"deep\":{}1{}",
            "{\"a\":".repeat(levels),
            "}".repeat(levels)
        )
    };
    let all = [
        (55, String::new()),
        (2, "\"at\":\"2024-05-01T10:00:00+02:00\"".to_owned()),
        (
            2,
            "\"at\":\"2024-05-01T10:00:00Z\",\"on\":\"2024-05-01\"".to_owned(),
        ),
        (2, "\"at\":\"2024-05-01T10:00:00.1234567\"".to_owned()),
        (1, "\"at\":\"\\/Date(1714557600000)\\/\"".to_owned()),
        (2, "\"n\":1.0,\"m\":1e3,\"o\":-0.0,\"p\":0.1".to_owned()),
        (
            2,
            "\"n\":12345678901234567890,\"m\":123456789012345678901234567890".to_owned(),
        ),
        (1, "\"n\":1e400".to_owned()),
        (1, "\"n\":0x1F,\"m\":017,\"o\":.5".to_owned()),
        (1, "\"n\":+1".to_owned()),
        (1, "\"n\":01.5".to_owned()),
        (1, "\"n\":1.".to_owned()),
        (1, "\"n\":-".to_owned()),
        (1, "\"n\":1_000".to_owned()),
        (
            1,
            "\"n\":9223372036854775807,\"m\":-9223372036854775808".to_owned(),
        ),
        (1, "\"n\":3.141592653589793238462643".to_owned()),
        (1, "\"n\":tru".to_owned()),
        (1, "\"n\":True".to_owned()),
        (
            2,
            "\"s\":\"\\b\\f\\n\\r\\t\\\\\\/\\\"\\u00e9\\u2028\"".to_owned(),
        ),
        (
            1,
            "\"s\":\"\u{7f}\u{85}\u{2028}\u{2029}\u{1F600}\\ud83d\\ude00<>&'\"".to_owned(),
        ),
        (1, "\"s\":\"\\ud83d\"".to_owned()),
        (1, "\"s\":\"\\u00g0\"".to_owned()),
        (1, "\"s\":\"\\x41\"".to_owned()),
        (1, "\"s\":\"a\tb\nc\"".to_owned()),
        (1, "\"s\":'it\\'s \"quoted\"'".to_owned()),
        (1, "\"s\":\"\\u006\"".to_owned()),
        (2, "\"user\":\"\\ud83d\\u0000\u{1F600}\"".to_owned()),
        (2, "\"us\\u0065r\":\"x\"".to_owned()),
        (1, "\"user\":\"x\",\"user\":\"x\"".to_owned()),
        (1, "\"stream_options.include_usage\":true".to_owned()),
        (
            1,
            "\"stream_options\":{\"include_usage\":false,\"include_usage\":true}".to_owned(),
        ),
        (
            1,
            "\"stream_options\":{\"include\\u005fusage\":true}".to_owned(),
        ),
        (
            1,
            "\"tools\":[{\"type\":\"function\",\"type\":\"mcp\"}]".to_owned(),
        ),
        (1, "\"tools\":[{\"t\\u0079pe\":\"mcp\"}]".to_owned()),
        (
            1,
            "\"input\":[{\"role\":\"user\",\"content\":[{\"file\\u005fid\":1}]}]".to_owned(),
        ),
        (
            1,
            "\"messages\":[{\"role\":\"user\",\"audio\":{\"id\":\"a\"}}]".to_owned(),
        ),
        (1, format!("\"{}\":1", "long_name".repeat(9))),
        (1, format!("\"seed\":{}", "9".repeat(400))),
        (1, "\"s\":\"\\\\u006d\"".to_owned()),
        (
            1,
            "\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":{\"d\":1}}".to_owned(),
        ),
        (1, "\"a\":[1,2,]".to_owned()),
        (
            1,
            "\"a\":{},\"b\":[],\"c\":[{}],\"d\":{\"\":\"\"}".to_owned(),
        ),
        (1, "unquoted:1,un_quoted$:2".to_owned()),
        (1, "un-quoted:1".to_owned()),
        (1, "1:2".to_owned()),
        (2, deep(40)),
        (1, format!("\"stop\":{}1{}", "[".repeat(63), "]".repeat(63))),
        (1, format!("\"stop\":{}1{}", "[".repeat(64), "]".repeat(64))),
        (1, deep(100)),
        (1, objects(60)),
        (1, format!("\"long\":\"{}\"", "x".repeat(70_000))),
        (2, "\"stream\":true".to_owned()),
        (
            1,
            "\"previous_response_id\":\"r\",\"previous_response_id\":null".to_owned(),
        ),
        (
            1,
            "\"input\":[{\"type\":\"item_reference\",\"type\":\"message\"}]".to_owned(),
        ),
        (
            1,
            "\"input\":[{\"type\":\"2024-05-01T10:00:00Z\"}]".to_owned(),
        ),
    ];
    random.weighted(&all).clone()
}
