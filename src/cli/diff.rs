//! `platgen diff [--base REF]` and `platgen affected`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;

use super::{Failed, Format, Outcome, console, inputs};
use crate::core::diag::Diagnostics;
use crate::core::fields::Meaning;
use crate::core::output::{self, manifest};
use crate::core::print;
use crate::core::sources::Sources;
use crate::core::staged::base::Base;
use crate::diff::view::{self, Action, Diff};
use crate::diff::{self, Version, affected, human, markdown, terraform};
use crate::domain::platform::model::Platform;
use crate::inputs::Input;
use crate::report::json;
use crate::{Compilation, compile};

/// Options of `platgen diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// What to compare with: a branch, a tag, a commit. By default where HEAD parted from the default branch
    #[arg(long, value_name = "REF")]
    base: Option<String>,
    /// Only this environment; all of them if not given
    #[arg(long, value_name = "ENVIRONMENT")]
    env: Option<String>,
    /// How the difference is written
    #[arg(long, value_enum, default_value_t = Form::Human)]
    format: Form,
    /// Write it to this file instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    /// Exit with 1 if something of these kinds changes
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND")]
    fail_on: Vec<FailOn>,
}

/// How a difference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For a terminal
    Human,
    /// For programs; the keys are in schemas/diff.schema.json
    Json,
    /// For a comment on a pull request, shorter than GitHub's limit
    Markdown,
}

/// Options of `platgen affected`.
#[derive(Debug, clap::Args)]
pub(super) struct AffectedOptions {
    /// What to compare with: a branch, a tag, a commit. By default where HEAD parted from the default branch
    #[arg(long, value_name = "REF")]
    base: Option<String>,
    /// Only this environment; all of them if not given
    #[arg(long, value_name = "ENVIRONMENT")]
    env: Option<String>,
    /// How the roots are written
    #[arg(long, value_enum, default_value_t = ListForm::Human)]
    format: ListForm,
}

/// How a list of roots is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListForm {
    /// A folder per line
    Human,
    /// A matrix for a workflow; the keys are in schemas/affected.schema.json
    Json,
    /// Outputs of a step of a GitHub workflow: `roots`, a matrix without what is gone, and `count`
    Github,
}

/// What makes a difference end with exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Who may call what, and what a client must show: access, authentication, keys, limits
    Access,
    /// Terraform destroys a resource
    Destroy,
    /// Terraform replaces a resource, or destroys one
    Replace,
    /// Anything at all
    Any,
}

impl FailOn {
    fn holds(self, diff: &Diff) -> bool {
        const ACCESS: [Meaning; 4] = [
            Meaning::Access,
            Meaning::Authentication,
            Meaning::Keys,
            Meaning::Limits,
        ];
        let actions = |wanted: &[Action]| {
            let mut all = diff.terraform.iter().flat_map(|root| &root.resources);
            all.any(|resource| wanted.contains(&resource.action))
        };
        match self {
            Self::Access => diff.changes.iter().any(|change| {
                change
                    .meanings
                    .iter()
                    .any(|meaning| ACCESS.contains(meaning))
            }),
            Self::Destroy => actions(&[Action::Destroy]),
            Self::Replace => actions(&[Action::Destroy, Action::Replace]),
            Self::Any => !diff.changes.is_empty() || !diff.terraform.is_empty(),
        }
    }
}

/// A version that is compared: its inputs and what became of them.
pub(super) struct Compiled {
    pub(super) sources: Sources,
    pub(super) platforms: Vec<Platform>,
}

impl Compiled {
    fn version(&self) -> Version<'_> {
        Version {
            sources: &self.sources,
            platforms: &self.platforms,
        }
    }

    fn hashes(&self) -> affected::Outputs {
        crate::hashes(&self.platforms.iter().collect::<Vec<_>>())
    }
}

