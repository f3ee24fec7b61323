//! What reaches a model besides what always does.

use crate::core::origin::{Origin, Sourced};

/// What requests to a model may hold.
#[derive(Debug, Clone)]
pub struct Allow {
    /// Types of tools, sorted.
    pub tools: Sourced<Vec<String>>,
    /// Whether the model may search data sources with the account's identity.
    pub data_sources: Sourced<bool>,
    /// Whether answers may be stored in the shared account.
    pub store: Sourced<bool>,
    /// Whether a stream may leave out what it used.
    pub unreported_streams: Sourced<bool>,
    /// Members that do not pass by default, sorted.
    pub members: Sourced<Vec<String>>,
}

impl Allow {
    /// What is allowed where nothing is written.
    pub fn usual(unreported_streams: bool) -> Self {
        let tools = ["custom", "function"].map(str::to_owned).to_vec();
        Self {
            tools: Sourced::default_of("allow.tools", tools),
            data_sources: Sourced::default_of("allow.dataSources", false),
            store: Sourced::default_of("allow.store", false),
            unreported_streams: Sourced::default_of("allow.unreportedStreams", unreported_streams),
            members: Sourced::default_of("allow.members", Vec::new()),
        }
    }

    /// The same with other origins.
    #[must_use]
    pub fn at(mut self, change: impl Fn(Origin) -> Origin) -> Self {
        for origin in [
            &mut self.tools.origin,
            &mut self.data_sources.origin,
            &mut self.store.origin,
            &mut self.unreported_streams.origin,
            &mut self.members.origin,
        ] {
            *origin = change(*origin);
        }
        self
    }

    /// Every input that it is made of.
    pub fn origins(&self) -> [Origin; 5] {
        [
            self.tools.origin,
            self.data_sources.origin,
            self.store.origin,
            self.unreported_streams.origin,
            self.members.origin,
        ]
    }
}
