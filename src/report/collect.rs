//! From platforms to the report.

use super::view::{
    Environment, Gateway, Gpu, Grant, Place, Quota, Report, SCHEMA_VERSION, Source, Summary, Team,
};
use super::{FileSize, aspects, capacity, cost, gateway, gpu};
use crate::core::origin::{Origin, Sourced};
use crate::core::sources::{Sources, Span};
use crate::domain::consumers::model::TokenQuota;
use crate::domain::platform::model::{self, Platform};

/// The report on some environments. `sizes` are those of all files that a service bounds.
pub fn report<'p>(
    sources: &Sources,
    platforms: impl IntoIterator<Item = &'p Platform>,
    sizes: &[FileSize],
) -> Report {
    let mut platform = String::new();
    let mut environments: Vec<Environment> = Vec::new();
    for one in platforms {
        platform.clone_from(&one.name.value);
        environments.push(environment(sources, one, sizes));
    }
    environments.sort_by(|a, b| a.name.cmp(&b.name));
    Report {
        schema_version: SCHEMA_VERSION,
        platform,
        differences: aspects::differences(&environments),
        environments,
    }
}

fn environment(sources: &Sources, platform: &Platform, sizes: &[FileSize]) -> Environment {
    let place = |origin: Origin| origin.span().map(|span| at(sources, span));
    let models = capacity::models(platform, &place);
    let grants = grants(sources, platform);
    let gpu = gpu::gpu(platform);
    let gateway = gateway::gateway(platform, sizes);
    Environment {
        name: platform.environment.to_string(),
        base_name: platform.base.to_string(),
        location: platform.location.to_string(),
        summary: summary(platform, &models, &grants, &gpu, &gateway),
        teams: teams(platform, &place),
        models,
        grants,
        gpu,
        gateway,
    }
}

fn at(sources: &Sources, span: Span) -> Place {
    let position = sources.position(span);
    Place {
        path: position.path.into_string(),
        line: position.line,
        column: position.column,
    }
}

fn summary(
    platform: &Platform,
    models: &[super::view::Model],
    grants: &[Grant],
    gpu: &Gpu,
    gateway: &Gateway,
) -> Summary {
    let over = models.iter().filter(|model| model.over_capacity);
    Summary {
        teams: platform.teams.len(),
        suspended_teams: platform
            .teams
            .iter()
            .filter(|team| !team.enabled.value)
            .count(),
        models: models.iter().filter(|model| model.enabled).count(),
        grants: grants.len(),
        over_capacity: over.map(|model| model.name.clone()).collect(),
        gpu_nodes: gpu.pools.iter().map(|pool| pool.nodes).sum(),
        gpu_vcpus: gpu.pools.iter().map(|pool| pool.vcpus).sum(),
        largest_policy: gateway.policies.first().cloned(),
    }
}

fn teams(platform: &Platform, place: &dyn Fn(Origin) -> Option<Place>) -> Vec<Team> {
    let team = |team: &model::Team| Team {
        name: team.name.to_string(),
        display_name: team.display_name.value.clone(),
        owner: team.owner.value.clone(),
        cost_center: team.cost_center.value.clone(),
        enabled: team.enabled.value,
        groups: team.groups.iter().map(|group| group.to_string()).collect(),
        grants: team.grants.len(),
        tokens_per_minute: team.limits.tokens_per_minute.map(|limit| limit.value),
        quota: quota(team.limits.quota),
        monthly_cost: cost::monthly(team),
        at: place(team.name.origin),
    };
    platform.teams.iter().map(team).collect()
}

fn quota(quota: Option<Sourced<TokenQuota>>) -> Option<Quota> {
    quota.map(|quota| Quota {
        tokens: quota.tokens,
        period: quota.period.name(),
    })
}

fn grants(sources: &Sources, platform: &Platform) -> Vec<Grant> {
    let of_team = |team: &model::Team| -> Vec<Grant> {
        let grant = |grant: &model::Grant| {
            let (written, through) = match grant.source {
                Origin::Granted { at, by } => (Some(at), Some(by)),
                Origin::Written(at)
                | Origin::Overlaid { at, .. }
                | Origin::Derived(at)
                | Origin::Entry(at) => (Some(at), None),
                Origin::Default(_) | Origin::Fact(_) => (None, None),
            };
            Grant {
                team: team.name.to_string(),
                model: grant.model.name().to_string(),
                active: team.enabled.value,
                tokens_per_minute: grant.tokens_per_minute.value,
                quota: quota(grant.quota),
                max_output_tokens: grant.max_output_tokens.map(|limit| limit.value),
                calls_per_minute: grant.calls_per_minute.map(|limit| limit.value),
                concurrency: grant.concurrency.map(|limit| limit.value),
                estimate_prompts: grant.estimate_prompts.value,
                source: if grant.group.is_some() {
                    Source::Group
                } else {
                    Source::Own
                },
                group: grant.group.as_ref().map(ToString::to_string),
                at: written.map(|span| at(sources, span)),
                through: through.map(|span| at(sources, span)),
            }
        };
        team.grants.iter().map(grant).collect()
    };
    platform.teams.iter().flat_map(of_team).collect()
}
