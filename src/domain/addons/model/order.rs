//! The order of add-ons: waves from an empty cluster, each of which needs only what earlier ones make.

use std::collections::{BTreeMap, BTreeSet};

use super::{Addon, Addons};

/// The add-ons in order, or those that wait for each other.
#[derive(Debug)]
pub struct Order<'a> {
    /// Add-ons that can be applied at once, wave by wave, each by name.
    pub waves: Vec<Vec<&'a Addon>>,
    /// What never starts, since each of them waits for another one of them or for one that waits for these; by name.
    pub stuck: Vec<&'a Addon>,
}

impl Order<'_> {
    /// The wave of an add-on, from 0.
    pub fn wave(&self, name: &str) -> Option<usize> {
        let has = |wave: &Vec<&Addon>| wave.iter().any(|addon| addon.name.value == name);
        self.waves.iter().position(has)
    }
}

impl Addons {
    /// The add-ons that have to run before one: those that make what it needs, those that take its signals, and those it names.
    pub fn before<'a>(&'a self, addon: &'a Addon) -> Vec<&'a Addon> {
        let needed = addon
            .needs
            .iter()
            .filter(|need| !self.is_given(&need.value))
            .flat_map(|need| self.makers(&need.value))
            .filter(|maker| maker.name.value != addon.name.value);
        let named = addon.after.iter().chain(addon.signals.values());
        let named = named.filter_map(|name| self.find(&name.value));
        let mut all: BTreeMap<&str, &Addon> = BTreeMap::new();
        for before in needed.chain(named) {
            all.insert(&before.name.value, before);
        }
        all.into_values().collect()
    }

    /// The order in which they can be applied.
    pub fn order(&self) -> Order<'_> {
        let mut waiting: BTreeMap<&str, (&Addon, BTreeSet<&str>)> = BTreeMap::new();
        for addon in &self.charts {
            let before = self.before(addon);
            let before = before.iter().map(|before| before.name.value.as_str());
            waiting.insert(&addon.name.value, (addon, before.collect()));
        }
        let mut waves = Vec::new();
        loop {
            let free = |(_, before): &(&Addon, BTreeSet<&str>)| before.is_empty();
            let ready = waiting.values().filter(|one| free(one));
            let wave: Vec<&Addon> = ready.map(|(addon, _)| *addon).collect();
            if wave.is_empty() {
                break;
            }
            for addon in &wave {
                waiting.remove(addon.name.value.as_str());
            }
            for (_, before) in waiting.values_mut() {
                for addon in &wave {
                    before.remove(addon.name.value.as_str());
                }
            }
            waves.push(wave);
        }
        let stuck = waiting.into_values().map(|(addon, _)| addon).collect();
        Order { waves, stuck }
    }

    /// A circle among what never starts: each waits for the next one, and the last one for the first.
    pub fn circle<'a>(&'a self, stuck: &[&'a Addon]) -> Vec<&'a Addon> {
        let Some(first) = stuck.first() else {
            return Vec::new();
        };
        let mut path: Vec<&Addon> = vec![first];
        while let Some(last) = path.last() {
            let waits = self.before(last).into_iter();
            let next = waits.into_iter().find(|before| {
                let same = |one: &&Addon| one.name.value == before.name.value;
                stuck.iter().any(same)
            });
            let Some(next) = next else {
                return Vec::new();
            };
            let seen = path
                .iter()
                .position(|one| one.name.value == next.name.value);
            if let Some(at) = seen {
                return path.split_off(at);
            }
            path.push(next);
        }
        Vec::new()
    }
}
