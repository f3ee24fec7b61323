//! Evaluates expressions of roots and modules. What cannot be known is known by what it is made of: two versions of it are
//! equal where their parts are.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use hcl::Expression;
use hcl::expr::{BinaryOperator, ForExpr, ObjectKey, Operation, TraversalOperator, UnaryOperator};
use hcl::template::{Element, Template};

use super::config::{Block, Config, Source};
use super::functions;
use super::value::{Kind, Val};
use crate::core::document::hcl as ours;

/// The most expressions within each other; cycles end here, too.
const DEEPEST: usize = 120;

/// Names that an expression sees besides those of its module: `each`, `count`, what `for` and `dynamic` go through.
pub(super) type Scope = BTreeMap<String, Val>;

/// A root with the modules that it calls.
pub(super) struct World<'w> {
    /// Modules by the name of their call; the root is called ``.
    pub(super) modules: BTreeMap<String, Rc<Config>>,
    /// Contents of files, by path relative to the environment's folder: a hash.
    pub(super) files: &'w dyn Fn(&str) -> Option<String>,
    known: RefCell<BTreeMap<String, Val>>,
    depth: RefCell<usize>,
}

impl<'w> World<'w> {
    pub(super) fn new(
        modules: BTreeMap<String, Rc<Config>>,
        files: &'w dyn Fn(&str) -> Option<String>,
    ) -> Self {
        Self {
            modules,
            files,
            known: RefCell::default(),
            depth: RefCell::default(),
        }
    }

    /// The value of an expression of a module; none where Terraform would fail, such as by an attribute that is not there.
    pub(super) fn eval(&self, module: &str, source: &Source, scope: &Scope) -> Option<Val> {
        match source {
            Source::Ours(expr) => self.ours(module, expr, scope),
            Source::Fixed(expr) => self.fixed(module, expr, scope),
        }
    }

    fn ours(&self, module: &str, expr: &ours::Expr, scope: &Scope) -> Option<Val> {
        Some(match expr {
            ours::Expr::Null => Val::null(),
            ours::Expr::Bool(yes) => Val::new(Kind::Bool(*yes)),
            ours::Expr::Integer(number) => Val::new(Kind::Number(as_f64(*number))),
            ours::Expr::Float(number) => Val::new(Kind::Number(*number)),
            ours::Expr::Text(text) => Val::text(text.clone()),
            ours::Expr::Template(parts) => {
                let part = |part: &ours::Part| match part {
                    ours::Part::Text(text) => Some(Val::text(text.clone())),
                    ours::Part::Expr(expr) => self.ours(module, expr, scope),
                };
                joined(&parts.iter().map(part).collect::<Option<Vec<_>>>()?)
            }
            ours::Expr::List(items) => {
                let items = items.iter().map(|item| self.ours(module, item, scope));
                Val::new(Kind::List(items.collect::<Option<_>>()?))
            }
            ours::Expr::Object(entries) => {
                let entry = |(key, value): &(ours::Key, ours::Expr)| {
                    Some((key.0.clone(), self.ours(module, value, scope)?))
                };
                Val::new(Kind::Map(entries.iter().map(entry).collect::<Option<_>>()?))
            }
            ours::Expr::Reference(reference) => {
                let mut value = self.variable(module, reference.root.as_str(), scope);
                for step in &reference.steps {
                    value = match step {
                        ours::Step::Name(name) => self.get(value, name.as_str())?,
                        ours::Step::Key(key) => self.get(value, key)?,
                        ours::Step::Index(index) => self.get(value, &index.to_string())?,
                    };
                }
                value
            }
            ours::Expr::Call(name, arguments) => {
                let all = arguments.iter().map(|one| self.ours(module, one, scope));
                functions::call(self, name.as_str(), all.collect::<Option<_>>()?)?
            }
            ours::Expr::Fixed(text) => self.fixed(module, &text.parse().ok()?, scope)?,
            ours::Expr::At(origin, inner) => self.ours(module, inner, scope)?.from(Some(*origin)),
            ours::Expr::Commented(_, inner) => self.ours(module, inner, scope)?,
        })
    }

    fn fixed(&self, module: &str, expr: &Expression, scope: &Scope) -> Option<Val> {
        if *self.depth.borrow() > DEEPEST {
            return Some(Val::unknown("too deep", &[]));
        }
        *self.depth.borrow_mut() += 1;
        let value = self.one(module, expr, scope);
        *self.depth.borrow_mut() -= 1;
        value
    }

