//! `catalog/addons.yaml` as written: the add-ons of the cluster, and how they are delivered.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// The add-ons of the cluster.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(title = "platgen add-ons")]
pub struct AddonsFile {
    /// The add-ons and how they are delivered.
    #[schemars(example = json!({"delivery": "argocd", "repository": {"url": "https://git.example.com/org/platform.git", "revision": "main"}, "charts": {"argocd": {"version": "9.5.4"}}}))]
    pub addons: Spanned<AddonsSection>,
}

/// One list of add-ons, delivered in one form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddonsSection {
    /// Who applies them; both forms apply the same objects.
    #[schemars(example = &"argocd", extend("enum" = DELIVERIES))]
    pub delivery: Spanned<String>,
    /// The repository that holds `generated/`, as the cluster reads it.
    #[schemars(example = json!({"url": "https://git.example.com/org/platform.git", "revision": "main"}))]
    pub repository: Spanned<RepositorySection>,
    /// Charts, by the name of the add-on. A name that platgen does not know brings its own `chart`, `repository` and `namespace`.
    #[schemars(example = json!({"certManager": {"version": "v1.21.2"}}), extend("propertyNames" = json!({"pattern": patterns::ADDON, "maxLength": 40}), "maxProperties" = 200))]
    pub charts: Spanned<BTreeMap<String, Spanned<ChartEntry>>>,
    /// What is in the cluster before any add-on, made by AKS, by Terraform or by hand.
    #[schemars(example = json!(["secret:azureserviceoperator-system/aso-controller-settings"]), inner(regex(pattern = patterns::PRODUCT)), extend("uniqueItems" = true, "maxItems" = 200))]
    pub given: Option<Spanned<Vec<Spanned<String>>>>,
    /// What the pods of one namespace of add-ons may ask for, all together.
    #[schemars(example = json!({"cpu": 8, "memoryGib": 32, "pods": 100}))]
    pub quota: Option<Spanned<QuotaSection>>,
}

/// Forms of delivery.
pub const DELIVERIES: &[&str] = &["argocd", "flux"];

/// A repository of git.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RepositorySection {
    /// Its address, without credentials.
    #[schemars(example = &"https://git.example.com/org/platform.git", length(max = 500), regex(pattern = patterns::HTTPS))]
    pub url: Spanned<String>,
    /// The branch.
    #[schemars(example = &"main", length(max = 100), regex(pattern = patterns::REVISION))]
    pub revision: Spanned<String>,
    /// Where `generated/` is in it; at the top by default.
    #[schemars(example = &"platform/generated", length(max = 200), regex(pattern = patterns::FOLDERS))]
    pub path: Option<Spanned<String>>,
}

/// A limit on what a namespace's pods ask for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuotaSection {
    /// Processor cores; 16 by default.
    #[schemars(example = 8, range(min = 1, max = 10_000))]
    pub cpu: Option<Spanned<u32>>,
    /// Memory in GiB; 64 by default.
    #[schemars(example = 32, range(min = 1, max = 100_000))]
    pub memory_gib: Option<Spanned<u32>>,
    /// Pods; 200 by default.
    #[schemars(example = 100, range(min = 1, max = 100_000))]
    pub pods: Option<Spanned<u32>>,
}

