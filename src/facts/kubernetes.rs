//! Minor versions of Kubernetes on AKS, and how long each is supported.

use serde::Deserialize;

use super::Day;

/// One minor version.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Minor {
    /// `1.35`
    pub minor: String,
    /// The last day of standard support, where one is set.
    #[serde(default)]
    pub standard: Option<Day>,
    /// The last day with the long-term support plan, where one is set.
    #[serde(default)]
    pub long_term: Option<Day>,
    /// Whether AKS offers it as a preview only.
    #[serde(default)]
    pub preview: bool,
    /// The KAITO that the add-on installs on it, where that is documented.
    #[serde(default)]
    pub addon: Option<String>,
}

impl Minor {
    /// The last day on which it is supported with a plan; none where no day is set.
    pub fn ends(&self, long_term: bool) -> Option<Day> {
        if long_term {
            self.long_term.max(self.standard)
        } else {
            self.standard
        }
    }
}

/// `1.35` or `1.35.2` as numbers that sort: major and minor.
pub fn number(text: &str) -> Option<(u16, u16)> {
    super::release(text)
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &super::kubernetes_file().about
}
