//! What texts in the inputs may look like: patterns and closed lists, used in the schemas of several types.
//!
//! The patterns keep to what ECMA 262 and Rust's `regex` read alike, since editors use the one and the compiler the other.

/// One line of text for people: no control characters, no line separators, nothing that XML cannot hold.
pub const LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+$";
/// Text for people that may have several lines.
pub const PROSE: &str =
    r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+$";
/// The first part of the base of every Azure name.
pub const BASE: &str = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
/// The last part of the base of every Azure name.
pub const SUFFIX: &str = r"^[a-z0-9]+(-[a-z0-9]+)*$";
/// Names of teams, environments and access groups.
pub const DASHED: &str = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";
/// What clients send as `model`, and names of deployments.
pub const MODEL: &str = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$";
/// An Azure region as Resource Manager spells it.
pub const LOCATION: &str = r"^[a-z][a-z0-9]{2,31}$";
/// A mail address; what Azure accepts, no more.
pub const EMAIL: &str = r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$";
/// An IPv4 range.
pub const CIDR: &str = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$";
/// An IPv4 address in its one canonical form.
pub const IPV4: &str = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$";
/// A UUID.
pub const UUID: &str =
    r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
/// A DNS zone: two or more lower-case labels.
pub const ZONE: &str =
    r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$";
/// A subnet's name.
pub const SUBNET: &str = r"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?$";
/// A tag's name: nothing of `<>%&\?/`, no control characters.
pub const TAG: &str = r"^[^<>%&\\?/\u0000-\u001f\u007f-\u009f]{1,128}$";
/// A tag's value.
pub const TAG_VALUE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]{0,256}$";
/// A release: `0.12.0`.
pub const VERSION: &str = r"^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$";
/// A minor version of Kubernetes: `1.34`; AKS then keeps to its newest patch.
pub const KUBERNETES: &str = r"^1\.[1-9][0-9]$";
/// A VM size.
pub const VM_SIZE: &str = r"^Standard_[A-Za-z0-9_-]{1,60}$";
/// A preset: a short name, or `org/name` of Hugging Face.
pub const PRESET: &str = r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$";
/// A Kubernetes object name (DNS subdomain).
pub const KUBERNETES_NAME: &str =
    r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$";
/// A vLLM argument without its two dashes.
pub const ARGUMENT: &str = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
/// A time of day on the hour or half hour.
pub const TIME: &str = r"^([01][0-9]|2[0-3]):[0-5][0-9]$";
/// A difference to UTC.
pub const UTC_OFFSET: &str = r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$";
/// A Foundry account's name, which is also its subdomain: one DNS label.
pub const ACCOUNT: &str = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$";
/// A model's name and version in its publisher's catalog.
pub const PUBLISHED: &str = r"^[A-Za-z0-9]([A-Za-z0-9._ -]*[A-Za-z0-9])?$";

/// SKUs of deployments that answer requests as they come; batch SKUs do not.
pub const DEPLOYMENT_SKUS: &[&str] = &[
    "GlobalStandard",
    "DataZoneStandard",
    "Standard",
    "GlobalProvisionedManaged",
    "DataZoneProvisionedManaged",
    "ProvisionedManaged",
];
/// Periods that `llm-token-limit` knows.
pub const PERIODS: &[&str] = &["Hourly", "Daily", "Weekly", "Monthly", "Yearly"];
/// Days of the week.
pub const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
/// What a model can be called for.
pub const CAPABILITIES: &[&str] = &["chat", "completions", "embeddings", "responses"];
/// When Azure moves a deployment to another version.
pub const UPGRADES: &[&str] = &[
    "NoAutoUpgrade",
    "OnceCurrentVersionExpired",
    "OnceNewDefaultVersionAvailable",
];
/// Tiers of API Management that can reach a virtual network.
pub const APIM_SKUS: &[&str] = &["StandardV2", "PremiumV2"];
