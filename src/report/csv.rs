//! The access matrix for spreadsheets: one line per grant, all environments below each other.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-` or `@` as a formula, quotes or not, some of them after blanks too,
//! and some start a new cell at a tab. Such a text gets an apostrophe in front, which spreadsheets take for "this is text"; so
//! does a text that starts with an apostrophe, so that whoever takes one away from the front of each text reads what was written.
//! What does not read as a number is quoted; lines end with LF.

use std::collections::BTreeMap;

use csv::{QuoteStyle, WriterBuilder};

use super::aspects;
use super::view::{Environment, Grant, Model, Place, Report, Source, Team};

/// The columns, in order. Names are stable; columns may be added at the end.
pub const COLUMNS: [&str; 24] = [
    "environment",
    "team",
    "team_display_name",
    "team_owner",
    "team_cost_center",
    "team_state",
    "model",
    "model_served_by",
    "model_aliases",
    "tokens_per_minute",
    "quota_tokens",
    "quota_period",
    "source",
    "group",
    "granted_at",
    "group_named_at",
    "model_capacity_tokens_per_minute",
    "model_granted_tokens_per_minute",
    "model_overcommit",
    "model_over_capacity",
    "max_output_tokens",
    "calls_per_minute",
    "concurrency",
    "estimate_prompts",
];

/// The matrix as CSV, with a header.
pub fn print(report: &Report) -> String {
    let mut records = vec![COLUMNS.map(str::to_owned)];
    for environment in &report.environments {
        let teams: BTreeMap<&str, &Team> = environment
            .teams
            .iter()
            .map(|team| (team.name.as_str(), team))
            .collect();
        let models: BTreeMap<&str, &Model> = environment
            .models
            .iter()
            .map(|model| (model.name.as_str(), model))
            .collect();
        records.extend(environment.grants.iter().filter_map(|grant| {
            let team = teams.get(grant.team.as_str())?;
            let model = models.get(grant.model.as_str())?;
            Some(fields(environment, team, model, grant))
        }));
    }
    written(&records)
}

#[expect(
    clippy::expect_used,
    reason = "writing to memory does not fail, all records have as many fields, and all are UTF-8"
)]
fn written(records: &[[String; 24]]) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("a record");
    }
    String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8")
}

fn fields(environment: &Environment, team: &Team, model: &Model, grant: &Grant) -> [String; 24] {
    let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    [
        text(&environment.name),
        text(&team.name),
        text(&team.display_name),
        text(&team.owner),
        text(&team.cost_center),
        text(if grant.active { "active" } else { "suspended" }),
        text(&model.name),
        text(aspects::kind(model.kind)),
        text(&model.aliases.join(" ")),
        grant.tokens_per_minute.to_string(),
        number(grant.quota.map(|quota| quota.tokens)),
        text(grant.quota.map_or("none", |quota| quota.period)),
        text(match grant.source {
            Source::Own => "own",
            Source::Group => "group",
        }),
        text(grant.group.as_deref().unwrap_or_default()),
        place(grant.at.as_ref()),
        place(grant.through.as_ref()),
        number(model.capacity_tokens_per_minute),
        model.granted_tokens_per_minute.to_string(),
        model
            .overcommit
            .map(|factor| factor.to_string())
            .unwrap_or_default(),
        text(if model.over_capacity { "yes" } else { "no" }),
        number(grant.max_output_tokens),
        number(grant.calls_per_minute),
        number(grant.concurrency),
        text(if grant.estimate_prompts { "yes" } else { "no" }),
    ]
}

fn place(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |Place { path, line, column }| {
        text(&format!("{path}:{line}:{column}"))
    })
}

/// A text that no spreadsheet takes for a formula; see the module. The wide forms are those of East Asian keyboards.
fn text(text: &str) -> String {
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let shown = text.trim_start_matches(unseen);
    let risky = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\'' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
        )
    };
    if shown.starts_with(risky) || (shown.len() < text.len() && text.starts_with(char::is_control))
    {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_could_run_gets_an_apostrophe() {
        for risky in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "'x",
            "\t=1",
            " =1",
            "\u{a0}=1",
            "\r\n=1",
            "\tx",
            "\u{feff}=1",
        ] {
            assert_eq!(text(risky), format!("'{risky}"));
        }
        for harmless in ["", "Team Beta", "a=1", "gpt-4.1", " x", "1"] {
            assert_eq!(text(harmless), harmless);
        }
    }
}
