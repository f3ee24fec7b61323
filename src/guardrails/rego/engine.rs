//! Evaluates policies over one environment.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use super::message::{Message, messages};
use super::module::{Head, Module, VERDICTS, Verdict};
use super::{broken, fault};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::fields::{self, Node};
use crate::core::sources::Span;

/// Steps of the evaluator between two looks at the time.
const STEPS: NonZeroU32 = NonZeroU32::new(256).unwrap();

/// The policies over one environment.
pub(super) struct Policies<'m> {
    modules: &'m [Module<'m>],
    document: &'m Node,
    input: Value,
    longest: Duration,
}

/// A rule, by its package and name, with all places where it is written.
struct Verdicts<'m> {
    package: &'m str,
    verdict: Verdict,
    heads: Vec<&'m Head>,
}

impl<'m> Policies<'m> {
    /// Policies that may take so long over what the document holds.
    pub(super) fn new(modules: &'m [Module<'m>], document: &'m Node, longest: Duration) -> Self {
        Self {
            modules,
            document,
            input: value(document),
            longest,
        }
    }

    /// Adds a finding per message.
    pub(super) fn judge(&self, findings: &mut Diagnostics) {
        let mut engine = match self.engine(|_| false) {
            Ok(engine) => engine,
            Err(error) => return findings.push(self.fault(&error, None)),
        };
        for rule in self.verdicts() {
            match evaluated(&mut engine, &rule) {
                Ok(value) => self.tell(&rule, &value, findings),
                Err(error) => {
                    let at = rule.heads.first().map(|head| head.span);
                    findings.push(self.fault(&error, at));
                }
            }
        }
    }

    /// Every `deny` and `warn`, by package.
    fn verdicts(&self) -> Vec<Verdicts<'m>> {
        let mut found: BTreeMap<(&str, Verdict), Vec<&Head>> = BTreeMap::new();
        for module in self.modules {
            for verdict in VERDICTS {
                for head in module.named(verdict.rule()) {
                    found
                        .entry((&module.package, verdict))
                        .or_default()
                        .push(head);
                }
            }
        }
        let rule = |((package, verdict), heads)| Verdicts {
            package,
            verdict,
            heads,
        };
        found.into_iter().map(rule).collect()
    }

    /// An evaluator that knows all policies, less the rules that are left out.
    fn engine(&self, left_out: impl Fn(&Head) -> bool) -> Result<Engine, String> {
        let mut engine = Engine::new();
        engine.set_strict_builtin_errors(true);
        engine.set_gather_prints(true);
        engine.set_execution_timer_config(ExecutionTimerConfig {
            limit: self.longest,
            check_interval: STEPS,
        });
        for module in self.modules {
            engine
                .add_policy(module.path.to_owned(), module.without(&left_out))
                .map_err(|error| format!("{error:#}"))?;
        }
        engine.set_input(self.input.clone());
        Ok(engine)
    }

    fn tell(&self, rule: &Verdicts<'_>, value: &Value, findings: &mut Diagnostics) {
        let found = messages(value);
        if found.is_empty() {
            return;
        }
        let given = self.given_by_each(rule);
        for message in found {
            let by = given
                .iter()
                .find(|(_, value)| messages(value).contains(&message));
            let head = by
                .map(|(head, _)| *head)
                .or_else(|| rule.heads.first().copied());
            if let Some(head) = head {
                findings.push(self.finding(rule.verdict, &message, head.span));
            }
        }
    }

    /// What each place of a rule gives alone; nothing to do where there is one place only.
    fn given_by_each(&self, rule: &Verdicts<'m>) -> Vec<(&'m Head, Value)> {
        if rule.heads.len() < 2 {
            return Vec::new();
        }
        let alone = |head: &&'m Head| {
            let others = |other: &Head| other != *head && rule.heads.contains(&other);
            let mut engine = self.engine(others).ok()?;
            Some((*head, evaluated(&mut engine, rule).ok()?))
        };
        rule.heads.iter().filter_map(alone).collect()
    }

    fn finding(&self, verdict: Verdict, message: &Message, head: Span) -> Diagnostic {
        let code = match verdict {
            Verdict::Deny => Code::PolicyDenied,
            Verdict::Warn => Code::PolicyWarned,
        };
        let (text, at, help) = match message {
            Message::Told { text, at, help } => (text, at, help),
            Message::Unreadable(what) => {
                let text = format!("a message of `{}` is {what}", verdict.rule());
                return broken(head, text)
                    .help("give a text, or an object with `msg` and, if wanted, `at` and `help`");
            }
        };
        let origin = at.as_ref().and_then(|path| self.document.find(path));
        let finding = match origin.filter(|origin| origin.span().is_some()) {
            Some(origin) => Diagnostic::about(code, origin, text).also(head, "by this policy"),
            None => Diagnostic::new(code, head, text),
        };
        let finding = match (at, origin) {
            (Some(path), None) => finding.labelled(format!("it names `{path}`, where nothing is")),
            _ => finding,
        };
        match help {
            Some(help) => finding.help(help),
            None => finding.help("change what the policy refuses, or ask who keeps the guardrails"),
        }
    }

    /// What the evaluator says, at the place that it names, or at the rule.
    fn fault(&self, said: &str, rule: Option<Span>) -> Diagnostic {
        let rule = rule.or_else(|| self.modules.first().map(Module::start));
        if said.contains("execution exceeded time limit")
            && let Some(at) = rule
        {
            return broken(at, "the policy takes too long")
                .help("look at each team or model once, not at each beside each other one");
        }
        let named = self.modules.iter().find_map(|module| {
            let at = fault::place(said, module.path)?;
            Some(fault::span(module.id, module.text, at))
        });
        fault::told(said, named.or(rule).unwrap_or(Span::NOWHERE))
    }
}

fn evaluated(engine: &mut Engine, rule: &Verdicts<'_>) -> Result<Value, String> {
    let path = format!("{}.{}", rule.package, rule.verdict.rule());
    engine.eval_rule(path).map_err(|error| format!("{error:#}"))
}

/// A node as the evaluator takes it.
fn value(node: &Node) -> Value {
    match &node.value {
        fields::Value::Text(text) => Value::from(text.as_str()),
        fields::Value::Number(number) => Value::from(*number),
        fields::Value::Negative(number) => Value::from(*number),
        fields::Value::Float(number) => Value::from(*number),
        fields::Value::Bool(yes) => Value::Bool(*yes),
        fields::Value::List(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        fields::Value::Map(entries) => {
            let named = entries
                .iter()
                .map(|(key, node)| (Value::from(key.as_ref()), value(node)));
            Value::from(named.collect::<BTreeMap<_, _>>())
        }
    }
}
