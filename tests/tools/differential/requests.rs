//! Random requests to a platform, one after the other in time, as the gateway's scenario writes them.

#![cfg(test)]

use platgen::domain::consumers::model::Team;
use platgen::domain::platform::model::Platform;
use platgen::gateway::Operation;
use serde_json::{Map, Value, json};

use self::sending::{encoded, with_name};
use super::bodies::{self, Names};
use super::platforms::Subject;
use super::random::Random;
use super::replies;
use crate::gateway::entra;

mod sending;

pub(crate) use sending::ORIGINS;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// When requests to the first platform begin: in the evening of 2026-03-09. Each platform has seventy days of its own.
pub(crate) const START: u64 = 1_773_100_000_000;
/// How far the beginnings of two platforms in one service are apart: what the one has tripped is forgotten for the next.
pub(crate) const APART: u64 = 70 * DAY;

/// Parts of a second in which requests come, one after the other.
const SLOTS: u64 = 47;

/// Requests to one platform, each with the time at which it comes: milliseconds since 1970.
pub(crate) struct Sequence<'a> {
    subject: &'a Subject,
    random: &'a mut Random,
    now: u64,
    slot: u64,
    episode: Episode,
}

/// What goes on for a while.
#[derive(Debug, Clone)]
enum Episode {
    /// Anything; most of it about one team and model, if there are any.
    Noise(Option<Granted>),
    /// One team spends the tokens of one model.
    Spending(Granted),
    /// One model's upstreams fail.
    Failing(Granted),
}

/// A team and a model that it is granted.
#[derive(Debug, Clone)]
struct Granted {
    team: String,
    model: String,
    entra: bool,
}

impl<'a> Sequence<'a> {
    /// Requests from a time on.
    pub(crate) fn new(subject: &'a Subject, random: &'a mut Random, start: u64) -> Self {
        Self {
            subject,
            random,
            now: start,
            slot: 0,
            episode: Episode::Noise(None),
        }
    }

    /// So many requests.
    pub(crate) fn take(mut self, count: usize) -> Vec<Value> {
        let mut left = 0;
        let one = |_| {
            if left == 0 {
                left = self.random.between(8, 18);
                self.episode = self.next_episode();
            }
            left -= 1;
            self.request()
        };
        (0..count).map(one).collect()
    }

    fn next_episode(&mut self) -> Episode {
        let kind = self.random.below(100);
        match self.granted(kind >= 50) {
            Some(granted) if kind >= 75 => Episode::Failing(granted),
            Some(granted) if kind >= 50 => Episode::Spending(granted),
            noise => Episode::Noise(noise),
        }
    }

