//! Random platforms, as texts of inputs: every one of them compiles. Names carry a tag, so that many platforms can run in one
//! gateway without sharing a counter, a backend or a key.

#![cfg(test)]

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use platgen::core::diag::{Diagnostics, Severity};
use platgen::core::sources::Sources;
use platgen::domain::consumers::model::TeamLimits;
use platgen::domain::platform::model::Platform;
use serde_json::{Value, json};

use super::random::Random;
use super::requests::ORIGINS;
use crate::support::platform::written;
use crate::support::variant::Variant;

const REGIONS: [&str; 4] = [
    "swedencentral",
    "germanywestcentral",
    "westus3",
    "francecentral",
];
const PERIODS: [&str; 5] = ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"];
/// Presets that fit the sizes beside them.
const PRESETS: [(&str, &str); 5] = [
    ("mistral-7b-instruct", "Standard_NC24ads_A100_v4"),
    ("phi-4-mini-instruct", "Standard_NV36ads_A10_v5"),
    ("phi-4", "Standard_NC24ads_A100_v4"),
    ("deepseek-r1-distill-llama-8b", "Standard_NC24ads_A100_v4"),
    ("qwen2.5-coder-32b-instruct", "Standard_NC40ads_H100_v5"),
];
/// The tenant and the client of the signed tokens in `gateway/entra.rs`, and others.
pub(crate) const TENANT: &str = "11111111-2222-3333-4444-555555555555";
const OTHER_TENANT: &str = "99999999-2222-3333-4444-555555555555";
pub(crate) const CLIENTS: [&str; 3] = [
    "66666666-7777-8888-9999-000000000000",
    "00000000-7777-8888-9999-000000000000",
    "AAAAAAAA-7777-8888-9999-000000000000",
];

pub(crate) const AUDIENCES: [&str; 2] = ["api://gateway", "api://other"];

/// A platform with what stands in front of its API's path and in its names, and the texts that it came from.
pub(crate) struct Subject {
    pub(crate) tag: String,
    pub(crate) platform: Platform,
    /// What the simulator is reported instead: only so that a test can see them disagree.
    pub(crate) simulated: Option<Platform>,
    pub(crate) texts: Vec<(Utf8PathBuf, String)>,
}

impl Subject {
    /// A platform of texts; a test fails with the findings if they do not compile.
    pub(crate) fn compile(tag: &str, texts: Vec<(Utf8PathBuf, String)>) -> Self {
        let sources = Sources::from_texts(texts.clone());
        let compilation = platgen::compile(&sources, Diagnostics::new());
        let errors: Vec<_> = compilation
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert!(errors.is_empty(), "{tag}: {errors:#?}\n{texts:#?}");
        let mut platforms = compilation.platforms;
        assert_eq!(platforms.len(), 1, "{tag}");
        Self {
            tag: tag.to_owned(),
            platform: platforms.remove(0),
            simulated: None,
            texts,
        }
    }

    /// This repository's own platform in an environment.
    pub(crate) fn own(environment: &str) -> Self {
        let (_, platforms) = Variant::repository().platforms();
        let mut platforms = platforms.into_iter();
        let platform = platforms.find(|platform| platform.environment.as_str() == environment);
        Self::of(platform.unwrap())
    }

    /// A platform that no text is needed for.
    pub(crate) fn of(platform: Platform) -> Self {
        Self {
            tag: String::new(),
            platform,
            simulated: None,
            texts: Vec::new(),
        }
    }

    /// The same with limits that nobody reaches.
    pub(crate) fn without_limits(mut self) -> Self {
        for team in &mut self.platform.teams {
            team.limits = TeamLimits::default();
            for grant in &mut team.grants {
                grant.tokens_per_minute = written(2_000_000_000);
                grant.quota = None;
            }
        }
        self
    }

    /// A random platform.
    pub(crate) fn random(tag: &str, random: &mut Random) -> Self {
        let silent = BTreeSet::new();
        Self::compile(
            tag,
            Maker {
                tag,
                random,
                silent,
                proves: false,
            }
            .texts(),
        )
    }
}

struct Maker<'a> {
    tag: &'a str,
    random: &'a mut Random,
    /// Models that can only embed.
    silent: BTreeSet<String>,
    /// Whether a team has clients that prove themselves.
    proves: bool,
}

/// A model as far as grants have to know it.
struct Known {
    name: String,
    kind: &'static str,
    enabled: bool,
}