/// One add-on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChartEntry {
    /// The exact version of the chart; always needed.
    #[schemars(example = &"v1.21.2", length(max = 60), regex(pattern = patterns::EXACT))]
    pub version: Option<Spanned<String>>,
    /// The chart's name, for an add-on that platgen does not know.
    #[schemars(example = &"podinfo", length(max = 100), regex(pattern = patterns::DASHED))]
    pub chart: Option<Spanned<String>>,
    /// The chart's repository: the project's own by default.
    #[schemars(example = &"oci://registry.example.com/charts", length(max = 500), regex(pattern = patterns::CHARTS))]
    pub repository: Option<Spanned<String>>,
    /// Its namespace: the one that its project names by default.
    #[schemars(example = &"cert-manager", length(max = 63), regex(pattern = patterns::DASHED))]
    pub namespace: Option<Spanned<String>>,
    /// The Pod Security level that is enforced in its namespace: what is known of the chart by default, `restricted` for an add-on
    /// that platgen does not know.
    #[schemars(example = &"restricted", extend("enum" = LEVELS))]
    pub pod_security: Option<Spanned<String>>,
    /// Who may reach its pods besides their own namespace; `none` by default for an add-on that platgen does not know.
    #[schemars(example = &"cluster", extend("enum" = INGRESS))]
    pub ingress: Option<Spanned<String>>,
    /// What its pods may reach besides their own namespace; `https` by default for an add-on that platgen does not know.
    #[schemars(example = &"https", extend("enum" = EGRESS))]
    pub egress: Option<Spanned<String>>,
    /// What there is once it runs, besides what platgen knows.
    #[schemars(example = json!(["crd:example.com/Widget"]), inner(regex(pattern = patterns::PRODUCT)), extend("uniqueItems" = true, "maxItems" = 200))]
    pub provides: Option<Spanned<Vec<Spanned<String>>>>,
    /// What has to be there before it runs, besides what platgen knows.
    #[schemars(example = json!(["certificates"]), inner(regex(pattern = patterns::PRODUCT)), extend("uniqueItems" = true, "maxItems" = 200))]
    pub needs: Option<Spanned<Vec<Spanned<String>>>>,
    /// Add-ons that run before it.
    #[schemars(example = json!(["certManager"]), inner(regex(pattern = patterns::ADDON)), extend("uniqueItems" = true, "maxItems" = 200))]
    pub after: Option<Spanned<Vec<Spanned<String>>>>,
    /// Where the OpenTelemetry collector sends each signal; only for `otelCollector`.
    #[schemars(example = json!({"traces": "tempo"}))]
    pub signals: Option<Spanned<SignalsSection>>,
    /// Values of the chart, passed on as they are; never a secret.
    #[schemars(example = json!({"replicaCount": 2}))]
    pub values: Option<Spanned<Free>>,
}

/// Levels of Pod Security.
pub const LEVELS: &[&str] = &["privileged", "baseline", "restricted"];
/// Who may reach pods.
pub const INGRESS: &[&str] = &["none", "cluster", "any"];
/// What pods may reach.
pub const EGRESS: &[&str] = &["https", "any"];

/// The add-on that takes each signal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignalsSection {
    /// The add-on that takes metrics, or `none`; none by default.
    #[schemars(example = &"kubePrometheusStack", regex(pattern = patterns::ADDON))]
    pub metrics: Option<Spanned<String>>,
    /// The add-on that takes traces, or `none`; none by default.
    #[schemars(example = &"tempo", regex(pattern = patterns::ADDON))]
    pub traces: Option<Spanned<String>>,
    /// The add-on that takes logs, or `none`; none by default.
    #[schemars(example = &"loki", regex(pattern = patterns::ADDON))]
    pub logs: Option<Spanned<String>>,
}

/// A value of which only the chart knows the meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Free {
    /// Nothing: Helm takes a default out.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Spanned<Free>>),
    /// Values by key, in order.
    Map(Vec<(String, Spanned<Free>)>),
}

impl JsonSchema for Free {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Values".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "object"})
    }
}

impl<'de> Deserialize<'de> for Free {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FreeVisitor)
    }
}

struct FreeVisitor;

impl<'de> Visitor<'de> for FreeVisitor {
    type Value = Free;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Free, E> {
        Ok(Free::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Free, E> {
        Ok(Free::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Free, E> {
        Ok(Free::Integer(number))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Free, E> {
        Ok(Free::Float(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Free, E> {
        Ok(Free::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Free, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Free::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Free, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Free::Map(map))
    }
}