    fn one(&self, module: &str, expr: &Expression, scope: &Scope) -> Option<Val> {
        Some(match expr {
            Expression::Bool(yes) => Val::new(Kind::Bool(*yes)),
            Expression::Number(number) => Val::new(Kind::Number(number.as_f64()?)),
            Expression::String(text) => Val::text(text.clone()),
            Expression::Array(items) => {
                let items = items.iter().map(|item| self.fixed(module, item, scope));
                Val::new(Kind::List(items.collect::<Option<_>>()?))
            }
            Expression::Object(entries) => {
                let entry = |(key, value): (&ObjectKey, &Expression)| {
                    let key = match key {
                        ObjectKey::Identifier(name) => name.as_str().to_owned(),
                        ObjectKey::Expression(key) => self.fixed(module, key, scope)?.as_text()?,
                        _ => return None,
                    };
                    Some((key, self.fixed(module, value, scope)?))
                };
                Val::new(Kind::Map(entries.iter().map(entry).collect::<Option<_>>()?))
            }
            Expression::TemplateExpr(template) => {
                let template = Template::from_expr(template).ok()?;
                let part = |element: &Element| match element {
                    Element::Literal(text) => Some(Val::text(text.clone())),
                    Element::Interpolation(inner) => self.fixed(module, &inner.expr, scope),
                    Element::Directive(_) => Some(Val::unknown("directive", &[])),
                };
                joined(
                    &template
                        .elements()
                        .iter()
                        .map(part)
                        .collect::<Option<Vec<_>>>()?,
                )
            }
            Expression::Variable(name) => self.variable(module, name.as_str(), scope),
            Expression::Traversal(traversal) => {
                let start = match &traversal.expr {
                    Expression::Variable(name) => self.variable(module, name.as_str(), scope),
                    other => self.fixed(module, other, scope)?,
                };
                self.steps(module, start, &traversal.operators, scope)?
            }
            Expression::FuncCall(call) => self.call(module, call, scope)?,
            Expression::Parenthesis(inner) => self.fixed(module, inner, scope)?,
            Expression::Conditional(choice) => {
                let condition = self.fixed(module, &choice.cond_expr, scope)?;
                match condition.kind {
                    Kind::Bool(true) => self.fixed(module, &choice.true_expr, scope)?,
                    Kind::Bool(false) => self.fixed(module, &choice.false_expr, scope)?,
                    _ => {
                        let sides = [&choice.true_expr, &choice.false_expr];
                        let sides = sides.map(|side| self.fixed(module, side, scope));
                        let mut parts = vec![condition];
                        parts.extend(sides.into_iter().flatten());
                        Val::unknown("if", &parts)
                    }
                }
            }
            Expression::Operation(operation) => self.operation(module, operation, scope)?,
            Expression::ForExpr(each) => self.each(module, each, scope)?,
            _ => Val::null(),
        })
    }

    fn call(&self, module: &str, call: &hcl::expr::FuncCall, scope: &Scope) -> Option<Val> {
        let name = call.name.name.as_str();
        let tried = || call.args.iter().map(|one| self.fixed(module, one, scope));
        match name {
            "try" => return tried().flatten().next(),
            "can" => return Some(Val::new(Kind::Bool(tried().all(|one| one.is_some())))),
            _ => {}
        }
        let mut arguments: Vec<Val> = tried().collect::<Option<_>>()?;
        if call.expand_final {
            let last = arguments.pop()?;
            match last.kind {
                Kind::List(items) => arguments.extend(items),
                _ => arguments.push(last),
            }
        }
        functions::call(self, name, arguments)
    }