impl Maker<'_> {
    fn texts(&mut self) -> Vec<(Utf8PathBuf, String)> {
        let (models, known) = self.models();
        let enabled: Vec<&Known> = known.iter().filter(|model| model.enabled).collect();
        let groups: Vec<String> = (0..self.random.below(3))
            .map(|at| format!("group-{at}"))
            .collect();
        let mut models = models;
        if !groups.is_empty() && !enabled.is_empty() {
            models["accessGroups"] = groups
                .iter()
                .map(|name| {
                    let names = enabled.iter().map(|model| model.name.clone());
                    json!({"name": name, "models": self.grants(&names.collect::<Vec<_>>())})
                })
                .collect();
        }
        let groups = if enabled.is_empty() {
            Vec::new()
        } else {
            groups
        };
        let mut texts = vec![
            ("catalog/platform.yaml".into(), self.platform().to_string()),
            ("catalog/models.yaml".into(), models.to_string()),
        ];
        for at in 0..self.random.between(1, 4) {
            let name = format!("{}-t{at}", self.tag);
            let team = self.team(&name, &enabled, &groups);
            texts.push((format!("teams/{name}/access.yaml").into(), team.to_string()));
        }
        texts
    }

    fn platform(&mut self) -> Value {
        let home = *self.random.pick(&REGIONS);
        let sku = *self.random.pick(&["StandardV2", "PremiumV2"]);
        let mut apim =
            json!({"sku": sku, "publisherName": "Contoso", "publisherEmail": "ai@contoso.com"});
        if self.random.percent(40) {
            apim["cors"] = json!({"origins": &ORIGINS[..2]});
        }
        json!({
            "platform": {"name": "hai", "suffix": "diff", "environment": "demo", "location": home},
            "network": {"vnetCidr": "10.10.0.0/16", "subnets": {
                "aks": "10.10.0.0/24", "aks-api": "10.10.1.0/24", "private-endpoint": "10.10.3.0/24",
                "AzureBastionSubnet": "10.10.4.0/24", "api-management": "10.10.6.0/24", "models": "10.10.7.0/27"}},
            "kaito": {"mode": "addon", "version": "0.6.0"},
            "apim": apim,
        })
    }

    fn models(&mut self) -> (Value, Vec<Known>) {
        let mut known = Vec::new();
        let kaito: Vec<Value> = (0..self.random.below(4))
            .map(|at| self.kaito(at, &mut known))
            .collect();
        let foundry: Vec<Value> = (0..self.random.below(6))
            .map(|at| self.foundry(at, &mut known))
            .collect();
        (
            json!({"kaitoModels": kaito, "foundryModels": foundry}),
            known,
        )
    }

    /// A name that is unlike others only in its number.
    fn name(&mut self, at: usize) -> String {
        let stem = self.random.pick(&[
            "gpt",
            "GPT-",
            "Llama.",
            "phi_4-",
            "o",
            "x.y_z-",
            "embed-",
            "a--b",
            "Null",
            "2024-05-0",
        ]);
        format!("{}-{stem}{at}", self.tag)
    }

    fn capabilities(&mut self) -> Option<Vec<&'static str>> {
        if self.random.percent(50) {
            return None;
        }
        let some = self
            .random
            .some(&["chat", "completions", "embeddings", "responses"], 50);
        (!some.is_empty()).then_some(some)
    }

    fn kaito(&mut self, at: usize, known: &mut Vec<Known>) -> Value {
        let name = format!("k{}", self.name(at));
        let (preset, size) = *self.random.pick(&PRESETS);
        let enabled = self.random.percent(85);
        let mut model = json!({
            "name": name, "displayName": "A model", "preset": preset, "instanceType": size,
            "staticIP": format!("10.10.7.{}", 4 + at), "estimatedTokensPerMinute": 1_000_000, "enabled": enabled,
        });
        if let Some(some) = self.capabilities() {
            model["capabilities"] = json!(some);
            if some == ["embeddings"] {
                self.silent.insert(name.clone());
            }
        }
        known.push(Known {
            name,
            kind: "kaito",
            enabled,
        });
        model
    }

    fn foundry(&mut self, at: usize, known: &mut Vec<Known>) -> Value {
        let name = self.name(at);
        let enabled = self.random.percent(85);
        let embeds = self.random.percent(20);
        let published = if embeds {
            "text-embedding-3"
        } else {
            "gpt-4.1"
        };
        let mut model = json!({"name": name, "modelName": published, "version": "2025-04-14", "enabled": enabled});
        if self.random.percent(25) {
            model["format"] = json!("Mistral AI");
        }
        let able = self.capabilities();
        if able.as_ref().map_or(embeds, |some| *some == ["embeddings"]) {
            self.silent.insert(name.clone());
        }
        if let Some(some) = able {
            model["capabilities"] = json!(some);
            // A name that no fact is about, so that any capability may be written.
            model["modelName"] = json!("own-model");
        }
        if self.random.percent(40) {
            let aliases = [
                format!("{}-alias.{at}", self.tag),
                format!("{}-ALIAS_{at}", self.tag),
                format!("{}-other{at}", self.tag),
                format!("openai/{}-Slash{at}:latest", self.tag),
            ];
            model["aliases"] = json!(self.random.some(&aliases, 60));
        }
        if self.random.percent(45) {
            // Each region once, beginning anywhere.
            let first = self.random.below(REGIONS.len());
            model["deployments"] = (0..self.random.between(1, 4))
                .map(|member| {
                    self.deployment(
                        at,
                        member,
                        REGIONS[(first + usize::try_from(member).unwrap()) % REGIONS.len()],
                    )
                })
                .collect();
        } else {
            model["skuName"] = json!("GlobalStandard");
            model["capacity"] = json!(1000);
            if self.random.percent(40) {
                model["location"] = json!(self.random.pick(&REGIONS));
            }
        }
        known.push(Known {
            name,
            kind: "foundry",
            enabled,
        });
        model
    }

    fn deployment(&mut self, model: usize, member: u64, region: &str) -> Value {
        let name = format!("{}-dep.{model}_{member}", self.tag);
        let sku = *self
            .random
            .pick(&["GlobalStandard", "GlobalStandard", "ProvisionedManaged"]);
        let mut made = json!({"name": name, "skuName": sku, "capacity": 1000, "location": region});
        if self.random.percent(70) {
            made["priority"] = json!(self.random.below(3));
        }
        if self.random.percent(50) {
            made["weight"] = json!(self.random.below(4));
        }
        made
    }

    fn quota(&mut self) -> Value {
        let tokens = *self.random.pick(&[300, 2_000, 9_001, 60_000]);
        json!({"tokens": tokens, "period": self.random.pick(&PERIODS)})
    }

    fn grants(&mut self, names: &[String]) -> Vec<Value> {
        let names = self.random.some(names, 60);
        names.into_iter().map(|name| self.grant(&name)).collect()
    }

    fn grant(&mut self, name: &str) -> Value {
        let rate = *self
            .random
            .pick(&[1, 60, 600, 1_000, 3_000, 6_001, 100_000, 900_000]);
        let mut grant = json!({"name": name, "tokensPerMinute": rate});
        match self.random.below(3) {
            0 => grant["tokenQuota"] = json!("none"),
            1 => grant["dailyTokenQuota"] = json!(self.random.between(500, 9_000)),
            _ => grant["tokenQuota"] = self.quota(),
        }
        if self.random.percent(25) {
            grant["estimatePrompts"] = json!(false);
        }
        if self.random.percent(20) {
            grant["callsPerMinute"] = json!(*self.random.pick(&[1, 3, 7, 60]));
        }
        if self.random.percent(15) {
            grant["concurrency"] = json!(*self.random.pick(&[1, 2, 40]));
        }
        if self.random.percent(15) {
            grant["allow"] = json!({"headers": ["traceparent", "x-title"]});
        }
        if self.random.percent(20) && !self.silent.contains(name) {
            grant["maxOutputTokens"] = json!(*self.random.pick(&[1, 99, 100, 200, 4_000]));
        }
        grant
    }

    fn team(&mut self, name: &str, enabled: &[&Known], groups: &[String]) -> Value {
        let mut grants = |kind: &str| {
            let names = enabled.iter().filter(|model| model.kind == kind);
            let names: Vec<String> = names.map(|model| model.name.clone()).collect();
            self.grants(&names)
        };
        let models = json!({"foundry": grants("foundry"), "kaito": grants("kaito")});
        let mut team = json!({
            "team": {"name": name, "displayName": "A team", "owner": "lead@contoso.com", "costCenter": "CC-<&\"1>"},
            "models": models, "groups": self.random.some(groups, 50),
        });
        if self.random.percent(9) {
            team["enabled"] = json!(false);
        }
        if self.random.percent(10) {
            team["environments"] = json!(["demo"]);
        }
        if self.random.percent(40) {
            let mut limits = json!({});
            if self.random.percent(60) {
                limits["tokensPerMinute"] = json!(*self.random.pick(&[70, 600, 2_000]));
            }
            if self.random.percent(60) {
                limits["tokenQuota"] = self.quota();
            }
            if self.random.percent(30) {
                limits["callsPerMinute"] = json!(*self.random.pick(&[2, 9, 40]));
            }
            team["limits"] = limits;
        }
        // One team at most: tokens that prove two teams are refused.
        if self.random.percent(25) && !std::mem::replace(&mut self.proves, true) {
            let tenant = self.random.weighted(&[(3, TENANT), (1, OTHER_TENANT)]);
            let mut clients = self.random.some(&CLIENTS, 60);
            if clients.is_empty() {
                clients.push(CLIENTS[0]);
            }
            let audiences = match self.random.below(4) {
                0 => &AUDIENCES[1..],
                1 => &AUDIENCES[..],
                _ => &AUDIENCES[..1],
            };
            team["auth"] = json!({"entra": {"tenantId": tenant, "audiences": audiences, "clientIds": clients}});
        }
        team
    }
}
