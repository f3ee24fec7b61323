//! Terraform's functions as far as our modules use them, and the conversion of a variable's value to its type.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "values of HCL: what is not named is not known before applying"
)]

use std::collections::BTreeMap;

use hcl::Expression;
use hcl::expr::ObjectKey;

use super::config::Source;
use super::eval::{Scope, World};
use super::value::{Kind, Val};

/// What a function gives; a function that is not known here is known by its arguments.
pub(super) fn call(world: &World<'_>, name: &str, arguments: &[Val]) -> Val {
    let first = arguments.first().cloned().unwrap_or_else(Val::null);
    let known = match name {
        "merge" => merge(arguments),
        "concat" | "flatten" => lists(arguments),
        "length" => first.parts().map(|parts| number(parts.len())),
        "keys" => first
            .parts()
            .map(|parts| list(parts.into_iter().map(|(key, _)| key))),
        "values" => first
            .parts()
            .map(|parts| list(parts.into_iter().map(|(_, value)| value))),
        "toset" | "tolist" | "tomap" | "sensitive" | "nonsensitive" => Some(first),
        "sort" | "distinct" => match first.kind {
            Kind::List(mut items) => {
                items.sort_by_key(Val::spelled);
                items.dedup_by_key(|item| item.spelled());
                Some(list(items))
            }
            _ => None,
        },
        "tostring" => first
            .as_text()
            .map(|text| Val::text(text).from(first.origin)),
        "lower" => first
            .as_text()
            .map(|text| Val::text(text.to_lowercase()).from(first.origin)),
        "coalesce" => arguments
            .iter()
            .find(|one| !matches!(one.kind, Kind::Null))
            .cloned(),
        "one" => match first.kind {
            Kind::List(items) => Some(items.into_iter().next().unwrap_or_else(Val::null)),
            _ => None,
        },
        "anytrue" | "alltrue" => truths(&first).map(|all| {
            let wanted = name == "anytrue";
            Val::new(Kind::Bool(all.contains(&wanted) == wanted))
        }),
        "contains" => arguments.get(1).and_then(|wanted| {
            let mut parts = first.parts()?.into_iter();
            Some(Val::new(Kind::Bool(
                parts.any(|(_, one)| one.spelled() == wanted.spelled()),
            )))
        }),
        "startswith" | "endswith" => {
            match (first.as_text(), arguments.get(1).and_then(Val::as_text)) {
                (Some(text), Some(part)) => {
                    let yes = if name == "startswith" {
                        text.starts_with(&part)
                    } else {
                        text.ends_with(&part)
                    };
                    Some(Val::new(Kind::Bool(yes)))
                }
                _ => None,
            }
        }
        "file" => first.as_text().and_then(|path| {
            let content = (world.files)(&normal(&path))?;
            Some(Val::text(content).from(first.any_origin()))
        }),
        _ => None,
    };
    known.unwrap_or_else(|| Val::unknown(name, arguments))
}

/// `./../../policies/x.xml` of a root in `terraform/<root>`, as a path below the environment.
fn normal(path: &str) -> String {
    path.trim_start_matches("./")
        .trim_start_matches("../")
        .trim_start_matches("../")
        .to_owned()
}

fn number(count: usize) -> Val {
    Val::new(Kind::Number(
        u32::try_from(count).map_or(f64::MAX, f64::from),
    ))
}

fn list(items: impl IntoIterator<Item = Val>) -> Val {
    Val::new(Kind::List(items.into_iter().collect()))
}

fn merge(arguments: &[Val]) -> Option<Val> {
    let mut all = BTreeMap::new();
    for argument in arguments {
        match &argument.kind {
            Kind::Map(entries) => all.extend(entries.clone()),
            Kind::Null => {}
            _ => return None,
        }
    }
    Some(Val::new(Kind::Map(all)))
}

fn lists(arguments: &[Val]) -> Option<Val> {
    let mut all = Vec::new();
    for argument in arguments {
        let Kind::List(items) = &argument.kind else {
            return None;
        };
        all.extend(items.iter().cloned());
    }
    Some(list(all))
}

fn truths(value: &Val) -> Option<Vec<bool>> {
    let one = |(_, value): (Val, Val)| match value.kind {
        Kind::Bool(yes) => Some(yes),
        _ => None,
    };
    value.parts()?.into_iter().map(one).collect()
}

/// A value as its variable's type has it: optional attributes that are missing get their defaults.
pub(super) fn converted(world: &World<'_>, module: &str, value: Val, kind: &Expression) -> Val {
    let Expression::FuncCall(call) = kind else {
        return value;
    };
    let origin = value.origin;
    match (call.name.name.as_str(), value.kind, call.args.first()) {
        ("object", Kind::Map(mut entries), Some(Expression::Object(attributes))) => {
            for (key, kind) in attributes {
                let ObjectKey::Identifier(key) = key else {
                    continue;
                };
                let (kind, default) = optional(kind);
                let given = entries
                    .remove(key.as_str())
                    .filter(|given| !matches!(given.kind, Kind::Null));
                let default = || {
                    default.and_then(|default| {
                        world.eval(module, &Source::Fixed(default.clone()), &Scope::new())
                    })
                };
                let value = given.or_else(default).unwrap_or_else(Val::null);
                entries.insert(
                    key.as_str().to_owned(),
                    converted(world, module, value, kind),
                );
            }
            Val {
                kind: Kind::Map(entries),
                origin,
            }
        }
        ("map", Kind::Map(entries), Some(kind)) => {
            let entry = |(key, value)| (key, converted(world, module, value, kind));
            Val {
                kind: Kind::Map(entries.into_iter().map(entry).collect()),
                origin,
            }
        }
        ("list" | "set", Kind::List(items), Some(kind)) => {
            let items = items
                .into_iter()
                .map(|item| converted(world, module, item, kind));
            Val {
                kind: Kind::List(items.collect()),
                origin,
            }
        }
        (_, kind, _) => Val { kind, origin },
    }
}

/// The type of an attribute, and its default if it is optional.
fn optional(kind: &Expression) -> (&Expression, Option<&Expression>) {
    match kind {
        Expression::FuncCall(call) if call.name.name.as_str() == "optional" => {
            (call.args.first().unwrap_or(kind), call.args.get(1))
        }
        _ => (kind, None),
    }
}
