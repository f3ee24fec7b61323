//! Ids of Azure resources that exist already: read once, in one spelling, and refused where they are not of the kind that is wanted.

use std::fmt;
use std::sync::Arc;

/// A kind of resource that an input may name by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// In words, with its article.
    pub what: &'static str,
    /// Namespace of its provider.
    pub provider: &'static str,
    /// Its types, from the outermost; each is followed by a name.
    pub types: &'static [&'static str],
}

/// A virtual network.
pub const VIRTUAL_NETWORK: Kind = Kind {
    what: "a virtual network",
    provider: "Microsoft.Network",
    types: &["virtualNetworks"],
};

/// A subnet.
pub const SUBNET: Kind = Kind {
    what: "a subnet",
    provider: "Microsoft.Network",
    types: &["virtualNetworks", "subnets"],
};

/// A private DNS zone.
pub const PRIVATE_DNS_ZONE: Kind = Kind {
    what: "a private DNS zone",
    provider: "Microsoft.Network",
    types: &["privateDnsZones"],
};

impl Kind {
    /// What an id of this kind looks like.
    pub fn form(self) -> String {
        let types = self.types.iter().map(|kind| format!("/{kind}/NAME"));
        format!(
            "/subscriptions/UUID/resourceGroups/GROUP/providers/{}{}",
            self.provider,
            types.collect::<String>()
        )
    }
}

/// An id, in Azure's own spelling of everything but names.
#[derive(Debug, Clone)]
pub struct ResourceId {
    text: Arc<str>,
    names: Vec<String>,
}

/// Azure distinguishes ids without regard to case.
impl PartialEq for ResourceId {
    fn eq(&self, other: &Self) -> bool {
        self.text.eq_ignore_ascii_case(&other.text)
    }
}

impl Eq for ResourceId {}

impl fmt::Display for ResourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text is a UUID.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Whether a text can be the name of a group or resource here: no separator, nothing that a template or Markdown gives a meaning.
fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '(' | ')');
    (1..=90).contains(&text.len()) && text.chars().all(fits) && !text.ends_with('.')
}

type Parts<'t> = std::str::Split<'t, char>;

/// Takes a part that has one spelling.
fn fixed(parts: &mut Parts<'_>, wanted: &str) -> Result<(), String> {
    match parts.next() {
        Some(part) if part.eq_ignore_ascii_case(wanted) => Ok(()),
        Some(part) => Err(format!("`{part}` stands where `{wanted}` belongs")),
        None => Err(format!("`{wanted}` and what follows are missing")),
    }
}

/// Takes a name.
fn named(parts: &mut Parts<'_>, of: &str) -> Result<String, String> {
    match parts.next() {
        Some(part) if is_name(part) => Ok(part.to_owned()),
        Some(part) => Err(format!("`{part}` is no name of {of}")),
        None => Err(format!("the name of {of} is missing")),
    }
}

impl ResourceId {
    /// The id that a text is.
    ///
    /// # Errors
    /// What keeps it from being one of this kind, as the end of a sentence about it.
    pub fn parse(kind: Kind, text: &str) -> Result<Self, String> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err("it does not start with `/`".to_owned());
        };
        let mut parts = rest.split('/');
        fixed(&mut parts, "subscriptions")?;
        let subscription = parts.next().unwrap_or_default().to_ascii_lowercase();
        if !is_uuid(&subscription) {
            return Err(format!("`{subscription}` is no subscription: a UUID"));
        }
        fixed(&mut parts, "resourceGroups")?;
        let group = named(&mut parts, "a resource group")?;
        fixed(&mut parts, "providers")?;
        fixed(&mut parts, kind.provider)?;
        let mut id = format!(
            "/subscriptions/{subscription}/resourceGroups/{group}/providers/{}",
            kind.provider
        );
        let mut names = Vec::new();
        for part in kind.types {
            fixed(&mut parts, part)?;
            let name = named(&mut parts, part)?;
            id = format!("{id}/{part}/{name}");
            names.push(name);
        }
        match parts.next() {
            Some(more) => Err(format!("`/{more}` is too much")),
            None => Ok(Self {
                text: Arc::from(id),
                names,
            }),
        }
    }

    /// The id of something inside, by the type and name that follow.
    #[must_use]
    pub fn child(&self, kind: &str, name: &str) -> Self {
        let mut names = self.names.clone();
        names.push(name.to_owned());
        Self {
            text: Arc::from(format!("{}/{kind}/{name}", self.text)),
            names,
        }
    }

    /// Whether this is inside another resource.
    pub fn is_inside(&self, outer: &Self) -> bool {
        let (inner, outer) = (
            self.text.to_ascii_lowercase(),
            outer.text.to_ascii_lowercase(),
        );
        inner
            .strip_prefix(&outer)
            .is_some_and(|rest| rest.starts_with('/'))
    }

    /// Its own name: the last part.
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NETWORK: &str = "/subscriptions/11111111-1111-4111-8111-11111111111A/resourcegroups/rg-hub/providers/microsoft.network/virtualnetworks/vnet-Hub";

    #[test]
    fn an_id_has_one_spelling() {
        let id = ResourceId::parse(VIRTUAL_NETWORK, NETWORK).unwrap();
        assert_eq!(
            id.as_str(),
            "/subscriptions/11111111-1111-4111-8111-11111111111a/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-Hub"
        );
        let subnet = ResourceId::parse(SUBNET, &format!("{NETWORK}/subnets/aks")).unwrap();
        assert_eq!(subnet, id.child("subnets", "aks"));
        assert!(subnet.is_inside(&id) && !id.is_inside(&subnet));
        assert_eq!((id.name(), subnet.name()), ("vnet-Hub", "aks"));
    }

    #[test]
    fn what_is_none_is_refused_with_the_part_that_is_wrong() {
        let refused = |text: &str| ResourceId::parse(VIRTUAL_NETWORK, text).unwrap_err();
        assert_eq!(refused("vnet-hub"), "it does not start with `/`");
        assert_eq!(
            refused("/subscriptions/hub/resourceGroups/rg"),
            "`hub` is no subscription: a UUID"
        );
        assert_eq!(
            refused(&NETWORK.replace("virtualnetworks", "privateDnsZones")),
            "`privateDnsZones` stands where `virtualNetworks` belongs"
        );
        assert_eq!(
            refused(&NETWORK.replace("/vnet-Hub", "")),
            "the name of virtualNetworks is missing"
        );
        assert_eq!(
            refused(&NETWORK.replace("vnet-Hub", "${x}")),
            "`${x}` is no name of virtualNetworks"
        );
        assert_eq!(
            refused(&format!("{NETWORK}/subnets/aks")),
            "`/subnets` is too much"
        );
        assert_eq!(refused(""), "it does not start with `/`");
    }
}
