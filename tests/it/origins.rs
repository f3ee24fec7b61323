//! Printed lines say where their values were written, to the column: in a team's file, through an access group, over a base.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};

use platgen::core::origin::Origin;
use platgen::core::print::print;
use platgen::core::sources::{Sources, Span};

use crate::support::repository;
use crate::support::variant::Variant;

/// Every line of one output of this repository that shows inputs: its words, and what it shows.
fn traced(path: &str) -> BTreeMap<String, BTreeSet<String>> {
    let (sources, platforms) = Variant::repository().platforms();
    let plan = platgen::plan(&platforms);
    let file = plan
        .files()
        .find(|file| file.path.as_path() == path)
        .unwrap_or_else(|| panic!("no {path}"));
    let printed = print(&(file.produce)());
    let lines: Vec<&str> = printed.text.lines().collect();
    let mut traced: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (line, origin) in printed.trace {
        let words: Vec<&str> = lines[line as usize - 1].split_whitespace().collect();
        let reported = traced.entry(words.join(" ")).or_default();
        reported.insert(described(&sources, origin));
    }
    traced
}

/// An origin in words, with every place that it knows.
fn described(sources: &Sources, origin: Origin) -> String {
    let at = |span: Span| sources.position(span).to_string();
    match origin {
        Origin::Written(span) => format!("written at {}", at(span)),
        Origin::Overlaid {
            at: over,
            base: Some(base),
        } => format!("{} over {}", at(over), at(base)),
        Origin::Overlaid {
            at: over,
            base: None,
        } => format!("{} over nothing", at(over)),
        Origin::Granted { at: written, by } => format!("{} through {}", at(written), at(by)),
        Origin::Default(key) => format!("default of {key}"),
        Origin::Derived(span) => format!("made from {}", at(span)),
        Origin::Entry(span) => format!("because of {}", at(span)),
        Origin::Fact(fact) => format!("known about {}", fact.about),
    }
}

/// Where a value stands, found by counting: behind `before`, which together with the value stands once in the file.
#[track_caller]
fn place(path: &str, before: &str, value: &str) -> String {
    let text = std::fs::read_to_string(repository().join(path)).unwrap();
    let whole = format!("{before}{value}");
    assert_eq!(
        text.matches(&whole).count(),
        1,
        "{path} holds {whole:?} once"
    );
    let upto = &text[..text.find(&whole).unwrap() + before.len()];
    let line = upto.matches('\n').count() + 1;
    let column = upto.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("{path}:{line}:{column}")
}

/// The one traced line that holds a text.
#[track_caller]
fn line<'t>(traced: &'t BTreeMap<String, BTreeSet<String>>, holds: &str) -> &'t BTreeSet<String> {
    let found: Vec<_> = traced
        .iter()
        .filter(|(line, _)| line.contains(holds))
        .collect();
    assert_eq!(found.len(), 1, "lines with {holds}: {:#?}", traced.keys());
    found[0].1
}

#[track_caller]
fn shows(reported: &BTreeSet<String>, wanted: impl IntoIterator<Item = String>) {
    assert_eq!(*reported, wanted.into_iter().collect::<BTreeSet<_>>());
}

/// That prompts are estimated, which no input of these grants says.
const ESTIMATED: &str = "default of models.foundry[].estimatePrompts";

/// What is said of a value that a team's name has a part in.
#[track_caller]
fn made_from_name(path: &str, name: &str) -> String {
    format!(
        "made from {}",
        place(path, "  name: ", &format!("{name}\n"))
    )
}

#[test]
fn limits_trace_to_the_team_s_own_lines() {
    const BETA: &str = "teams/beta/access.yaml";
    let product = traced("demo/policies/products/beta.xml");
    let gpt5 = "    - {name: gpt-6-sol, tokensPerMinute: 40000, tokenQuota: {tokens: ";
    let grants = [
        (
            "gpt-5.6-terra",
            ("10000", "    - {name: gpt-5.6-terra, tokensPerMinute: "),
            ("500000}", ", dailyTokenQuota: "),
        ),
        (
            "gpt-6-sol",
            ("40000", "    - {name: gpt-6-sol, tokensPerMinute: "),
            ("30000000", gpt5),
        ),
        (
            "mistral-7b-instruct",
            (
                "50000",
                "    - {name: mistral-7b-instruct, tokensPerMinute: ",
            ),
            ("5000000}", ", dailyTokenQuota: "),
        ),
    ];
    let mut everything = BTreeSet::new();
    for (model, (rate, before_rate), (quota, before_quota)) in grants {
        let written = [
            place(BETA, "- {name: ", model),
            place(BETA, before_rate, rate),
            place(BETA, before_quota, quota),
        ]
        .map(|at| format!("written at {at}"));
        let period = (model == "gpt-6-sol").then(|| place(BETA, ", period: ", "Monthly}"));
        let written = written
            .into_iter()
            .chain(period.map(|at| format!("written at {at}")));
        everything.extend(written.clone());
        // The key counts by team, so the team's name has a part in it.
        shows(
            line(&product, &format!("counter-key=\"beta/{model}\"")),
            written.chain([made_from_name(BETA, "beta"), ESTIMATED.to_owned()]),
        );
    }
    let (name, center) = (
        place(BETA, "name: ", "beta"),
        place(BETA, "costCenter: ", "CC-67890"),
    );
    everything.extend([&name, &center].map(|at| format!("written at {at}")));
    everything.insert(made_from_name(BETA, "beta"));
    // Calls of `/completions` are limited by what the model's tokens per minute come to.
    let of_mistral = "    - {name: mistral-7b-instruct, tokensPerMinute: ";
    everything.insert(format!("made from {}", place(BETA, of_mistral, "50000")));
    shows(
        line(&product, "value=\"CC-67890\""),
        [format!("written at {center}")],
    );
    shows(
        line(&product, "name=\"team\" value=\"beta\""),
        [format!("written at {name}")],
    );
    // Nothing of the team's file that the policy shows is left out, and nothing else of it is claimed.
    let of_team = |reported: &&String| reported.contains(BETA);
    let claimed: BTreeSet<String> = product
        .values()
        .flatten()
        .filter(of_team)
        .cloned()
        .collect();
    assert_eq!(claimed, everything);
}