    fn platform(&self) -> &'a Platform {
        &self.subject.platform
    }

    /// A team and a model that it is granted.
    fn granted(&mut self, active: bool) -> Option<Granted> {
        let teams = self.platform().teams.iter();
        let teams: Vec<&Team> = teams
            .filter(|team| !team.grants.is_empty() && (team.enabled.value || !active))
            .collect();
        if teams.is_empty() {
            return None;
        }
        let team = *self.random.pick(&teams);
        let grant = self.random.pick(&team.grants);
        Some(Granted {
            team: team.name.value.to_string(),
            model: grant.model.name().to_string(),
            entra: team.entra.is_some(),
        })
    }

    fn request(&mut self) -> Value {
        let episode = self.episode.clone();
        match &episode {
            Episode::Spending(granted) if self.random.percent(92) => {
                self.advance(&[(8, 0), (4, 1_000), (4, 9_000), (2, 30_000), (1, 61_000)]);
                let upstream = replies::spending(self.random);
                self.well_behaved(granted, &upstream)
            }
            Episode::Failing(granted) if self.random.percent(92) => {
                self.advance(&[(12, 0), (4, 1_000), (3, 6_000), (1, 25_000)]);
                let upstream = replies::failing(self.random);
                self.well_behaved(granted, &upstream)
            }
            Episode::Noise(often) => self.noise(often.as_ref()),
            Episode::Spending(often) | Episode::Failing(often) => self.noise(Some(often)),
        }
    }

    /// A request that nothing is wrong with.
    fn well_behaved(&mut self, granted: &Granted, upstream: &Value) -> Value {
        let Granted { team, model, entra } = granted;
        let any = if self.random.percent(85) {
            Operation::ChatCompletions
        } else {
            Operation::AzureChatCompletions
        };
        let operation = self.fitting(any, model, 100);
        let body = bodies::plain(self.random, operation, model);
        let mut headers = Map::new();
        headers.insert("Content-Type".to_owned(), json!("application/json"));
        headers.insert("api-key".to_owned(), json!(team));
        if *entra {
            let token = entra::bearer(entra::NAMED_CLIENT);
            headers.insert("Authorization".to_owned(), json!(token));
        }
        let path = with_name(&operation.whole_path(), &encoded(model));
        let path = format!("{}{path}", self.prefix());
        json!({
            "clock": {"set": instant(self.now)}, "method": operation.method(), "path": path, "headers": headers,
            "body": body.to_string(), "upstream": upstream,
        })
    }

    fn prefix(&self) -> String {
        if self.subject.tag.is_empty() {
            return String::new();
        }
        format!("/{}", self.subject.tag)
    }

    fn noise(&mut self, often: Option<&Granted>) -> Value {
        let (hour, day) = (self.until(HOUR), self.until(DAY));
        self.advance(&[
            (40, 0),
            (20, 1_000),
            (10, 7_000),
            (10, 20_000),
            (8, 61_000),
            (4, HOUR),
            (3, DAY),
            (1, 8 * DAY),
            (4, hour),
            (3, day),
        ]);
        let any = *self.random.weighted(&[
            (38, Operation::ChatCompletions),
            (7, Operation::Completions),
            (7, Operation::Embeddings),
            (18, Operation::Responses),
            (10, Operation::AzureChatCompletions),
            (3, Operation::AzureCompletions),
            (3, Operation::AzureEmbeddings),
            (4, Operation::ModelsList),
            (5, Operation::ModelGet),
            (4, Operation::DeploymentsList),
            (5, Operation::DeploymentGet),
        ]);
        let (team, model) = match often.filter(|_| self.random.percent(70)) {
            Some(granted) => (granted.team.clone(), granted.model.clone()),
            None => (self.team(), self.model()),
        };
        let operation = self.fitting(any, &model, 85);
        let other = self.model();
        let names = Names {
            asked: &model,
            other: &other,
        };
        let carries = operation.capability().is_some() || self.random.percent(8);
        let body = carries.then(|| bodies::body(self.random, operation, names));
        let (text, content_type) = body.map_or((None, ""), |body| (body.text, body.content_type));
        let mut headers = Map::new();
        if !content_type.is_empty() {
            headers.insert("Content-Type".to_owned(), json!(content_type));
        }
        let query = self.credentials(&team, &mut headers);
        self.more_headers(&mut headers);
        let path = self.path(operation, &model, &query);
        let mut request = json!({
            "clock": {"set": instant(self.now)}, "method": self.method(operation), "path": path, "headers": headers,
        });
        if let Some(text) = text {
            request["body"] = json!(text);
        }
        if let Some(upstream) = replies::any(self.random) {
            request["upstream"] = upstream;
        }
        if self.random.percent(3) {
            self.preflight(&mut request);
        }
        request
    }

    /// An operation, or mostly one that the model can be called with.
    fn fitting(&mut self, any: Operation, model: &str, share: usize) -> Operation {
        let platform = self.platform();
        let foundry = platform.foundry_models.iter();
        let foundry = foundry.map(|one| (one.name.value.as_str(), &one.capabilities.value));
        let kaito = platform.kaito_models.iter();
        let kaito = kaito.map(|one| (one.name.value.as_str(), &one.capabilities.value));
        let found = foundry.chain(kaito).find(|(name, _)| *name == model);
        match (found, any.capability()) {
            (Some((_, can)), Some(wanted))
                if !can.contains(&wanted) && self.random.percent(share) =>
            {
                let wanted = *self.random.pick(can);
                let all: Vec<_> = Operation::of_capabilities(&[wanted]).collect();
                *self.random.pick(&all)
            }
            _ => any,
        }
    }

    /// The gateway's clock runs on while it works: nothing happens in the very moment in which a window ends, nor whole seconds
    /// after one of the dozens of requests before.
    fn advance(&mut self, steps: &[(usize, u64)]) {
        self.now += *self.random.weighted(steps) + 1;
        self.slot = (self.slot + 7) % SLOTS;
        let fraction = 1_000 / SLOTS * self.slot + 12;
        self.now += (fraction + 1_000 - self.now % 1_000) % 1_000;
    }

    /// From now until shortly before or after the next full hour or day.
    fn until(&mut self, period: u64) -> u64 {
        let left = period - self.now % period;
        if self.random.percent(50) {
            left.saturating_sub(3_000)
        } else {
            left + 500
        }
    }

    fn team(&mut self) -> String {
        let teams = &self.platform().teams;
        if teams.is_empty() {
            return "nobody".to_owned();
        }
        self.random.pick(teams).name.value.to_string()
    }

    /// Any name that a client could send.
    fn model(&mut self) -> String {
        let platform = self.platform();
        let foundry = platform.foundry_models.iter().map(|model| &model.name);
        let kaito = platform.kaito_models.iter().map(|model| &model.name);
        let names: Vec<String> = foundry
            .chain(kaito)
            .map(|name| name.value.to_string())
            .collect();
        let aliases = platform.foundry_models.iter();
        let aliases: Vec<String> = aliases
            .flat_map(|model| &model.aliases)
            .map(|alias| alias.value.to_string())
            .collect();
        let members: Vec<String> = platform
            .foundry_models
            .iter()
            .flat_map(|model| &model.deployments)
            .map(|one| one.name.value.to_string())
            .collect();
        let which = *self
            .random
            .weighted(&[(60, &names), (25, &aliases), (6, &members)]);
        if which.is_empty() || self.random.percent(5) {
            return (*self
                .random
                .pick(&["gpt-4.1", "", "x", "Gpt-4.1", "a b", "gpt;x|y", "%2e", "$0"]))
            .to_owned();
        }
        self.random.pick(which).clone()
    }
}

/// The key of a subscription that somebody made by hand for a disabled team.
pub(crate) fn again(team: &str) -> String {
    format!("{team}-again")
}

/// A time as scenarios write it.
pub(crate) fn instant(milliseconds: u64) -> String {
    let (days, rest) = (milliseconds / DAY, milliseconds % DAY);
    // From days to a date, by eras of 400 years that begin in March (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute) = (rest / HOUR, rest / MINUTE % 60);
    let (second, thousandth) = (rest / 1_000 % 60, rest % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{thousandth:03}Z")
}
