//! The access matrix as the page's script reads it: rows of numbers that point into lists of names, since 25,000 rows with
//! every name spelled out would be most of the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::report::aspects;
use crate::report::view::{Environment, Place, Quota, Report};
use crate::report::words;

#[derive(Serialize)]
struct Data<'r> {
    /// What a quota's period is one of; rows point here.
    periods: Vec<&'static str>,
    environments: Vec<Sheet<'r>>,
}

#[derive(Serialize)]
struct Sheet<'r> {
    name: &'r str,
    teams: Vec<TeamRow<'r>>,
    models: Vec<ModelRow<'r>>,
    groups: Vec<&'r str>,
    paths: Vec<&'r str>,
    grants: Vec<GrantRow>,
}

/// Name, display name, owner, cost centre, whether it is active.
#[derive(Serialize)]
struct TeamRow<'r>(&'r str, &'r str, &'r str, &'r str, bool);

/// Name, who serves it, aliases, granted / capacity, whether more is granted than it carries.
#[derive(Serialize)]
struct ModelRow<'r>(&'r str, &'static str, &'r [String], Option<f64>, bool);

/// Team, model, tokens per minute, quota and its period, access group, path and line of the grant and of the reference to the
/// group, and what limits it besides.
#[derive(Serialize)]
struct GrantRow(
    usize,
    usize,
    u64,
    Option<(u64, usize)>,
    Option<usize>,
    Option<(usize, u32)>,
    Option<(usize, u32)>,
    String,
);

/// The data as JSON that may stand in a `<script>` element: no `<` in it, so no end tag, and no line end that only JSON knows.
#[expect(
    clippy::expect_used,
    reason = "texts and finite numbers only: nothing that JSON cannot say"
)]
pub(super) fn for_script(report: &Report) -> String {
    let data = Data {
        periods: words::PERIODS
            .map(|period| words::unit(period.name()))
            .into(),
        environments: report.environments.iter().map(sheet).collect(),
    };
    let json = serde_json::to_string(&data).expect("data is JSON");
    // Outside texts JSON has none of these characters, and inside them it knows such escapes.
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a text does not fail.
                let _ = write!(safe, "\\u{:04x}", u32::from(c));
            }
            _ => safe.push(c),
        }
    }
    safe
}

/// Texts by their place in a list.
#[derive(Default)]
struct Index<'r> {
    places: BTreeMap<&'r str, usize>,
    list: Vec<&'r str>,
}

impl<'r> Index<'r> {
    fn of(&mut self, text: &'r str) -> usize {
        *self.places.entry(text).or_insert_with(|| {
            self.list.push(text);
            self.list.len() - 1
        })
    }
}

fn sheet<'r>(environment: &'r Environment) -> Sheet<'r> {
    let mut teams = Index::default();
    let mut models = Index::default();
    let (mut groups, mut paths) = (Index::default(), Index::default());
    for team in &environment.teams {
        teams.of(&team.name);
    }
    // Disabled models cannot be granted, so that nothing points to them.
    let deployed = || environment.models.iter().filter(|model| model.enabled);
    for model in deployed() {
        models.of(&model.name);
    }
    let grants = environment.grants.iter().map(|grant| {
        let mut point = |place: &'r Place| (paths.of(&place.path), place.line);
        GrantRow(
            teams.of(&grant.team),
            models.of(&grant.model),
            grant.tokens_per_minute,
            grant.quota.map(|quota| (quota.tokens, period(quota))),
            grant.group.as_deref().map(|group| groups.of(group)),
            grant.at.as_ref().map(&mut point),
            grant.through.as_ref().map(&mut point),
            words::more_limits(grant)
                .trim_start_matches([',', ' '])
                .to_owned(),
        )
    });
    let grants = grants.collect();
    Sheet {
        name: &environment.name,
        teams: environment
            .teams
            .iter()
            .map(|team| {
                TeamRow(
                    &team.name,
                    &team.display_name,
                    &team.owner,
                    &team.cost_center,
                    team.enabled,
                )
            })
            .collect(),
        models: deployed()
            .map(|model| {
                ModelRow(
                    &model.name,
                    aspects::kind(model.kind),
                    &model.aliases,
                    model.overcommit,
                    model.over_capacity,
                )
            })
            .collect(),
        groups: groups.list,
        paths: paths.list,
        grants,
    }
}

fn period(quota: Quota) -> usize {
    let at = |known: &crate::domain::consumers::model::Period| known.name() == quota.period;
    words::PERIODS.iter().position(at).unwrap_or_default()
}
