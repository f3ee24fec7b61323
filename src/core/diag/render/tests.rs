//! Tests of `diag/render`.

use super::*;
use crate::core::diag::{Code, Diagnostics};
use crate::core::sources::FileId;

fn span(file: u32, start: u32, end: u32) -> Span {
    Span {
        file: FileId(file),
        start,
        end,
    }
}

fn sources() -> Sources {
    Sources::from_texts([
        (
            Utf8PathBuf::from("catalog/models.yaml"),
            "foundryModels:\n  - name: gpt-4.1\n".to_owned(),
        ),
        (
            Utf8PathBuf::from("teams/b é/access.yaml"),
            "team:\r\n  nähme: x: 5\r\n".to_owned(),
        ),
        (
            Utf8PathBuf::from("teams/z/access.yaml"),
            format!("a: {}", "x".repeat(3_000)),
        ),
    ])
}

fn findings() -> Vec<Diagnostic> {
    let mut findings = Diagnostics::new();
    findings.push(
        Diagnostic::new(Code::UnknownKey, span(1, 9, 15), "unknown key `nähme`")
            .labelled("not known")
            .also(span(0, 25, 32), "defined here")
            .also(span(1, 0, 4), "in this team")
            .help("did you mean `name`? keys that fit: `name`, `displayName`, `owner`, `costCenter`, `entraGroupId`"),
    );
    findings.push(Diagnostic::new(
        Code::NoBastion,
        span(2, 5, 9),
        "a note\nwith 100% \u{1b}[31mred",
    ));
    findings.push(
        Diagnostic::file(
            Code::UnreadInput,
            Utf8Path::new("teams/a, b:c/access.yml"),
            "the file is not read",
        )
        .help("rename it"),
    );
    findings.sorted()
}

