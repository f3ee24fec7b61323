//! What answers say: of every syntax, through groups, overlays, defaults and facts; of whole files.

use platgen::core::explain::backward;
use platgen::core::explain::forward::{self, About};
use platgen::core::explain::origins::{Describer, Kind};
use platgen::core::explain::{Answer, Question};
use platgen::core::origin::Origin;
use platgen::domain::unreached::Platforms;

use super::world::World;
use crate::support::variant::Variant;

/// The demo, or the platform that writes every key.
pub(super) fn demo() -> World {
    World::of(Variant::repository()).unwrap()
}

#[track_caller]
fn ask(world: &World, place: &str) -> Answer {
    let question = Question::parse(place).unwrap();
    world
        .explain(&question, None)
        .unwrap_or_else(|why| panic!("{place}: {why}"))
}

/// The number of the one line of an output that holds a text.
#[track_caller]
fn line(world: &World, path: &str, holds: &str) -> u32 {
    let text = world.files[path].text();
    let mut found = (1..)
        .zip(text.lines())
        .filter(|(_, line)| line.contains(holds));
    let (number, _) = found
        .next()
        .unwrap_or_else(|| panic!("{path} holds no {holds}"));
    number
}

/// The answer about the first line of an output that holds a text.
#[track_caller]
fn about(world: &World, path: &str, holds: &str) -> forward::Line {
    let number = line(world, path, holds);
    match ask(world, &format!("generated/{path}:{number}")) {
        Answer::Forward(answer) => match answer.about {
            About::Line(line) => line,
            About::File(file) => panic!("{file:?}"),
        },
        Answer::Backward(answer) => panic!("{answer:?}"),
    }
}

#[track_caller]
fn file(world: &World, path: &str) -> forward::Answer {
    match ask(world, path) {
        Answer::Forward(answer) => *answer,
        Answer::Backward(answer) => panic!("{answer:?}"),
    }
}

#[track_caller]
pub(super) fn input(world: &World, place: &str) -> backward::Answer {
    match ask(world, place) {
        Answer::Backward(answer) => *answer,
        Answer::Forward(answer) => panic!("{answer:?}"),
    }
}

/// What a line comes from: kind, key and text.
fn reported(line: &forward::Line) -> Vec<(Kind, &str, &str)> {
    let sources = line.sources.iter();
    sources
        .map(|one| (one.kind, one.name.as_str(), one.text.as_str()))
        .collect()
}

#[test]
fn lines_of_every_syntax_name_the_keys_they_come_from() {
    let world = demo();
    let xml = about(
        &world,
        "demo/policies/products/beta.xml",
        "counter-key=\"beta/gpt-6-sol\"",
    );
    let key = |key: &str| format!("models.foundry[gpt-6-sol].{key}");
    let (name, rate) = (key("name"), key("tokensPerMinute"));
    let (tokens, period) = (key("tokenQuota.tokens"), key("tokenQuota.period"));
    assert_eq!(
        reported(&xml),
        [
            (Kind::Written, name.as_str(), "gpt-6-sol"),
            (Kind::Computed, "team.name", "beta"),
            (Kind::Written, rate.as_str(), "40000"),
            (Kind::Written, tokens.as_str(), "30000000"),
            (Kind::Written, period.as_str(), "Monthly"),
            (Kind::Default, "models.foundry[].estimatePrompts", ""),
        ]
    );
    let hcl = about(
        &world,
        "demo/terraform/10-platform/main.tf",
        "\"rg-hai-iwjf\"",
    );
    assert_eq!(
        reported(&hcl),
        [
            (Kind::Computed, "platform.suffix", "iwjf"),
            (Kind::Computed, "platform.name", "hai"),
        ]
    );
    let yaml = about(
        &world,
        "demo/helm/kaito-models/values.yaml",
        "max-model-len: 8192",
    );
    assert_eq!(
        reported(&yaml),
        [(Kind::Written, "kaitoModels[phi-4-mini].maxModelLen", "8192")]
    );
    let prose = about(&world, "demo/README.md", "resource group `rg-hai-iwjf`");
    let names: Vec<&str> = prose.sources.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        ["platform.location", "platform.name", "platform.suffix"]
    );
}