#[test]
fn grants_of_a_group_trace_to_the_group_and_the_team() {
    const MODELS: &str = "catalog/models.yaml";
    let through = |team: &str, before: &str, value: &str| {
        let by = place(
            &format!("teams/{team}/access.yaml"),
            "groups: [",
            "standard]",
        );
        format!("{} through {by}", place(MODELS, before, value))
    };
    let zeta = traced("demo/policies/products/zeta.xml");
    let mini = "      - {name: gpt-5.6-luna, tokensPerMinute: ";
    shows(
        line(&zeta, "counter-key=\"zeta/gpt-5.6-luna\""),
        [
            through("zeta", "      - {name: ", "gpt-5.6-luna, tokens"),
            through("zeta", mini, "5000"),
            through("zeta", ", dailyTokenQuota: ", "200000}"),
            made_from_name("teams/zeta/access.yaml", "zeta"),
            ESTIMATED.to_owned(),
        ],
    );
    let eta = traced("demo/policies/products/eta.xml");
    let embedding = "      - {name: text-embedding-3-large, tokensPerMinute: ";
    shows(
        line(&eta, "counter-key=\"eta/text-embedding-3-large\""),
        [
            through("eta", "      - {name: ", "text-embedding-3-large, tokens"),
            through("eta", embedding, "10000"),
            through("eta", ", dailyTokenQuota: ", "1000000}"),
            made_from_name("teams/eta/access.yaml", "eta"),
            ESTIMATED.to_owned(),
        ],
    );
    // Its own grant of the other model wins over the group's.
    let own = "    - {name: gpt-5.6-luna, tokensPerMinute: ";
    let reported = line(&eta, "counter-key=\"eta/gpt-5.6-luna\"");
    assert!(
        reported.contains(&format!(
            "written at {}",
            place("teams/eta/access.yaml", own, "60000")
        )),
        "{reported:?}"
    );
    assert!(
        reported.iter().all(|reported| !reported.contains(MODELS)),
        "{reported:?}"
    );
}

#[test]
fn values_of_an_overlay_trace_to_it_and_to_what_they_replace() {
    const PROD: &str = "catalog/environments/prod.yaml";
    const PLATFORM: &str = "catalog/platform.yaml";
    let platform = traced("prod/terraform/10-platform/ai-platform.tf");
    let version = "    version: \"2026-07-09\"\n    versionUpgrade: OnceCurrentVersionExpired\n    skuName: GlobalStandard\n    capacity: ";
    let base = place(
        "catalog/models.yaml",
        &format!("modelName: gpt-5.6-terra\n{version}"),
        "100",
    );
    let at = place(PROD, "gpt-5.6-terra: {capacity: ", "500");
    shows(
        line(&platform, "capacity = 500"),
        [format!("{at} over {base}")],
    );
    let networking = traced("prod/terraform/10-platform/networking.tf");
    let over = format!(
        "{} over {}",
        place(PROD, "    models: ", "10.20"),
        place(PLATFORM, "    models: ", "10.10")
    );
    shows(
        line(&networking, "address_prefix = \"10.20.7.0/27\""),
        [over],
    );
    // A key that the base does not have replaces nothing; what the overlay leaves alone is the base's.
    let settings = traced("prod/terraform/10-platform/terraform.tf");
    let new = place(PROD, "storageAccountName: ", "sthaistateprod");
    shows(
        line(&settings, "= \"sthaistateprod\""),
        [format!("{new} over nothing")],
    );
    let publisher = place(PLATFORM, "publisherName: ", "Contoso");
    shows(
        line(&platform, "publisher_name = \"Contoso\""),
        [format!("written at {publisher}")],
    );
}
