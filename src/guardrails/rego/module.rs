//! One policy file: its package, and which rules stand where.

use regorus::Engine;
use regorus::unstable::{Rule, RuleHead};

use super::{broken, fault};
use crate::core::diag::{Diagnostic, Diagnostics};
use crate::core::sources::{FileId, SourceFile, Span};

/// A policy file that can be read.
pub(super) struct Module<'s> {
    pub(super) id: FileId,
    pub(super) path: &'s str,
    pub(super) text: &'s str,
    /// `data.guardrails.costs`.
    pub(super) package: String,
    /// By place.
    pub(super) rules: Vec<Head>,
}

/// A rule's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) span: Span,
    /// Whether it takes arguments.
    pub(super) function: bool,
}

/// The rules whose messages are findings.
pub(super) const VERDICTS: [Verdict; 2] = [Verdict::Deny, Verdict::Warn];

/// What a message of a policy means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// An error.
    Deny,
    /// A warning.
    Warn,
}

impl Verdict {
    /// The rule that gives it.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Warn => "warn",
        }
    }
}

impl<'s> Module<'s> {
    /// Reads a file.
    pub(super) fn read(id: FileId, file: &'s SourceFile) -> Result<Self, Box<Diagnostic>> {
        let (path, text) = (file.path().as_str(), file.text());
        let mut engine = Engine::new();
        let package = engine
            .add_policy(path.to_owned(), text.to_owned())
            .map_err(|error| {
                let said = format!("{error:#}");
                Box::new(fault::finding(&said, id, file.path(), text))
            })?;
        let mut rules = Vec::new();
        for module in engine.get_modules() {
            rules.extend(module.policy.iter().filter_map(|rule| head(rule, id, text)));
        }
        rules.sort_by_key(|rule| rule.span.start);
        Ok(Self {
            id,
            path,
            text,
            package,
            rules,
        })
    }

    /// The rules of a name.
    pub(super) fn named<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m Head> {
        self.rules.iter().filter(move |rule| rule.name == name)
    }

    /// The first line, where a file as a whole is shown.
    pub(super) fn start(&self) -> Span {
        let end = self.text.find('\n').unwrap_or(self.text.len());
        Span {
            file: self.id,
            start: 0,
            end: u32::try_from(end).unwrap_or(0),
        }
    }

    /// Its text, and behind it each place of `deny` and `warn` again as a rule of its own name ([`Head::alone`]), so that one
    /// evaluator can say what each gives.
    pub(super) fn with_places_apart(&self) -> String {
        let mut text = self.text.to_owned();
        let nexts = self.rules.iter().skip(1).map(|next| next.span.start);
        let ends = nexts.map(Some).chain(std::iter::once(None));
        for (rule, end) in self.rules.iter().zip(ends) {
            let name = rule.name.as_str();
            let end = end.map_or(self.text.len(), |end| end as usize);
            let written = self.text.get(rule.span.start as usize..end);
            if VERDICTS.iter().any(|verdict| verdict.rule() == name)
                && let Some((before, behind)) = written.and_then(|rule| rule.split_once(name))
            {
                text.extend(["\n", before, &rule.alone(), behind]);
            }
        }
        text
    }
}

impl Head {
    /// The name of the rule that stands at this place only.
    pub(super) fn alone(&self) -> String {
        format!("{}_at_{}", self.name, self.span.start)
    }
}

fn head(rule: &Rule, file: FileId, text: &str) -> Option<Head> {
    let (refr, function) = match rule {
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } => (refr, false),
            RuleHead::Func { refr, .. } => (refr, true),
        },
        Rule::Default { refr, args, .. } => (refr, !args.is_empty()),
    };
    let (start, end) = (rule.span().start.min(refr.span().start), refr.span().end);
    let written = text.get(refr.span().start as usize..)?;
    let name: String = written
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    Some(Head {
        name,
        span: Span { file, start, end },
        function,
    })
}

/// Reports packages that say nothing: a misspelt `deny` would mean that nothing is denied.
pub(super) fn check(modules: &[Module<'_>], findings: &mut Diagnostics) {
    let speaks = |module: &Module<'_>| {
        VERDICTS
            .iter()
            .any(|verdict| module.named(verdict.rule()).next().is_some())
    };
    for module in modules {
        let of_package = modules
            .iter()
            .filter(|other| other.package == module.package);
        let used = modules.iter().any(|other| {
            other.package != module.package && other.text.contains(module.package.as_str())
        });
        if used || of_package.into_iter().any(speaks) {
            continue;
        }
        let message =
            "the policy has no rule `deny` and no rule `warn`, and no other policy uses it";
        findings.push(
            broken(module.start(), message)
                .help("write `deny contains message if { ... }`, or remove the file"),
        );
    }
}
