//! Tests of the facts: that the embedded tables are whole and in order.

use super::*;

#[test]
fn every_fact_stands_on_a_line_of_its_own() {
    let file = preset_file();
    let fact = |table, about: &'static String| Fact { table, about };
    let presets = file
        .presets
        .iter()
        .map(|one| fact(Table::Presets, &one.name));
    let legacy = file
        .legacy
        .iter()
        .map(|one| fact(Table::Webhook, &one.name));
    let sizes = size_file()
        .sizes
        .iter()
        .map(|one| fact(Table::Sizes, &one.name));
    let addons = addons::all()
        .iter()
        .map(|one| fact(Table::Addons, &one.name));
    for fact in presets.chain(legacy).chain(sizes).chain(addons) {
        assert!(fact.line().is_some(), "{fact:?}");
    }
    for table in [Table::Presets, Table::Webhook, Table::Sizes] {
        assert!(
            table.about().as_of.to_string().starts_with("20"),
            "{table:?}"
        );
        assert!(
            table.about().source().starts_with("kaito-project/kaito"),
            "{table:?}"
        );
    }
    let old = Fact::of_preset((0, 6), "phi-4").unwrap();
    let new = Fact::of_preset((0, 12), "phi-4").unwrap();
    assert_eq!((old.table, old.about), (Table::Webhook, "phi-4"));
    assert_eq!((new.table, new.about), (Table::Presets, "microsoft/phi-4"));
}

#[test]
fn embedded_files_are_readable_and_consistent() {
    let file = preset_file();
    assert_eq!(file.presets.len(), 60);
    assert!(
        file.versions
            .iter()
            .all(|version| version.release().is_some())
    );
    for version in &file.versions {
        let listed = version
            .secret_required
            .iter()
            .chain(&version.secret_forbidden);
        for name in listed {
            assert!(
                version.built_in.contains(name),
                "{name} in {}",
                version.version
            );
        }
    }
    for meant in file.never_valid.values() {
        assert!(
            file.versions
                .iter()
                .any(|version| version.built_in.contains(meant)),
            "{meant}"
        );
    }
    assert!(
        size_file()
            .sizes
            .iter()
            .all(|size| size.kaito.is_none() || size.releases().is_some())
    );
    assert!(
        size_file()
            .sizes
            .iter()
            .filter(|size| size.kaito.is_some())
            .all(|size| size.gpus > 0)
    );
}
#[test]
fn regions_and_versions_stand_once_and_make_sense() {
    let facts = Facts::embedded();
    for tier in limits::APIM_TIERS {
        let offered = facts
            .regions
            .iter()
            .filter(|region| region.apim.iter().any(|sku| sku == tier.sku));
        assert!(offered.count() > 5, "{}", tier.sku);
    }
    let skus = facts.regions.iter().flat_map(|region| &region.apim);
    assert!(skus.into_iter().all(|sku| limits::apim(sku).is_some()));
    let names: std::collections::BTreeSet<&str> = facts
        .regions
        .iter()
        .map(|region| region.name.as_str())
        .collect();
    assert_eq!(names.len(), facts.regions.iter().count());
    assert!(facts.region("swedencentral").unwrap().zones);
    let mut keys: Vec<(String, Option<String>)> = facts
        .models
        .iter()
        .map(|known| (known.name.to_ascii_lowercase(), known.version.clone()))
        .collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), facts.models.iter().count());
    let as_of = facts.models.as_of;
    assert!(facts.models.iter().all(|known| {
        known.stage != model_versions::Stage::Retired
            || known.retires.is_none_or(|day| day <= as_of)
    }));
    let model = |name, version| facts.model(name, version).unwrap();
    assert!(!model("GPT-4.1", "2025-04-14").has_ended_by(as_of));
    assert!(model("gpt-4", "0613").has_ended_by(as_of));
    assert_eq!(model("gpt-6.2-astra", "2026-11-17").version, None);
}

#[test]
fn minors_of_kubernetes_are_in_order() {
    let facts = Facts::embedded();
    let numbers = facts
        .kubernetes
        .iter()
        .map(|known| kubernetes::number(&known.minor).unwrap());
    assert!(numbers.is_sorted());
    let known = facts.minor("1.34.2").unwrap();
    assert_eq!(known.addon.as_deref(), Some("0.6.0"));
    assert!(known.ends(true) > known.ends(false));
    assert!(facts.minor("1.99").is_none() && facts.minor("one").is_none());
}
