//! Names that a private DNS zone may not have: those that Azure refuses, and those that hide hosts which the platform needs.
//!
//! A private zone answers for everything below its name in each network that it is linked to, so a zone hides the hosts below it
//! and, where it stands below one of those names, a part of them.

use serde::Deserialize;

use super::dns_zone_file;

/// Why a name is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// Azure refuses a zone of this name.
    Reserved,
    /// Hosts of Azure's services.
    Service,
    /// Names inside a Kubernetes cluster.
    Cluster,
    /// The platform fetches images, weights, charts or packages from there.
    Source,
}

/// A name that is not free.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Taken {
    /// The name, in lower case.
    pub zone: String,
    /// Why it is not free.
    pub why: Why,
    /// What a reader knows it by.
    pub of: String,
}

/// How a zone stands to a name that is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It is that name.
    Same,
    /// It stands below it.
    Below,
    /// It stands above it, and so hides it.
    Above,
}

/// When and where this was read.
pub fn about() -> &'static super::About {
    &dns_zone_file().about
}

/// All names that are not free.
pub fn all() -> &'static [Taken] {
    &dns_zone_file().zones
}

/// Whether `name` stands below `zone`.
fn below(name: &str, zone: &str) -> bool {
    name.strip_suffix(zone)
        .is_some_and(|rest| rest.ends_with('.'))
}

/// The name that a zone must not have, hide or cut into, if there is one.
pub fn taken(zone: &str) -> Option<(&'static Taken, Place)> {
    let zone = zone.to_ascii_lowercase();
    let mut found = all().iter().filter_map(|taken| {
        let place = if taken.zone == zone {
            Place::Same
        } else if below(&zone, &taken.zone) {
            Place::Below
        } else if below(&taken.zone, &zone) {
            Place::Above
        } else {
            return None;
        };
        Some((taken, place))
    });
    found.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_once_in_lower_case() {
        let mut names: Vec<&str> = all().iter().map(|taken| taken.zone.as_str()).collect();
        assert!(names.iter().all(|name| *name == name.to_lowercase()));
        assert!(names.iter().all(|name| name.contains('.')));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().len());
        for reserved in [
            "azclient.ms",
            "azure.com",
            "cloudapp.net",
            "microsoft.com",
            "msidentity.com",
            "trafficmanager.net",
            "windows.net",
        ] {
            assert_eq!(taken(reserved).unwrap().0.why, Why::Reserved, "{reserved}");
        }
    }

    #[test]
    fn a_name_is_taken_by_what_stands_above_and_below() {
        let place = |zone| taken(zone).map(|(taken, place)| (taken.zone.as_str(), place));
        assert_eq!(place("azure-api.net"), Some(("azure-api.net", Place::Same)));
        assert_eq!(place("Azure-API.net"), Some(("azure-api.net", Place::Same)));
        assert_eq!(
            place("ai.azure-api.net"),
            Some(("azure-api.net", Place::Below))
        );
        assert_eq!(
            place("github.io"),
            Some(("kaito-project.github.io", Place::Above))
        );
        assert_eq!(
            place("core.windows.net"),
            Some(("windows.net", Place::Below))
        );
        for free in [
            "kaito.internal",
            "contoso.github.io",
            "notazure.com",
            "azure.com.contoso.com",
            "contoso.com",
        ] {
            assert_eq!(place(free), None, "{free}");
        }
    }
}
