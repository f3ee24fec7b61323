//! What names in expressions mean: variables, locals, outputs of modules, and resource instances with their attributes.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "values of HCL: what is not named is not known before applying"
)]

use super::config::{Block, Source};
use super::eval::{Scope, World};
use super::functions;
use super::value::{Kind, Val};

impl World<'_> {
    /// What a name means at the start of an expression.
    pub(super) fn variable(module: &str, name: &str, scope: &Scope) -> Val {
        if let Some(value) = scope.get(name) {
            return value.clone();
        }
        match name {
            "path" => {
                let here = [("root", "."), ("module", "module"), ("cwd", ".")];
                let here = here.map(|(key, path)| (key.to_owned(), Val::text(path)));
                Val::new(Kind::Map(here.into()))
            }
            _ => Val::new(Kind::Module(format!("{module}/{name}"))),
        }
    }

    /// An attribute, an entry or an item.
    pub(super) fn get(&self, value: Val, name: &str) -> Option<Val> {
        let origin = value.origin;
        match value.kind {
            Kind::Map(mut entries) => Some(entries.remove(name)?.from(origin)),
            Kind::List(items) => items.into_iter().nth(name.parse().ok()?),
            Kind::Unknown(what, from) => Some(Val {
                kind: Kind::Unknown(format!("{what}.{name}"), from),
                origin,
            }),
            Kind::Instance(address) => Some(self.of_instance(&address, name)),
            Kind::Module(start) => self.member(&start, name),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => None,
        }
    }

    /// What stands under a name of a module: `var.x`, `local.x`, `module.x.y`, `azurerm_subnet.this`.
    fn member(&self, start: &str, name: &str) -> Option<Val> {
        let (module, kind) = start.split_once('/')?;
        let config = self.modules.get(module)?;
        match kind {
            "var" => self.remembered(&format!("{start}.{name}"), || self.argument(module, name)),
            "local" => self.remembered(&format!("{start}.{name}"), || {
                self.eval(module, config.locals.get(name)?, &Scope::new())
            }),
            "module" => Some(Val::new(Kind::Module(format!("{name}/output")))),
            "output" => self.remembered(&format!("{start}.{name}"), || {
                let value = config.outputs.get(name)?.attribute("value")?;
                self.eval(module, value, &Scope::new())
            }),
            "data" | "ephemeral" | "terraform" | "self" => Some(Val::new(Kind::Unknown(
                format!("{module}/{kind}.{name}"),
                Vec::new(),
            ))),
            kind => {
                let resource = format!("{kind}.{name}");
                match config.resources.get(&resource) {
                    Some(block) => Some(self.instances(module, &resource, block)),
                    None => Some(Val::new(Kind::Unknown(
                        format!("{module}/{resource}"),
                        Vec::new(),
                    ))),
                }
            }
        }
    }

    fn remembered(&self, key: &str, make: impl FnOnce() -> Option<Val>) -> Option<Val> {
        if let Some(known) = self.known.borrow().get(key) {
            return Some(known.clone());
        }
        // Until it is known, whoever asks again asks in a circle.
        let circle = Val::new(Kind::Unknown(key.to_owned(), Vec::new()));
        self.known.borrow_mut().insert(key.to_owned(), circle);
        let value = make();
        match &value {
            Some(known) => drop(
                self.known
                    .borrow_mut()
                    .insert(key.to_owned(), known.clone()),
            ),
            None => drop(self.known.borrow_mut().remove(key)),
        }
        value
    }

    /// A module's argument as its call gives it, with what its type adds; a root's is not known.
    fn argument(&self, module: &str, name: &str) -> Option<Val> {
        let variable = self.modules.get(module)?.variables.get(name);
        let call = self.modules.get("")?.modules.get(module);
        let given = call.and_then(|call| call.attribute(name));
        let value = match (given, call) {
            (Some(given), _) => self
                .eval("", given, &Scope::new())?
                .from(call.and_then(|call| call.origin)),
            (None, None) => Val::new(Kind::Unknown(format!("var.{name}"), Vec::new())),
            (None, Some(_)) => self.eval(module, variable?.attribute("default")?, &Scope::new())?,
        };
        Some(
            match variable.and_then(|variable| variable.attribute("type")) {
                Some(Source::Fixed(kind)) => functions::converted(self, module, value, kind),
                Some(Source::Ours(_)) | None => value,
            },
        )
    }

    /// The keys of a resource's instances with what `each` and `count` are there; the key is empty where there is one only.
    pub(super) fn keys(&self, module: &str, block: &Block) -> Vec<(String, Scope)> {
        let none = Scope::new();
        let scope = |name: &str, entries: Vec<(&str, Val)>| {
            let entries = entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value));
            Scope::from([(name.to_owned(), Val::new(Kind::Map(entries.collect())))])
        };
        if let Some(each) = block.attribute("for_each") {
            let each = self.eval(module, each, &none).unwrap_or_else(Val::null);
            let Some(parts) = each.parts() else {
                let key = Val::unknown("each", &[each]);
                return vec![(
                    "[*]".to_owned(),
                    scope("each", vec![("key", key.clone()), ("value", key)]),
                )];
            };
            let is_set = matches!(each.kind, Kind::List(_));
            let one = |(key, value): (Val, Val)| {
                let key = if is_set { value.clone() } else { key };
                let shown = format!("[{:?}]", key.as_text().unwrap_or_else(|| "*".to_owned()));
                (shown, scope("each", vec![("key", key), ("value", value)]))
            };
            return parts.into_iter().map(one).collect();
        }
        if let Some(count) = block.attribute("count") {
            let count = self.eval(module, count, &none).unwrap_or_else(Val::null);
            let index = |number: u32| {
                scope(
                    "count",
                    vec![("index", Val::new(Kind::Number(number.into())))],
                )
            };
            return match count.kind {
                Kind::Number(number) => (0..10_000_u32)
                    .take_while(|one| f64::from(*one) < number)
                    .map(|one| (format!("[{one}]"), index(one)))
                    .collect(),
                _ => vec![("[0]".to_owned(), index(0))],
            };
        }
        vec![(String::new(), none)]
    }

    /// A resource as an expression sees it: one instance, or several by key or number.
    fn instances(&self, module: &str, resource: &str, block: &Block) -> Val {
        let address = |key: &str| Val::new(Kind::Instance(format!("{module}/{resource}{key}")));
        let keys = self.keys(module, block);
        if block.attribute("for_each").is_some() {
            let bare = |key: &str| {
                key.trim_start_matches("[\"")
                    .trim_end_matches("\"]")
                    .to_owned()
            };
            let all = keys.iter().map(|(key, _)| (bare(key), address(key)));
            return Val::new(Kind::Map(all.collect()));
        }
        if block.attribute("count").is_some() {
            return Val::new(Kind::List(
                keys.iter().map(|(key, _)| address(key)).collect(),
            ));
        }
        address("")
    }

    /// An attribute of an instance: what its block says, or else what is known once it is applied.
    fn of_instance(&self, address: &str, name: &str) -> Val {
        let computed = || {
            Val::new(Kind::Unknown(
                format!("{address}.{name}"),
                vec![address.to_owned()],
            ))
        };
        let found = || {
            let (module, rest) = address.split_once('/')?;
            let key = rest.find('[').unwrap_or(rest.len());
            let (resource, key) = rest.split_at_checked(key)?;
            let block = self.modules.get(module)?.resources.get(resource)?;
            let source = block.attribute(name)?;
            let keys = self.keys(module, block);
            let (_, scope) = keys.iter().find(|(one, _)| one == key)?;
            self.eval(module, source, scope)
        };
        self.remembered(&format!("{address}.{name}"), found)
            .unwrap_or_else(computed)
    }
}
