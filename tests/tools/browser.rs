//! The page in a real browser: `tests/browser/report.mjs` drives it and says what it measured.

#![cfg(test)]
#![expect(
    clippy::print_stdout,
    reason = "what was measured is for whoever runs the test"
)]

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use platgen::core::sources::Sources;
use platgen::report::html;
use serde_json::{Value, json};

use crate::harness::{ignore, tests};
use crate::programs::{Tool, lab_cache};
use crate::support::report::{fixture, report_of, report_on};
use crate::support::{repository, scratch};

tests![
    the_page_works_in_a_browser,
    a_large_page_stays_small_and_fast,
];

const TEAMS: usize = 500;
const MODELS: usize = 50;

/// What the browser measured with a page in which the wanted is to be seen.
fn looked_at(folder: &Utf8Path, page: &str, wanted: &Value) -> Value {
    let (node, chromium) = (Tool::find("node"), Tool::find("chromium"));
    let modules = lab_cache().map(|cache| cache.join("node/node_modules"));
    let playwright = modules.unwrap_or_else(|| ignore("playwright-core"));
    if !playwright.join("playwright-core").is_dir() {
        ignore("playwright-core");
    }
    std::fs::write(folder.join("report.html"), page).unwrap();
    std::fs::write(folder.join("wanted.json"), wanted.to_string()).unwrap();
    let script = repository().join("tests/browser/report.mjs");
    let arguments = [
        script.as_str(),
        playwright.to_str().unwrap(),
        chromium.program().to_str().unwrap(),
        "report.html",
        "wanted.json",
        folder.as_str(),
    ];
    let printed = node.run(folder.as_std_path(), &arguments);
    serde_json::from_str(&printed).unwrap()
}

fn the_page_works_in_a_browser() {
    let folder = scratch("report-page");
    let report = report_on(&fixture());
    let hostile = &report.environments[0].teams[2].display_name;
    assert!(hostile.contains("</script>"));
    let wanted = json!({
        "all": "18 grants",
        "rows": 18,
        "search": {"text": "epsilon PHI", "count": "2 of 18 grants", "team": "epsilon"},
        "largest": 90_000,
        "smallest": 5_000,
        "filters": [
            {"control": "environment", "value": "prod", "count": "10 of 18 grants"},
            {"control": "team", "value": "alpha", "count": "6 of 18 grants"},
            {"control": "model", "value": "gpt-4o", "count": "2 of 18 grants"},
            {"control": "source", "value": "own", "count": "14 of 18 grants"},
            {"control": "source", "value": "group standard", "count": "4 of 18 grants"},
            {"control": "over", "value": "", "count": "3 of 18 grants"},
        ],
        "linked": {"model": "gpt-4.1", "count": "3 of 18 grants"},
        "texts": [hostile],
    });
    looked_at(&folder, &html::print(&report), &wanted);
}

/// Every team may use every model. Every tenth model carries too little for all of them.
fn crowd() -> Sources {
    let platform = std::fs::read_to_string(fixture().join("catalog/platform.yaml")).unwrap();
    let mut models = String::from("foundryModels:\n");
    for model in 0..MODELS {
        let capacity = if model % 10 == 0 { 100 } else { 10_000 };
        writeln!(
            models,
            "  - {{name: gpt-{model:02}, modelName: gpt-4.1, version: \"1\", skuName: GlobalStandard, capacity: {capacity}, enabled: true}}"
        )
        .unwrap();
    }
    let mut files: Vec<(Utf8PathBuf, String)> = vec![
        ("catalog/platform.yaml".into(), platform),
        ("catalog/models.yaml".into(), models),
    ];
    files[0].1 = files[0]
        .1
        .replace("  suffix: iwjf\n", "  suffix: iwjf\n  environment: demo\n");
    for team in 0..TEAMS {
        let mut text = format!(
            "team: {{name: team-{team:03}, displayName: AI Access - Team {team:03}, owner: lead-{team:03}@contoso.com, costCenter: CC-{team:05}}}\nmodels:\n  foundry:\n"
        );
        for model in 0..MODELS {
            let rate = 1_000 + team * 10 + model;
            writeln!(
                text,
                "    - {{name: gpt-{model:02}, tokensPerMinute: {rate}, dailyTokenQuota: 1000000}}"
            )
            .unwrap();
        }
        files.push((format!("teams/team-{team:03}/access.yaml").into(), text));
    }
    Sources::from_texts(files)
}

fn a_large_page_stays_small_and_fast() {
    let folder = scratch("report-large-page");
    let sources = crowd();
    let compilation = platgen::compile(&sources, platgen::core::diag::Diagnostics::new());
    let page = html::print(&report_of(&sources, &compilation.platforms));
    let wanted = json!({
        "all": "25,000 grants",
        "rows": TEAMS * MODELS,
        "search": {"text": "team-042", "count": "50 of 25,000 grants", "team": "team-042"},
        "largest": 1_000 + 4_990 + 49,
        "smallest": 1_000,
        "filters": [
            {"control": "team", "value": "team-007", "count": "50 of 25,000 grants"},
            {"control": "model", "value": "gpt-10", "count": "500 of 25,000 grants"},
            {"control": "source", "value": "group", "count": "0 of 25,000 grants"},
            {"control": "over", "value": "", "count": "2,500 of 25,000 grants"},
        ],
        "linked": {"model": "gpt-20", "count": "500 of 25,000 grants"},
        "texts": ["AI Access - Team 000"],
    });
    assert!(page.len() < 5_000_000, "the page has {} bytes", page.len());
    let measured = looked_at(&folder, &page, &wanted);
    println!(
        "report page of {TEAMS} teams x {MODELS} models: {} KiB, loaded in {} ms, a search in {} ms",
        page.len() / 1024,
        measured["loadedMs"],
        measured["searchMs"]
    );
}