    fn operation(&self, module: &str, operation: &Operation, scope: &Scope) -> Option<Val> {
        let bool = |yes| Some(Val::new(Kind::Bool(yes)));
        let binary = match operation {
            Operation::Unary(unary) => {
                let value = self.fixed(module, &unary.expr, scope)?;
                return match (unary.operator, &value.kind) {
                    (UnaryOperator::Not, Kind::Bool(yes)) => bool(!yes),
                    (UnaryOperator::Neg, Kind::Number(number)) => {
                        Some(Val::new(Kind::Number(-number)))
                    }
                    _ => Some(Val::unknown("not", &[value])),
                };
            }
            Operation::Binary(binary) => binary,
        };
        let left = self.fixed(module, &binary.lhs_expr, scope)?;
        match (binary.operator, &left.kind) {
            (BinaryOperator::Or, Kind::Bool(true)) => return bool(true),
            (BinaryOperator::And, Kind::Bool(false)) => return bool(false),
            _ => {}
        }
        let right = self.fixed(module, &binary.rhs_expr, scope)?;
        let unknown =
            matches!(left.kind, Kind::Unknown(..)) || matches!(right.kind, Kind::Unknown(..));
        let null = matches!(left.kind, Kind::Null) || matches!(right.kind, Kind::Null);
        match (binary.operator, &left.kind, &right.kind) {
            // What is not known yet may be anything, but a resource's attribute is never null.
            (BinaryOperator::Eq, ..) if !unknown || null => bool(left.spelled() == right.spelled()),
            (BinaryOperator::NotEq, ..) if !unknown || null => {
                bool(left.spelled() != right.spelled())
            }
            (BinaryOperator::And | BinaryOperator::Or, Kind::Bool(_), Kind::Bool(yes)) => {
                bool(*yes)
            }
            (BinaryOperator::Less, Kind::Number(a), Kind::Number(b)) => bool(a < b),
            (BinaryOperator::LessEq, Kind::Number(a), Kind::Number(b)) => bool(a <= b),
            (BinaryOperator::Greater, Kind::Number(a), Kind::Number(b)) => bool(a > b),
            (BinaryOperator::GreaterEq, Kind::Number(a), Kind::Number(b)) => bool(a >= b),
            (BinaryOperator::Plus, Kind::Number(a), Kind::Number(b)) => {
                Some(Val::new(Kind::Number(a + b)))
            }
            (BinaryOperator::Minus, Kind::Number(a), Kind::Number(b)) => {
                Some(Val::new(Kind::Number(a - b)))
            }
            (BinaryOperator::Mul, Kind::Number(a), Kind::Number(b)) => {
                Some(Val::new(Kind::Number(a * b)))
            }
            (operator, ..) => Some(Val::unknown(&format!("{operator:?}"), &[left, right])),
        }
    }

    fn each(&self, module: &str, each: &ForExpr, scope: &Scope) -> Option<Val> {
        let collection = self.fixed(module, &each.collection_expr, scope)?;
        let Some(parts) = collection.parts() else {
            return Some(Val::unknown("for", &[collection]));
        };
        let (mut map, mut list) = (BTreeMap::new(), Vec::new());
        for (key, value) in parts {
            let mut scope = scope.clone();
            if let Some(name) = &each.key_var {
                scope.insert(name.as_str().to_owned(), key);
            }
            scope.insert(each.value_var.as_str().to_owned(), value);
            if let Some(condition) = &each.cond_expr
                && matches!(
                    self.fixed(module, condition, &scope)?.kind,
                    Kind::Bool(false)
                )
            {
                continue;
            }
            let value = self.fixed(module, &each.value_expr, &scope)?;
            match &each.key_expr {
                Some(key) => drop(map.insert(self.fixed(module, key, &scope)?.as_text()?, value)),
                None => list.push(value),
            }
        }
        Some(Val::new(if each.key_expr.is_some() {
            Kind::Map(map)
        } else {
            Kind::List(list)
        }))
    }

    fn steps(
        &self,
        module: &str,
        start: Val,
        steps: &[TraversalOperator],
        scope: &Scope,
    ) -> Option<Val> {
        let mut value = start;
        for (index, step) in steps.iter().enumerate() {
            value = match step {
                TraversalOperator::GetAttr(name) => self.get(value, name.as_str())?,
                TraversalOperator::LegacyIndex(number) => self.get(value, &number.to_string())?,
                TraversalOperator::Index(key) => {
                    let key = self.fixed(module, key, scope)?;
                    match key.as_text() {
                        Some(key) => self.get(value, &key)?,
                        None => Val::unknown("index", &[value, key]),
                    }
                }
                TraversalOperator::AttrSplat | TraversalOperator::FullSplat => {
                    let items = match value.kind {
                        Kind::Null => Vec::new(),
                        Kind::List(items) => items,
                        _ => vec![value],
                    };
                    let rest = steps.get(index + 1..).unwrap_or_default();
                    let all = items
                        .into_iter()
                        .map(|item| self.steps(module, item, rest, scope));
                    return Some(Val::new(Kind::List(all.collect::<Option<_>>()?)));
                }
            };
        }
        Some(value)
    }

    /// What a name means at the start of an expression.
    fn variable(&self, module: &str, name: &str, scope: &Scope) -> Val {
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
    fn get(&self, value: Val, name: &str) -> Option<Val> {
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
        let made = make();
        match &made {
            Some(value) => drop(
                self.known
                    .borrow_mut()
                    .insert(key.to_owned(), value.clone()),
            ),
            None => drop(self.known.borrow_mut().remove(key)),
        }
        made
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
                Kind::Number(number) => (0_u32..)
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

fn joined(parts: &[Val]) -> Val {
    let texts: Option<Vec<String>> = parts.iter().map(Val::as_text).collect();
    match texts {
        Some(texts) => Val::text(texts.concat()).from(parts.iter().find_map(Val::any_origin)),
        None => Val::unknown("text", parts),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of inputs are far below 2^53"
)]
fn as_f64(number: i64) -> f64 {
    number as f64
}
