//! Fields of teams.

use crate::core::fields::{Node, ToNode, Value, by_name, fields};
use crate::core::origin::Sourced;
use crate::domain::consumers::model::{
    EntraAuth, FoundryProject, Grant, Keys, Team, TeamLimits, TokenQuota,
};

fields! {
    Team named |team| Some(team.name.origin);
    name: "name" as "team.name", [Identity];
    display_name: "displayName" as "team.displayName", [Labels];
    owner: "owner" as "team.owner", [Labels];
    cost_center: "costCenter" as "team.costCenter", [Cost];
    enabled: "enabled", [Access];
    grants: "models" as "models" | "models.foundry[]" | "models.kaito[]", [Access], |grants: &Vec<Grant>| by_name(grants, |grant| grant.model.name().clone());
    limits: "limits", [Limits];
    entra_group_id: "entraGroupId", [Authentication];
    entra: "auth" as "auth.entra", [Authentication];
    keys: "keys", [Keys];
    foundry_project: "foundryProject", [Access, Cost];
    groups: "groups", [Access];
    ! environment: "the place that names this environment; the team is there or it is not";
    ! path: "the file that holds all the others";
}

fields! {
    Grant named |grant| Some(grant.source);
    tokens_per_minute: "tokensPerMinute", [Limits];
    quota: "tokenQuota" as "tokenQuota" | "dailyTokenQuota", [Limits];
    group: "group", [Access];
    allow: "allow", [Access];
    estimate_prompts: "estimatePrompts", [Limits];
    max_output_tokens: "maxOutputTokens", [Limits];
    calls_per_minute: "callsPerMinute", [Limits];
    concurrency: "concurrency", [Limits];
    model: "kind", [Access];
    ! source: "the place of the whole grant";
    ! period: "the place of the quota's period, which stands in the quota";
}

fields! {
    TeamLimits named |_| None;
    tokens_per_minute: "tokensPerMinute", [Limits];
    quota: "tokenQuota" as "tokenQuota" | "dailyTokenQuota", [Limits];
    calls_per_minute: "callsPerMinute", [Limits];
    ! period: "the place of the quota's period, which stands in the quota";
}

fields! {
    EntraAuth named |auth| Some(auth.tenant_id.origin);
    tenant_id: "tenantId", [Authentication];
    audiences: "audiences", [Authentication];
    client_ids: "clientIds", [Authentication];
}

fields! {
    Keys named |_| None;
    count: "count", [Keys];
    key_vault: "keyVault", [Keys];
}

fields! {
    FoundryProject named |_| None;
    enabled: "enabled", [Access, Cost];
    location: "location", [Identity];
}

impl ToNode for Sourced<TokenQuota> {
    fn to_node(&self) -> Option<Node> {
        let TokenQuota { tokens, period } = self.value;
        let at = |value| Node::at(value, Some(self.origin));
        let whole = Node::map([
            ("tokens".into(), at(Value::Number(tokens))),
            ("period".into(), at(Value::Text(period.name().to_owned()))),
        ]);
        Some(whole.named(self.origin))
    }
}
