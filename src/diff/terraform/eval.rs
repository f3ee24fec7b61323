//! Evaluates expressions of roots and modules. What cannot be known is known by what it is made of: two versions of it are
//! equal where their parts are.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "values of HCL: what is not named is not known before applying"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use hcl::Expression;
use hcl::expr::{BinaryOperator, ForExpr, ObjectKey, Operation, TraversalOperator, UnaryOperator};
use hcl::template::{Element, Template};

use super::config::{Config, Source};
use super::functions;
use super::value::{Kind, Val};
use crate::core::document::hcl as ours;

/// The most expressions within each other; cycles end here, too.
const DEEPEST: usize = 120;

/// Names that an expression sees besides those of its module: `each`, `count`, what `for` and `dynamic` go through.
pub(super) type Scope = BTreeMap<String, Val>;

/// A root with the modules that it calls.
pub(super) struct World<'w> {
    /// Modules by the name of their call; the root has an empty one.
    pub(super) modules: BTreeMap<String, Arc<Config>>,
    /// Contents of files, by path relative to the environment's folder: a hash.
    pub(super) files: &'w dyn Fn(&str) -> Option<String>,
    pub(super) known: RefCell<BTreeMap<String, Val>>,
    depth: RefCell<usize>,
}

impl<'w> World<'w> {
    pub(super) fn new(
        modules: BTreeMap<String, Arc<Config>>,
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
                let mut value = Self::variable(module, reference.root.as_str(), scope);
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
                functions::call(self, name.as_str(), &all.collect::<Option<Vec<_>>>()?)
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
            Expression::Variable(name) => Self::variable(module, name.as_str(), scope),
            Expression::Traversal(traversal) => {
                let start = match &traversal.expr {
                    Expression::Variable(name) => Self::variable(module, name.as_str(), scope),
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
        Some(functions::call(self, name, &arguments))
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