/// Compares.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let base = Base::of(root, options.base.as_deref())?;
    let Some(after) = compiled(inputs::compiled(root)?)? else {
        return Ok(Outcome::Findings);
    };
    let (shown, before) = earlier(&base)?;
    let shown = differing(shown, &before, &after, options.env.as_deref())?;
    written(root, &shown, options.format, options.output.as_deref())?;
    Ok(if options.fail_on.iter().any(|kind| kind.holds(&shown)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What changes since a commit, and the platforms of that commit.
pub(super) fn since(
    root: &Utf8Path,
    name: &str,
    after: &Compiled,
) -> Result<(Diff, Vec<Platform>), Failed> {
    let (base, before) = earlier(&Base::of(root, Some(name))?)?;
    let diff = differing(base, &before, after, None)?;
    Ok((diff, before.platforms))
}

/// Lists roots.
pub(super) fn affected(root: &Utf8Path, options: &AffectedOptions) -> Result<Outcome, Failed> {
    let base = Base::of(root, options.base.as_deref())?;
    let Some(after) = compiled(inputs::compiled(root)?)? else {
        return Ok(Outcome::Findings);
    };
    let (_, before) = earlier(&base)?;
    let environments =
        diff::environments(before.version(), after.version(), options.env.as_deref());
    if let (Some(name), true) = (&options.env, environments.is_empty()) {
        return Err(unknown(name, &before, &after));
    }
    let found = affected::affected(&environments, &before.hashes(), &after.hashes());
    let text = match options.format {
        ListForm::Json => json::print(&found),
        ListForm::Github => step_outputs(&found, &base.name)?,
        ListForm::Human => {
            let paths = found.include.iter().flat_map(|root| {
                [
                    root.path.as_str(),
                    "
",
                ]
            });
            paths.collect()
        }
    };
    console::to_stdout(&text)?;
    Ok(Outcome::Clean)
}

/// What a step of a workflow hands on. What is gone has nothing to be applied from, and is named.
fn step_outputs(found: &affected::Affected, base: &str) -> Result<String, Failed> {
    let (gone, there): (Vec<_>, Vec<_>) = found.include.iter().partition(|root| root.gone);
    for root in gone {
        let path = &root.path;
        console::to_stderr(&format!(
            "{path} is gone with its environment: destroy it by hand, from {base}\n"
        ));
    }
    let matrix = serde_json::to_string(&serde_json::json!({ "include": there }))?;
    Ok(format!("roots={matrix}\ncount={}\n", there.len()))
}

fn unknown(name: &str, before: &Compiled, after: &Compiled) -> Failed {
    let all = diff::environments(before.version(), after.version(), None);
    Failed(format!(
        "there is no environment `{name}`: the two versions have {}",
        all.join(", ")
    ))
}

/// The difference of two versions, if one of them knows the environment.
pub(super) fn differing(
    base: view::Base,
    before: &Compiled,
    after: &Compiled,
    only: Option<&str>,
) -> Result<Diff, Failed> {
    let environments = diff::environments(before.version(), after.version(), only);
    let (old, new) = rayon::join(|| before.hashes(), || after.hashes());
    let (old_plan, new_plan) = (
        crate::plan(&before.platforms),
        crate::plan(&after.platforms),
    );
    let (was, is) = rayon::join(
        || terraform::Version::of(&before.sources, &old, &old_plan),
        || terraform::Version::of(&after.sources, &new, &new_plan),
    );
    let terraform = terraform::predict(&environments, &was, &is);
    let shown = diff::diff(base, before.version(), after.version(), only, terraform);
    match only {
        Some(name) if shown.environments.is_empty() => Err(unknown(name, before, after)),
        Some(_) | None => Ok(shown),
    }
}

/// Prints or writes a difference.
pub(super) fn written(
    root: &Utf8Path,
    diff: &Diff,
    form: Form,
    file: Option<&Utf8Path>,
) -> Result<(), Failed> {
    let text = match form {
        Form::Human => human::print(diff),
        Form::Json => json::print(diff),
        Form::Markdown => markdown::print(diff),
    };
    match file {
        None => console::to_stdout(&text),
        Some(path) => {
            output::plain::update(root, path, &text, false)?;
            Ok(())
        }
    }
}

/// The platforms of a version; none if it has errors, which are reported.
pub(super) fn compiled(
    (sources, compilation): (Sources, Compilation),
) -> Result<Option<Compiled>, Failed> {
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, Format::Human)?;
        return Ok(None);
    }
    let platforms = compilation.platforms;
    Ok(Some(Compiled { sources, platforms }))
}

/// The version of a commit. That its inputs do not compile is nobody's fault who is here to compare.
fn earlier(base: &Base) -> Result<(view::Base, Compiled), Failed> {
    let texts = base.texts(&["catalog", "teams"], |path| Input::of(path).is_some())?;
    let mut shown = view::Base {
        name: base.name.clone(),
        commit: Some(base.commit.clone()),
        other_version: false,
    };
    if texts.is_empty() {
        // The first pull request of a repository: everything is new.
        let (sources, platforms) = (Sources::from_texts([]), Vec::new());
        return Ok((shown, Compiled { sources, platforms }));
    }
    let sources = Sources::from_texts(texts);
    let compilation = compile(&sources, Diagnostics::new());
    let errors = compilation
        .findings
        .iter()
        .filter(|finding| console::is_error(finding));
    if let Some(first) = errors.clone().next() {
        return Err(Failed(format!(
            "the inputs of {} ({}) do not compile with this version of platgen: {} errors, the first: {}; \
             name another version by --base",
            base.name,
            base.commit,
            errors.count(),
            first.message
        )));
    }
    let platforms = compilation.platforms;
    shown.other_version = other_version(base, &platforms)?;
    Ok((shown, Compiled { sources, platforms }))
}

/// Whether the modules below `generated/` of a commit are not those that this version writes.
fn other_version(base: &Base, platforms: &[Platform]) -> Result<bool, Failed> {
    let manifest = |platform: &Platform| {
        format!(
            "generated/{}/{}",
            platform.environment.value,
            manifest::NAME
        )
    };
    let paths: Vec<String> = platforms.iter().map(manifest).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    if paths.is_empty() {
        return Ok(false);
    }
    let written: String = base
        .texts(&paths, |_| true)?
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let plan = crate::plan(platforms);
    let modules = plan
        .files()
        .filter(|file| file.path.as_path().as_str().contains("/terraform/modules/"));
    let mut hashes =
        modules.map(|file| manifest::hash(print::print(&(file.produce)()).text.as_bytes()));
    Ok(!written.is_empty() && hashes.any(|hash| !written.contains(&hash)))
}
