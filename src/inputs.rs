//! Which file below `catalog/` and `teams/` is which input.

use camino::Utf8Path;

/// The one file that has to be there.
pub(crate) const PLATFORM: &str = "catalog/platform.yaml";

/// What an input file describes, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input<'a> {
    /// `catalog/platform.yaml`.
    Platform,
    /// `catalog/models.yaml` or `catalog/models/*.yaml`.
    Models,
    /// `catalog/environments/<name>.yaml`.
    Environment(&'a str),
    /// `teams/<folder>/access.yaml`.
    Team(&'a str),
    /// `catalog/expectations.yaml`.
    Expectations,
    /// `catalog/guardrails.yaml`.
    Guardrails,
    /// `catalog/guardrails/*.rego`.
    Policy,
    /// `catalog/facts/*.yaml`.
    Facts,
}

impl<'a> Input<'a> {
    /// The input at a path relative to the repository.
    pub fn of(path: &'a Utf8Path) -> Option<Self> {
        let parts: Vec<&str> = path.as_str().split('/').collect();
        match parts.as_slice() {
            ["catalog", "platform.yaml"] => Some(Self::Platform),
            ["catalog", "models.yaml"] => Some(Self::Models),
            ["catalog", "models", file] => stem(file).map(|_| Self::Models),
            ["catalog", "environments", file] => stem(file).map(Self::Environment),
            ["catalog", "expectations.yaml"] => Some(Self::Expectations),
            ["catalog", "guardrails.yaml"] => Some(Self::Guardrails),
            ["catalog", "guardrails", file] => policy(file).then_some(Self::Policy),
            ["catalog", "facts", file] => stem(file).map(|_| Self::Facts),
            ["teams", folder, "access.yaml"] => Some(Self::Team(folder)),
            _ => None,
        }
    }
}

/// The name of a visible `.yaml` file; editors leave hidden ones behind.
fn stem(file: &str) -> Option<&str> {
    file.strip_suffix(".yaml")
        .filter(|stem| !stem.is_empty() && !stem.starts_with('.'))
}

/// Whether a file of `catalog/guardrails/` is a policy in Rego; tests of policies are not for the compiler.
fn policy(file: &str) -> bool {
    file.strip_suffix(".rego")
        .is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.') && !stem.ends_with("_test"))
}

/// What to do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is an input.
    Read,
    /// It may stand beside inputs.
    Beside,
    /// Probably somebody believes that it is read; `meant` is the name under which it would be.
    Unread { meant: Option<String> },
}

/// What a plain file below `catalog/` or `teams/` is.
pub(crate) fn of(path: &Utf8Path) -> Known {
    if Input::of(path).is_some() {
        return Known::Read;
    }
    let name = path.file_name().unwrap_or_default();
    let beside = matches!(name, "README.md" | ".gitkeep")
        || path.as_str().starts_with("catalog/guardrails/")
            && name.ends_with("_test.rego")
            && !name.starts_with('.');
    if beside {
        return Known::Beside;
    }
    let lower = path.as_str().to_lowercase();
    let spelled = lower
        .strip_suffix(".yml")
        .map_or_else(|| lower.clone(), |stem| format!("{stem}.yaml"));
    let parts: Vec<&str> = spelled.split('/').collect();
    let known = match parts.as_slice() {
        ["catalog", file] => matches!(
            *file,
            "platform.yaml" | "models.yaml" | "guardrails.yaml" | "expectations.yaml"
        ),
        ["catalog", "models" | "environments" | "facts", file] => stem(file).is_some(),
        ["catalog", "guardrails", file] => policy(file),
        ["teams", _, file] => *file == "access.yaml",
        _ => false,
    };
    let meant = known
        .then(|| parts.last().map(|file| (*file).to_owned()))
        .flatten();
    // A file straight in teams/ was probably meant to be a team.
    let team = match parts.as_slice() {
        ["teams", file] => stem(file).map(|stem| format!("{stem}/access.yaml")),
        _ => None,
    };
    Known::Unread {
        meant: meant.or(team),
    }
}
