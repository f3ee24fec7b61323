//! What is only called otherwise: a team or model that is gone and another one that is new and says the same.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Topic, entries};
use super::words;
use crate::core::fields::Node;

/// Pairs of gone and new that are compared, at most: two lists of 60.
const MOST_PAIRS: usize = 3_600;

/// How much has to be the same, in hundredths of what both say.
const ENOUGH: usize = 60;

/// Nodes by name.
type Named<'n> = BTreeMap<Cow<'n, str>, &'n Node>;

/// New names by old ones.
#[derive(Debug, Default)]
pub(super) struct Renames {
    teams: BTreeMap<String, String>,
    models: BTreeMap<String, String>,
}

/// What is called otherwise in the later version of an environment.
pub(super) fn of(before: Option<&Node>, after: Option<&Node>) -> Renames {
    let (Some(before), Some(after)) = (before, after) else {
        return Renames::default();
    };
    let (before, after) = (entries(before), entries(after));
    let found = |list: &str, same: &BTreeMap<String, String>| {
        let (Some(old), Some(new)) = (before.get(list), after.get(list)) else {
            return BTreeMap::new();
        };
        pairs(&entries(old), &entries(new), same)
    };
    let models = found("models", &BTreeMap::new());
    Renames {
        teams: found("teams", &models),
        models,
    }
}

/// The best pairs of gone and new. `same` are other names that count as one.
fn pairs(
    old: &BTreeMap<Cow<'_, str>, &Node>,
    new: &BTreeMap<Cow<'_, str>, &Node>,
    same: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let gone: Vec<_> = old
        .iter()
        .filter(|(name, _)| !new.contains_key(*name))
        .collect();
    let come: Vec<_> = new
        .iter()
        .filter(|(name, _)| !old.contains_key(*name))
        .collect();
    if gone.len().saturating_mul(come.len()) > MOST_PAIRS {
        return BTreeMap::new();
    }
    let none = BTreeMap::new();
    let come: Vec<_> = come
        .into_iter()
        .map(|(name, node)| (name, said(node, name, &none)))
        .collect();
    let mut rated = Vec::new();
    for (from, node) in gone {
        let before = said(node, from, same);
        for (to, after) in &come {
            let shared = before.intersection(after).count();
            let all = before.union(after).count().max(1);
            let rate = shared * 100 / all;
            if rate >= ENOUGH {
                rated.push((rate, from.to_string(), to.to_string()));
            }
        }
    }
    rated.sort_by(|a, b| b.cmp(a));
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, from, to) in rated {
        if !found.contains_key(&from) && taken.insert(to.clone()) {
            found.insert(from, to);
        }
    }
    found
}

/// Everything that something says, its own name left out.
fn said(node: &Node, name: &str, same: &BTreeMap<String, String>) -> BTreeSet<(String, String)> {
    let mut all = BTreeSet::new();
    collect(node, String::new(), name, same, &mut all);
    all
}

fn collect(
    node: &Node,
    path: String,
    name: &str,
    same: &BTreeMap<String, String>,
    all: &mut BTreeSet<(String, String)>,
) {
    if words::is_leaf(node) {
        let text = words::value(node);
        if text != name && !path.ends_with("/slug") && !path.ends_with("/displayName") {
            all.insert((path, text));
        }
        return;
    }
    for (key, below) in entries(node) {
        let key = if key == name { "=" } else { key.as_ref() };
        let key = same.get(key).map_or(key, String::as_str);
        collect(below, format!("{path}/{key}"), name, same, all);
    }
}

impl Renames {
    fn at(&self, path: &[String]) -> Option<&BTreeMap<String, String>> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["teams"] => Some(&self.teams),
            ["models"] | ["teams", _, "models"] => Some(&self.models),
            // A single deployment is called like its model.
            ["models", model, "deployments"] if self.is_new(&self.models, model) => {
                Some(&self.models)
            }
            _ => None,
        }
    }

    #[expect(clippy::unused_self, reason = "it reads as a question to the whole")]
    fn is_new(&self, list: &BTreeMap<String, String>, name: &str) -> bool {
        list.values().any(|to| to == name)
    }

    /// What stands below a path, by its new names; and which have another one.
    pub(super) fn applied<'n>(
        &self,
        path: &[String],
        old: Named<'n>,
    ) -> (Named<'n>, Vec<(String, String)>) {
        let Some(list) = self.at(path).filter(|list| !list.is_empty()) else {
            return (old, Vec::new());
        };
        let mut renamed = Vec::new();
        let named = old
            .into_iter()
            .map(|(name, node)| match list.get(name.as_ref()) {
                Some(to) => {
                    renamed.push((name.into_owned(), to.clone()));
                    (Cow::Owned(to.clone()), node)
                }
                None => (name, node),
            });
        (named.collect(), renamed)
    }

    /// Whether a change of a property follows from its owner's other name alone.
    pub(super) fn explains(&self, topic: Topic, owner: Option<&str>, property: &[String]) -> bool {
        let list = match topic {
            Topic::Team => &self.teams,
            Topic::Model => &self.models,
            Topic::Environment | Topic::Platform | Topic::Grant => return false,
        };
        let own = matches!(property, [name] if name == "name" || name == "slug");
        let deployment =
            matches!(property, [list, _, name] if list == "deployments" && name == "name");
        (own || deployment) && owner.is_some_and(|owner| self.is_new(list, owner))
    }
}