#[test]
fn for_people() {
    insta::assert_snapshot!(render(&findings(), &sources(), Format::Human { colour: false }), @r"
    error[unknown-key]: unknown key `nähme`
     --> teams/b é/access.yaml:2:3
      |
    1 | team:
      | ---- in this team
    2 |   nähme: x: 5
      |   ^^^^^ not known
      |
     ::: catalog/models.yaml:2:11
      |
    2 |   - name: gpt-4.1
      |           ------- defined here
      |
      = help: did you mean `name`? keys that fit: `name`, `displayName`,
              `owner`, `costCenter`, `entraGroupId`

    note[no-bastion]: a note with 100% ␛[31mred
     --> teams/z/access.yaml:1:6
      |
    1 | a: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…
      |      ^^^^

    warning[unread-input]: the file is not read
    --> teams/a, b:c/access.yml
     = help: rename it

    1 error, 1 warning, 1 note
    for more about this error: platgen explain-code unknown-key
    ");
}

/// Tabs, letters of several bytes, line ends of Windows, and a line that no terminal shows, cut around each of its labels.
#[test]
fn lines_of_every_kind() {
    let tabs = "models:\r\n\t- näme: 漢字\tx\r\n";
    let long = format!(
        "{}é: 漢, {}last: 2}}\n",
        "a, ".repeat(3_000),
        "b, ".repeat(3_000)
    );
    let first = u32::try_from(long.find('é').unwrap()).unwrap();
    let last = u32::try_from(long.find("last").unwrap()).unwrap();
    let sources = Sources::from_texts([
        (Utf8PathBuf::from("a.yaml"), tabs.to_owned()),
        (Utf8PathBuf::from("b.yaml"), long),
    ]);
    let findings = [
        Diagnostic::new(Code::BrokenYaml, span(0, 19, 25), "two wide letters").labelled("these"),
        Diagnostic::new(
            Code::UnknownKey,
            span(1, first, first + 2),
            "far inside a line",
        )
        .also(span(1, last, last + 4), "and further")
        .help("one"),
    ];
    insta::assert_snapshot!(render(&findings, &sources, Format::Human { colour: false }), @r"
    error[broken-yaml]: two wide letters
     --> a.yaml:2:10
      |
    2 |     - näme: 漢字    x
      |             ^^^^ these

    error[unknown-key]: far inside a line
     --> b.yaml:1:9001
      |
    1 | …a, a, a, a, a, a, a, a, é: 漢, b, b, b, b, b, b, b, b, b, b, b, b,…
      |                          ^
      |
     ::: b.yaml:1:18007
      |
    1 | …b, b, b, b, b, b, b, b, last: 2}
      |                          ---- and further
      |
      = help: one

    2 errors
    for more about an error: platgen explain-code <code>, such as broken-yaml
    ");
}

#[test]
fn colour_changes_nothing_but_colour() {
    let coloured = render(&findings(), &sources(), Format::Human { colour: true });
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(
        plain,
        render(&findings(), &sources(), Format::Human { colour: false })
    );
}

#[test]
fn nothing_found_is_nothing_said_to_people() {
    assert_eq!(render(&[], &sources(), Format::Human { colour: true }), "");
    assert_eq!(render(&[], &sources(), Format::GitHub), "");
    assert_eq!(render(&[], &sources(), Format::Json), "[]\n");
}

#[test]
fn for_github() {
    insta::assert_snapshot!(render(&findings(), &sources(), Format::GitHub), @r"
    ::error title=unknown-key,file=teams/b é/access.yaml,line=2,endLine=2,col=3,endColumn=8::unknown key `nähme`%0Acatalog/models.yaml:2:11: defined here%0Ateams/b é/access.yaml:1:1: in this team%0Ahelp: did you mean `name`? keys that fit: `name`, `displayName`, `owner`, `costCenter`, `entraGroupId`
    ::notice title=no-bastion,file=teams/z/access.yaml,line=1,endLine=1,col=6,endColumn=10::a note%0Awith 100%25 �[31mred
    ::warning title=unread-input,file=teams/a%2C b%3Ac/access.yml::the file is not read%0Ahelp: rename it
    ");
}

#[test]
fn for_programs() {
    let text = render(&findings(), &sources(), Format::Json);
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<&String> = all[0].as_object().unwrap().keys().collect();
    let expected = [
        "code",
        "rule",
        "severity",
        "message",
        "path",
        "line",
        "column",
        "endLine",
        "endColumn",
        "labels",
        "elsewhere",
        "help",
        "edits",
        "environments",
        "teams",
        "models",
        "resource",
        "omitted",
    ];
    assert_eq!(keys, expected);
    assert_eq!(all[0]["labels"][1]["path"], "catalog/models.yaml");
    assert_eq!(
        (&all[0]["line"], &all[0]["column"], &all[0]["endColumn"]),
        (&2.into(), &3.into(), &8.into())
    );
    assert_eq!(all[2]["path"], "teams/a, b:c/access.yml");
    assert!(all[2].get("line").is_none());
}

#[test]
fn for_code_scanning() {
    let text = render(&findings(), &sources(), Format::Sarif(crate::codes::all()));
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), crate::codes::all().len());
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let first = &run["results"][0];
    let location = &first["locations"][0]["physicalLocation"];
    assert_eq!(
        location["artifactLocation"]["uri"],
        "teams/b%20%C3%A9/access.yaml"
    );
    let region =
        serde_json::json!({"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 8});
    assert_eq!(location["region"], region);
    assert_eq!(first["relatedLocations"].as_array().unwrap().len(), 2);
    assert!(
        run["results"][2]["locations"][0]["physicalLocation"]
            .get("region")
            .is_none()
    );
}

#[test]
fn many_findings_are_all_rendered() {
    let lines: Vec<String> = (0..10_000)
        .map(|line| format!("key{line}: value\n"))
        .collect();
    let text = lines.concat();
    let length = u32::try_from(text.len()).unwrap();
    let sources = Sources::from_texts([(Utf8PathBuf::from("a.yaml"), text)]);
    let many: Vec<Diagnostic> = (0..10_000)
        .map(|at| {
            Diagnostic::new(Code::UnknownKey, span(0, at * 10, at * 10 + 3), "unknown")
                .also(span(0, length - 5, length), "x")
        })
        .collect();
    for format in [
        Format::Human { colour: true },
        Format::Json,
        Format::Sarif(crate::codes::all()),
        Format::GitHub,
    ] {
        assert!(render(&many, &sources, format).len() > 500_000);
    }
}
