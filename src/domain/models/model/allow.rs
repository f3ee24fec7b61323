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
    /// Headers that do not pass by default, in lower case, sorted.
    pub headers: Sourced<Vec<String>>,
}

impl Allow {
    /// What is allowed of a model on the cluster where nothing is written.
    pub fn kaito() -> Self {
        let keys = [
            "kaitoModels[].allow.tools",
            "kaitoModels[].allow.dataSources",
            "kaitoModels[].allow.store",
            "kaitoModels[].allow.unreportedStreams",
            "kaitoModels[].allow.members",
            "kaitoModels[].allow.headers",
        ];
        Self::usual(keys, false)
    }

    /// What is allowed of a model in Foundry where nothing is written.
    pub fn foundry(unreported_streams: bool) -> Self {
        let keys = [
            "foundryModels[].allow.tools",
            "foundryModels[].allow.dataSources",
            "foundryModels[].allow.store",
            "foundryModels[].allow.unreportedStreams",
            "foundryModels[].allow.members",
            "foundryModels[].allow.headers",
        ];
        Self::usual(keys, unreported_streams)
    }

    fn usual(keys: [&'static str; 6], streams: bool) -> Self {
        let [
            tools,
            data_sources,
            store,
            unreported_streams,
            members,
            headers,
        ] = keys;
        let at_the_client = ["custom", "function"].map(str::to_owned).to_vec();
        Self {
            tools: Sourced::default_of(tools, at_the_client),
            data_sources: Sourced::default_of(data_sources, false),
            store: Sourced::default_of(store, false),
            unreported_streams: Sourced::default_of(unreported_streams, streams),
            members: Sourced::default_of(members, Vec::new()),
            headers: Sourced::default_of(headers, Vec::new()),
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
            &mut self.headers.origin,
        ] {
            *origin = change(*origin);
        }
        self
    }
}
