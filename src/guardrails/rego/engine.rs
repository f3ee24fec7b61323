//! Evaluates policies over one environment.

use std::cell::OnceCell;
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

/// Policies, read once for all environments.
pub(super) struct Policies<'m> {
    modules: &'m [Module<'m>],
    engine: Result<Engine, String>,
    /// The same, with each place of a rule that stands at several as a rule of its own beside them.
    apart: OnceCell<Option<Engine>>,
}

/// The policies over one environment.
struct Evaluation<'p> {
    policies: &'p Policies<'p>,
    environment: &'p str,
    document: &'p Node,
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
    /// Reads all policies.
    pub(super) fn new(modules: &'m [Module<'m>]) -> Self {
        let texts = modules.iter().map(|module| module.text.to_owned());
        Self {
            modules,
            engine: engine(modules, texts),
            apart: OnceCell::new(),
        }
    }

    /// Adds a finding per message. The policies may take so long over what the document of this environment holds.
    pub(super) fn evaluate(
        &self,
        environment: &str,
        document: &Node,
        longest: Duration,
        findings: &mut Diagnostics,
    ) {
        let evaluation = Evaluation {
            policies: self,
            environment,
            document,
            input: value(document),
            longest,
        };
        let mut engine = match &self.engine {
            Ok(engine) => evaluation.over(engine),
            Err(error) => return findings.push(self.fault(error, None)),
        };
        for rule in self.verdicts() {
            match evaluated(&mut engine, rule.package, rule.verdict.rule()) {
                Ok(value) => evaluation.report(&rule, &value, findings),
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

    /// An evaluator in which each place of a rule can be asked alone.
    fn apart(&self) -> Option<&Engine> {
        let made = || {
            let texts = self.modules.iter().map(Module::with_places_apart);
            engine(self.modules, texts).ok()
        };
        self.apart.get_or_init(made).as_ref()
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
        fault::reported(said, named.or(rule).unwrap_or(Span::SYNTHETIC))
    }
}

impl Evaluation<'_> {
    /// The evaluator with this environment as its input.
    fn over(&self, engine: &Engine) -> Engine {
        let mut engine = engine.clone();
        engine.set_execution_timer_config(ExecutionTimerConfig {
            limit: self.longest,
            check_interval: STEPS,
        });
        engine.set_input(self.input.clone());
        engine
    }

    fn report(&self, rule: &Verdicts<'_>, value: &Value, findings: &mut Diagnostics) {
        let found = messages(value);
        if found.is_empty() {
            return;
        }
        let given = self.given_by(rule);
        for message in found {
            let by = given.get(&message).or_else(|| rule.heads.first());
            if let Some(head) = by {
                let finding = self.finding(rule.verdict, &message, head.span);
                findings.push(finding.environment(self.environment));
            }
        }
    }

    /// The first place of a rule that gives a message alone; nothing to look for where there is one place only.
    fn given_by<'m>(&self, rule: &Verdicts<'m>) -> BTreeMap<Message, &'m Head> {
        let mut given = BTreeMap::new();
        let several = rule.heads.len() > 1;
        let Some(apart) = self.policies.apart().filter(|_| several) else {
            return given;
        };
        let mut engine = self.over(apart);
        for head in rule.heads.iter().copied() {
            let value = evaluated(&mut engine, rule.package, &head.alone());
            for message in value.iter().flat_map(messages) {
                given.entry(message).or_insert(head);
            }
        }
        given
    }

    fn finding(&self, verdict: Verdict, message: &Message, head: Span) -> Diagnostic {
        let code = match verdict {
            Verdict::Deny => Code::PolicyDenied,
            Verdict::Warn => Code::PolicyWarned,
        };
        let (text, at, help) = match message {
            Message::Sentence { text, at, help } => (text, at, help),
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
        let finding = match at {
            Some(path) if origin.is_some() => about(finding, path),
            Some(_) | None => finding,
        };
        match help {
            Some(help) => finding.help(help),
            None => finding.help("change what the policy refuses, or ask who keeps the guardrails"),
        }
    }
}

/// An evaluator that knows the modules by these texts.
fn engine(modules: &[Module<'_>], texts: impl Iterator<Item = String>) -> Result<Engine, String> {
    let mut engine = Engine::new();
    engine.set_strict_builtin_errors(true);
    engine.set_gather_prints(true);
    for (module, text) in modules.iter().zip(texts) {
        engine
            .add_policy(module.path.to_owned(), text)
            .map_err(|error| format!("{error:#}"))?;
    }
    Ok(engine)
}

/// The value of a rule of a package.
fn evaluated(engine: &mut Engine, package: &str, rule: &str) -> Result<Value, String> {
    let value = engine.eval_rule(format!("{package}.{rule}"));
    value.map_err(|error| format!("{error:#}"))
}

/// With the team and the model that a path of the document leads to: `teams/beta/models/gpt-4.1`.
fn about(finding: Diagnostic, path: &str) -> Diagnostic {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        ["teams", team, "models", model, ..] => finding.team(team).model(model),
        ["teams", team, ..] => finding.team(team),
        ["models", model, ..] => finding.model(model),
        _ => finding,
    }
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
