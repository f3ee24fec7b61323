//! What texts in the inputs may look like: patterns and closed lists, used in the schemas of several types.
//!
//! Each pattern stands with its words, which a finding shows in its place.
//!
//! The patterns keep to what ECMA 262 and Rust's `regex` read alike, since editors use the one and the compiler the other.

macro_rules! patterns {
    ($($(#[$about:meta])* $name:ident = $pattern:literal, $words:literal;)*) => {
        $($(#[$about])* pub const $name: &str = $pattern;)*

        /// Every pattern with its words.
        pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
            [$(($name, $words)),*].into_iter()
        }

        /// What a pattern of this table takes, as the end of a sentence that starts with "use".
        pub fn words(pattern: &str) -> Option<&'static str> {
            [$(($name, $words)),*]
                .into_iter()
                .find_map(|(known, words)| (known == pattern).then_some(words))
        }
    };
}

patterns! {
    /// One line of text for people: no control characters, no line separators, nothing that XML cannot hold, and something that
    /// can be seen.
    LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]*[^\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\ufeff\ufffe\uffff][^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]*$",
        "one line of text without control characters, not only of spaces";
    /// A text by which something is decided, so that no two of them only look alike.
    PLAIN = r"^[!-~]([ -~]*[!-~])?$",
        "letters, digits and signs of ASCII, without a space at either end";
    /// Text for people that may have several lines.
    PROSE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]+$",
        "text without control characters";
    /// The first part of the base of every Azure name.
    BASE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "lower-case letters, digits and single dashes, starting with a letter and ending with a letter or digit";
    /// The last part of the base of every Azure name.
    SUFFIX = r"^[a-z0-9]+(-[a-z0-9]+)*$",
        "lower-case letters, digits and single dashes, starting and ending with a letter or digit";
    /// Names of teams, environments and access groups.
    DASHED = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "lower-case letters, digits and dashes, starting and ending with a letter or digit";
    /// What clients send as `model`, and names of deployments.
    MODEL = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$",
        "letters, digits, `.`, `_` and `-`, starting and ending with a letter or digit";
    /// Another name that clients may send as `model`: names like those of models, with `/` or `:` between them.
    ALIAS = r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?([/:][A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)*$",
        "letters, digits, `.`, `_` and `-`, with `/` or `:` between such names, starting and ending with a letter or digit";
    /// An Azure region as Resource Manager spells it.
    LOCATION = r"^[a-z][a-z0-9]{2,31}$",
        "3 to 32 lower-case letters and digits, starting with a letter";
    /// A mail address; what Azure accepts, no more.
    EMAIL = r"^[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        "a mail address";
    /// An IPv4 range.
    CIDR = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])$",
        "an IPv4 range: an address, `/` and a prefix length";
    /// An IPv4 address in its one canonical form.
    IPV4 = r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$",
        "an IPv4 address: four numbers from 0 to 255 without leading zeros";
    /// A UUID.
    UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        "a UUID: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12";
    /// A header's name.
    HEADER = r"^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$",
        "a header's name in lower-case letters, digits, `-` and `_`";
    /// Whom an Entra token is issued for.
    AUDIENCE = r"^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(api|https)://[A-Za-z0-9][A-Za-z0-9._~/-]*)$",
        "an application's id (a UUID) or its application id URI (`api://...` or `https://...`)";
    /// A DNS zone: two or more lower-case labels.
    ZONE = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$",
        "a DNS zone: two or more labels of lower-case letters, digits and dashes, with dots between them";
    /// A subnet's name.
    SUBNET = r"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?$",
        "at most 64 letters, digits, `.`, `_` and `-`, starting with a letter or digit and ending with one or `_`";
    /// A tag's name: nothing of `<>%&\?/`, no control characters.
    TAG = r"^[^<>%&\\?/\u0000-\u001f\u007f-\u009f]{1,128}$",
        "at most 128 characters, none of them `<`, `>`, `%`, `&`, `\\`, `?` or `/`";
    /// A tag's value.
    TAG_VALUE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]{0,256}$",
        "at most 256 characters on one line";
    /// A release: `0.12.0`.
    VERSION = r"^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$",
        "three numbers with dots between them";
    /// A minor version of Kubernetes: `1.36`; AKS then keeps to its newest patch.
    KUBERNETES = r"^1\.[1-9][0-9]$",
        "a minor version of Kubernetes in quotes";
    /// A VM size.
    VM_SIZE = r"^Standard_[A-Za-z0-9_-]{1,60}$",
        "an Azure VM size: `Standard_` and letters, digits, `_` and `-`";
    /// A preset: a short name, or `org/name` of Hugging Face.
    PRESET = r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$",
        "letters, digits, `.`, `_` and `-`, or two such names with `/` between them";
    /// A Kubernetes object name (DNS subdomain).
    KUBERNETES_NAME = r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
        "lower-case letters, digits, dashes and dots, each part starting and ending with a letter or digit";
    /// A vLLM argument without its two dashes.
    ARGUMENT = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "lower-case letters, digits and single dashes, starting with a letter; without the leading `--`";
    /// A time of day on the hour or half hour.
    TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        "hours and minutes as `hh:mm`, from 00:00 to 23:59";
    /// A day of the calendar.
    DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "a day as year, month and day: `2027-01-31`";
    /// A minor version of Kubernetes.
    MINOR = r"^[1-9]\.[0-9]{1,3}$",
        "a minor version of Kubernetes: `1.37`";
    /// What Azure's models can be called for; the gateway serves the first four.
    MODEL_CAPABILITY = r"^(chat|completions|embeddings|responses|audio|images|messages|ocr|realtime|rerank|video)$",
        "one of chat, completions, embeddings, responses, audio, images, messages, ocr, realtime, rerank and video";
    /// A difference to UTC.
    UTC_OFFSET = r"^[+-](0[0-9]|1[0-4]):[0-5][0-9]$",
        "a sign, hours and minutes as `+hh:mm`";
    /// A Foundry account's name, which is also its subdomain: one DNS label.
    ACCOUNT = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$",
        "2 to 63 lower-case letters, digits and dashes, starting and ending with a letter or digit";
    /// A model's name and version in its publisher's catalog.
    PUBLISHED = r"^[A-Za-z0-9]([A-Za-z0-9._ -]*[A-Za-z0-9])?$",
        "letters, digits, spaces, `.`, `_` and `-`, starting and ending with a letter or digit";
    /// A content filter's name.
    FILTER = r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "letters, digits, `.`, `_` and `-`, starting with a letter or digit";
    /// The id of a resource that exists.
    RESOURCE_ID = r"^/[Ss]ubscriptions/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/[Rr]esource[Gg]roups/[A-Za-z0-9_.()-]{1,90}/[Pp]roviders/[A-Za-z.]{1,64}(/[A-Za-z]{1,64}/[A-Za-z0-9_.()-]{1,90})+$",
        "a resource id: `/subscriptions/UUID/resourceGroups/GROUP/providers/NAMESPACE/TYPE/NAME`";
    /// A resource group's name.
    RESOURCE_GROUP = r"^[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]$",
        "at most 90 letters, digits, `_`, `.`, `(`, `)` and `-`, not ending with a dot";
    /// A storage account's name.
    STORAGE_ACCOUNT = r"^[a-z0-9]{3,24}$",
        "3 to 24 lower-case letters and digits";
    /// One DNS label that starts with a letter, as names of Services must.
    LABEL = r"^[a-z]([a-z0-9-]*[a-z0-9])?$",
        "lower-case letters, digits and dashes, starting with a letter and ending with a letter or digit";
    /// A component of an application.
    COMPONENT = r"^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$",
        "at most 20 lower-case letters, digits and dashes, starting with a letter and ending with a letter or digit";
    /// A Key Vault's name.
    VAULT = r"^[a-z](-?[a-z0-9]){2,23}$",
        "3 to 24 lower-case letters, digits and single dashes, starting with a letter and ending with a letter or digit";
    /// A Key Vault secret's name.
    VAULT_SECRET = r"^[A-Za-z0-9-]{1,127}$",
        "at most 127 letters, digits and dashes: the name of a Key Vault secret";
    /// A variable of a process's environment.
    VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]{0,127}$",
        "letters, digits and `_`, not starting with a digit";
    /// The value of a variable: one line, which may be empty.
    TEXT = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]*$",
        "one line of text without control characters";
    /// A repository of a container registry, without the registry.
    REPOSITORY = r"^[a-z0-9]+([._:-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$",
        "lower-case letters and digits with single `.`, `_` or `-` between them, in parts with `/` between them";
    /// The tag of an image.
    IMAGE_TAG = r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$",
        "at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`";
    /// The digest of an image.
    DIGEST = r"^sha256:[0-9a-f]{64}$",
        "`sha256:` and 64 lower-case hexadecimal digits";
    /// A quantity of CPU: thousandths or whole cores.
    CPU = r"^([1-9][0-9]{0,5}m|[1-9][0-9]{0,2})$",
        "thousandths of a core as `250m`, or whole cores";
    /// A quantity of memory.
    MEMORY = r"^[1-9][0-9]{0,5}(Mi|Gi)$",
        "a whole number and `Mi` or `Gi`";
    /// The path of a URL.
    HTTP_PATH = r"^/(\.?[A-Za-z0-9_~-][A-Za-z0-9._~-]*(/\.?[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)?$",
        "a path that starts with `/` and does not end with one, of letters, digits, `.`, `_`, `~` and `-`";
    /// A folder in a container.
    FOLDER = r"^(/\.?[A-Za-z0-9_-][A-Za-z0-9._-]*)+$",
        "a folder that starts with `/` and does not end with one, of letters, digits, `.`, `_` and `-`";
    /// The origin of a web site.
    WEB_ORIGIN = r"^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[1-9][0-9]{0,4})?$",
        "`https://` and the name of a host, without a path and without `*`";
    /// The name of an add-on of the cluster.
    ADDON = r"^[a-z]([A-Za-z0-9]|-[a-z0-9])*$",
        "letters, digits and single dashes, starting with a lower-case letter";
    /// What one add-on makes and another needs.
    PRODUCT = r"^(certificates|crd:[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Z][A-Za-z0-9]*|(secret|identity):[a-z0-9]([a-z0-9-]*[a-z0-9])?/[a-z0-9]([a-z0-9.-]*[a-z0-9])?|(webhook|dns):[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$",
        "`certificates`, or `crd:GROUP/KIND`, `webhook:NAME`, `secret:NAMESPACE/NAME`, `identity:NAMESPACE/ACCOUNT`, `dns:NAME`";
    /// An exact version of a chart: no range, no `latest`.
    EXACT = r"^v?(0|[1-9][0-9]{0,6})\.(0|[1-9][0-9]{0,6})\.(0|[1-9][0-9]{0,6})(-[0-9A-Za-z][0-9A-Za-z.-]*)?$",
        "an exact version: three numbers with dots between them, with or without `v`";
    /// A repository of charts.
    CHARTS = r"^(https|oci)://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$",
        "an address that starts with `https://` or `oci://`, without a user, a query or a slash at the end";
    /// A repository of git.
    HTTPS = r"^https://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)+$",
        "an address that starts with `https://`, without a user, a query or a slash at the end";
    /// A branch of git.
    REVISION = r"^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$",
        "letters, digits, `.`, `_`, `/` and `-`, starting and ending with a letter or digit";
    /// Folders below each other.
    FOLDERS = r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$",
        "names of folders with `/` between them, none starting with a dot";
    /// A blob container's name.
    CONTAINER = r"^[a-z0-9](-?[a-z0-9]){2,62}$",
        "3 to 63 lower-case letters, digits and single dashes, starting and ending with a letter or digit";
}

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
/// Severities that guardrails can give a finding.
pub const RAISED: &[&str] = &["error", "warning"];
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
/// Types of tools that can be allowed. Not among them: what reads files or vector stores of the shared account, and
/// `image_generation`, which calls another deployment than the one that is granted.
pub const TOOLS: &[&str] = &[
    "code_interpreter",
    "custom",
    "function",
    "mcp",
    "web_search",
];
/// Members of requests that can be allowed.
pub const MEMBERS: &[&str] = &["audio", "best_of", "modalities", "n", "service_tier"];
/// When Azure moves a deployment to another version.
pub const UPGRADES: &[&str] = &[
    "NoAutoUpgrade",
    "OnceCurrentVersionExpired",
    "OnceNewDefaultVersionAvailable",
];
/// How long AKS supports a version of Kubernetes (azurerm 5.2: `support_plan`).
pub const SUPPORT_PLANS: &[&str] = &["KubernetesOfficial", "AKSLongTermSupport"];
/// Tiers of a cluster that have an uptime promise and cost analysis; only `Premium` has long-term support.
pub const AKS_TIERS: &[&str] = &["Standard", "Premium"];
/// Ways of a cluster out to the internet, of those that an existing subnet can have.
pub const OUTBOUND: &[&str] = &["natGateway", "userDefinedRouting"];
/// Tiers of API Management that can reach a virtual network.
pub const APIM_SKUS: &[&str] = &["StandardV2", "PremiumV2"];
