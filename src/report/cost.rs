//! What a team would pay if it used everything that it is granted, as far as the catalog has prices.

use super::view::{Cost, Price};
use super::words;
use crate::domain::consumers::model::{Grant, Period, Team, TokenQuota};
use crate::domain::models::model::Model;

/// Minutes of the 30 days that count as a month here.
const MINUTES: u128 = 30 * 24 * 60;

/// The cost of 30 days at full use; none for a suspended team, and none where no model has a price.
pub(super) fn monthly(team: &Team) -> Option<Cost> {
    if !team.enabled.value {
        return None;
    }
    let priced: Vec<(u128, Price)> = team
        .grants
        .iter()
        .filter_map(|grant| Some((tokens_of(grant), price(grant)?)))
        .collect();
    if priced.is_empty() {
        return None;
    }
    let limits = &team.limits;
    let most = tokens(
        limits.tokens_per_minute.map(|limit| limit.value),
        limits.quota.map(|limit| limit.value),
    );
    Some(Cost {
        all_prompt: dearest(&priced, most, |price| price.input_per_million),
        all_answer: dearest(&priced, most, |price| price.output_per_million),
        complete: priced.len() == team.grants.len(),
    })
}

fn tokens_of(grant: &Grant) -> u128 {
    let per_minute = Some(grant.tokens_per_minute.value);
    tokens(per_minute, grant.quota.map(|quota| quota.value)).unwrap_or_default()
}

/// The tokens of a month that a rate and a quota leave; none if there is neither.
fn tokens(per_minute: Option<u64>, quota: Option<TokenQuota>) -> Option<u128> {
    let by_rate = per_minute.map(|tokens| u128::from(tokens) * MINUTES);
    let by_quota = quota.map(|quota| {
        let tokens = u128::from(quota.tokens);
        match quota.period {
            Period::Hourly => tokens * 720,
            Period::Daily => tokens * 30,
            Period::Weekly => (tokens * 30).div_ceil(7),
            Period::Monthly => tokens,
            Period::Yearly => tokens.div_ceil(12),
        }
    });
    by_rate.into_iter().chain(by_quota).min()
}

fn price(grant: &Grant) -> Option<Price> {
    match &grant.model {
        Model::Kaito(_) => None,
        Model::Foundry(model) => model.price.as_ref().map(|price| Price {
            input_per_million: price.input_per_million.value,
            output_per_million: price.output_per_million.value,
        }),
    }
}

/// The most that can be spent: where the team has a limit over all models, its tokens go to the dearest ones first.
fn dearest(priced: &[(u128, Price)], most: Option<u128>, of: fn(&Price) -> f64) -> f64 {
    let mut by_price: Vec<(u128, f64)> = priced
        .iter()
        .map(|(tokens, price)| (*tokens, of(price)))
        .collect();
    by_price.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut left = most.unwrap_or(u128::MAX);
    let mut sum = 0.0;
    for (tokens, per_million) in by_price {
        let used = tokens.min(left);
        left -= used;
        sum += words::as_f64(used) / 1e6 * per_million;
    }
    words::rounded(sum)
}
