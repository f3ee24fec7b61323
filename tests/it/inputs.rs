//! From texts to findings: what somebody reads who wrote an input wrongly.

use camino::Utf8PathBuf;
use platgen::core::diag::Diagnostics;
use platgen::core::diag::render::{Format, render};
use platgen::core::sources::Sources;
use platgen::core::yaml::parse::parse;
use platgen::core::yaml::validate::TreeValidator;
use serde_json::json;

/// What a team's file takes, in small.
fn schema() -> serde_json::Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["team"],
        "properties": {
            "team": {
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "owner"],
                "properties": {
                    "name": {"type": "string", "description": "The team's name."},
                    "owner": {"type": "string", "description": "Whom to ask. A mail address."},
                    "enabled": {"type": "boolean"},
                },
            },
            "models": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["name", "tokensPerMinute"],
                    "properties": {
                        "name": {"type": "string"},
                        "tokensPerMinute": {"type": "integer", "minimum": 1, "description": "What one minute may use."},
                    },
                },
            },
        },
    })
}

/// Findings of all texts as people see them.
fn shown(validator: &TreeValidator, texts: &[(&str, &str)]) -> String {
    let sources = Sources::from_texts(
        texts
            .iter()
            .map(|(path, text)| (Utf8PathBuf::from(*path), (*text).to_owned())),
    );
    let mut findings = Diagnostics::new();
    for (id, file) in sources.iter() {
        let parsed = parse(id, file.text());
        findings.append(parsed.findings);
        if let Some(tree) = parsed.tree {
            findings.append(validator.validate(&tree, &sources));
        }
    }
    render(
        &findings.sorted(),
        &sources,
        Format::Human { colour: false },
    )
}

#[test]
fn all_faults_of_all_files_are_reported_at_once() {
    let alpha = "# Team Alpha\nteam:\n  name: alpha\n  ower: a@contoso.com\n  enabled: yes\nmodels:\n  - name: gpt-4.1\n    tokensPerMinute: 1e6\n  - {name: o3, tokensPerMinute: 0}\n  - name: o4\n";
    let beta = "team: {name: beta, owner: b, name: bêta}\nmodels: none\n";
    let gamma = "team:\n  name: gamma\n   owner: c\n";
    let validator = TreeValidator::new(schema()).unwrap();
    insta::assert_snapshot!(
        shown(&validator, &[
            ("teams/alpha/access.yaml", alpha),
            ("teams/beta/access.yaml", beta),
            ("teams/gamma/access.yaml", gamma),
        ]),
        @r"
        error[unknown-key]: there is no key `ower` here
         --> teams/alpha/access.yaml:4:3
          |
        4 |   ower: a@contoso.com
          |   ^^^^
          |
          = help: did you mean `owner`? keys that fit: `name`, `owner`, `enabled`

        error[wrong-type]: the text `yes` stands where true or false is expected
         --> teams/alpha/access.yaml:5:12
          |
        5 |   enabled: yes
          |            ^^^
          |
          = help: YAML 1.2 knows true and false only; write true

        error[wrong-type]: the number `1e6` stands where a whole number is expected
         --> teams/alpha/access.yaml:8:22
          |
        8 |     tokensPerMinute: 1e6
          |                      ^^^
          |
          = help: a number with a point or an exponent is a float; write 1000000

        error[invalid-value]: the number `0` stands where `tokensPerMinute` takes at
                              least 1
         --> teams/alpha/access.yaml:9:33
          |
        9 |   - {name: o3, tokensPerMinute: 0}
          |                                 ^
          |
          = help: write a whole number of at least 1 (what one minute may use)

        error[missing-key]: the key `tokensPerMinute` is missing
          --> teams/alpha/access.yaml:10:5
           |
        10 |   - name: o4
           |     ^^^^^^^^
           |
           = help: add `tokensPerMinute` (what one minute may use)

        error[duplicate-key]: the key `name` stands twice in one mapping
         --> teams/beta/access.yaml:1:30
          |
        1 | team: {name: beta, owner: b, name: bêta}
          |        ---- first here       ^^^^ again here
          |
          = help: keep one of the two

        error[wrong-type]: the text `none` stands where a list is expected
         --> teams/beta/access.yaml:2:9
          |
        2 | models: none
          |         ^^^^
          |
          = help: write a list

        error[broken-yaml]: the key of this `:` stands in another column than the keys
                            above
         --> teams/gamma/access.yaml:3:9
          |
        3 |    owner: c
          |         ^
          |
          = help: start the keys of one mapping in one column, or put the text in
                  quotes

        8 errors
        for more about an error: platgen explain-code <code>, such as broken-yaml
        "
    );
}