#[test]
fn groups_overlays_defaults_and_facts_are_reported() {
    let world = demo();
    let zeta = about(
        &world,
        "demo/policies/products/zeta.xml",
        "counter-key=\"zeta/gpt-5.6-luna\"",
    );
    let rate = zeta.sources.iter().find(|one| one.text == "5000").unwrap();
    assert_eq!(rate.kind, Kind::Granted);
    assert_eq!(
        rate.name,
        "accessGroups[standard].models[gpt-5.6-luna].tokensPerMinute"
    );
    assert!(
        rate.words.contains("access group standard")
            && rate.words.contains("teams/zeta/access.yaml:8:10"),
        "{}",
        rate.words
    );

    let address = about(
        &world,
        "prod/terraform/10-platform/networking.tf",
        "\"10.20.7.0/27\"",
    );
    let over = &address.sources[0];
    assert_eq!(
        (over.kind, over.name.as_str()),
        (Kind::Overlaid, "network.subnets.models")
    );
    assert!(
        over.words
            .contains("in place of 10.10.7.0/27 at catalog/platform.yaml:"),
        "{}",
        over.words
    );

    let pods = about(
        &world,
        "demo/terraform/10-platform/aks-kaito.tf",
        "pod_cidr",
    );
    assert_eq!(reported(&pods), [(Kind::Default, "aks.podCidr", "")]);
    assert!(
        pods.sources[0]
            .words
            .starts_with("default of this key of catalog/platform.yaml: Range of pod addresses"),
        "{}",
        pods.sources[0].words
    );

    let size = about(
        &world,
        "demo/helm/kaito-models/values.yaml",
        "instanceType: Standard_NV36ads_A10_v5",
    );
    let fact = size
        .sources
        .iter()
        .find(|one| one.kind == Kind::Fact)
        .unwrap();
    assert_eq!(fact.name, "Standard_NV36ads_A10_v5");
    assert!(
        fact.text.starts_with("- {name: Standard_NV36ads_A10_v5, "),
        "{}",
        fact.text
    );
    for part in [
        "src/facts/gpu-sizes.yaml:",
        "read 2026-",
        "kaito-project/kaito",
    ] {
        assert!(fact.words.contains(part), "{}", fact.words);
    }
    // One value that several keys and facts have a part in.
    let pods = about(
        &world,
        "demo/terraform/10-platform/aks-kaito.tf",
        "expected_pods",
    );
    let names: Vec<&str> = pods.sources.iter().map(|one| one.name.as_str()).collect();
    for name in [
        "kaitoModels[phi-4-mini].preset",
        "kaitoModels[phi-4-mini].maxModelLen",
        "kaitoModels[mistral-7b-instruct].instanceType",
        "phi-4-mini-instruct",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
}

#[test]
fn a_line_that_no_input_reaches_says_so_and_names_what_it_stands_in() {
    let world = demo();
    let beta = "demo/policies/products/beta.xml";
    let refusal = about(&world, beta, "<otherwise>");
    assert_eq!(
        (refusal.sources.len(), refusal.enclosing.is_none()),
        (0, true)
    );
    let because: Vec<(&str, &str)> = refusal
        .subject
        .iter()
        .map(|one| (one.name.as_str(), one.text.as_str()))
        .collect();
    assert_eq!(because, [("team.name", "beta"), ("the file's name", "")]);
    let source = about(&world, "demo/terraform/30-tenants/team-beta.tf", "source");
    let around = source.enclosing.unwrap();
    assert_eq!(around.text, "module \"team_beta\" {");
    assert_eq!(around.sources[0].name, "team.name");
    let heading = about(&world, "demo/README.md", "## Apply");
    assert!(heading.sources.is_empty() && heading.enclosing.is_none());
    assert_eq!(heading.subject.len(), 1, "the environment");
}

#[test]
fn whole_files_state_their_inputs_and_count_their_lines() {
    let world = demo();
    let beta = file(&world, "generated/demo/policies/products/beta.xml");
    assert_eq!(
        (beta.owner, beta.purpose.as_str()),
        (
            "apim",
            "Policy of the product of team beta: which models, and how much of them."
        )
    );
    let About::File(whole) = beta.about else {
        panic!()
    };
    let inputs: Vec<&str> = whole.inputs.keys().map(|path| path.as_str()).collect();
    assert_eq!(inputs, ["catalog/models.yaml", "teams/beta/access.yaml"]);
    assert!(whole.counts[&Kind::Written] > 5 && whole.same_for_all > 5);
    assert!(whole.counts.values().sum::<u32>() + whole.same_for_all >= whole.lines);

    let fixed = file(&world, "generated/demo/terraform/modules/tenant/access.tf")
        .fixed
        .unwrap();
    assert_eq!(fixed.source, "templates/terraform/modules/tenant/access.tf");
    let givers: Vec<&str> = fixed
        .givers
        .iter()
        .map(|giver| giver.path.as_str())
        .collect();
    assert!(
        givers.contains(&"generated/demo/terraform/30-tenants/team-beta.tf"),
        "{givers:?}"
    );
    let chart = file(
        &world,
        "generated/demo/helm/kaito-models/templates/services.yaml:1",
    )
    .fixed
    .unwrap();
    assert_eq!(
        chart.givers[0].path,
        "generated/demo/helm/kaito-models/values.yaml"
    );

    // A variable leads to the line of the call that sets it.
    let variables = file(
        &world,
        "generated/demo/terraform/modules/networking/variables.tf",
    );
    let number = (1..)
        .zip(variables.text.lines())
        .find(|(_, line)| line.starts_with("variable \"subnets\""))
        .unwrap()
        .0;
    let fixed = file(&world, &format!("{}:{number}", variables.path))
        .fixed
        .unwrap();
    let [giver] = fixed.givers.as_slice() else {
        panic!("{fixed:?}")
    };
    let networking = "demo/terraform/10-platform/networking.tf";
    assert_eq!(giver.path, format!("generated/{networking}"));
    assert_eq!(giver.line, Some(line(&world, networking, "  subnets = {")));
}

#[test]
fn a_manifest_states_whose_hash_a_line_is() {
    let world = demo();
    let compiled = file(&world, "generated/demo/manifest.json");
    let About::File(whole) = compiled.about else {
        panic!()
    };
    let disk =
        std::fs::read_to_string(crate::support::repository().join("generated/demo/manifest.json"))
            .unwrap();
    assert_eq!(whole.lines as usize, disk.lines().count());
    let mut path = None;
    for (number, text) in (1..).zip(disk.lines()) {
        let About::Line(line) =
            file(&world, &format!("generated/demo/manifest.json:{number}")).about
        else {
            panic!()
        };
        let short = line.text.split("...").next().unwrap();
        assert!(text.starts_with(short), "{text} / {}", line.text);
        // A path, and below it its hash.
        if let Some(found) = text.strip_prefix("    \"") {
            path = found.strip_suffix("\":");
        } else if !text.starts_with("      \"") {
            path = None;
        }
        assert_eq!(
            line.hash_of.map(camino::Utf8PathBuf::into_string),
            path.map(|path| format!("generated/demo/{path}"))
        );
    }
}

#[test]
fn every_default_that_a_line_shows_is_in_the_reference() {
    let worlds = [
        Variant::repository(),
        super::rich::variant(),
        Variant::karpenter(),
        Variant::own_pools(),
    ];
    let mut keys = std::collections::BTreeSet::new();
    for world in worlds.map(|variant| World::of(variant).unwrap()) {
        for (_, origin) in world
            .files
            .values()
            .flat_map(platgen::core::explain::Lines::trace)
        {
            if let Origin::Default(key) = origin {
                keys.insert(*key);
                let source = Describer::new(world.sources(), &Platforms(&[])).describe(*origin);
                let what = source.words.rsplit(": ").next().unwrap();
                assert!(
                    what.len() > 5 && source.words.contains(" of "),
                    "{key}: {}",
                    source.words
                );
            }
        }
    }
    assert!(keys.len() > 10, "{keys:?}");
}
