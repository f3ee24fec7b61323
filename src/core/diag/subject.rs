//! What a finding is about, as fields. Exceptions, filters and programs select by these, never by the words of a message.

use std::collections::BTreeSet;

/// The things that a finding is about. Several teams where they collide, several environments where it is found in each.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Environments, by name.
    pub environments: BTreeSet<String>,
    /// Teams, by name.
    pub teams: BTreeSet<String>,
    /// Models, by the name that clients send.
    pub models: BTreeSet<String>,
    /// What else, where it is one thing with a name.
    pub resource: Option<Box<Resource>>,
}

/// A named thing of the inputs that is neither an environment, a team nor a model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// What it is, as programs know it: `subnet`, `accessGroup`, `tag`.
    pub kind: &'static str,
    /// Its name, as it is written.
    pub name: String,
}
