//! The table of inputs: which file below `catalog/` and `teams/` is what, whose it is, how it takes part, and by which schema it is
//! validated.

use std::collections::BTreeSet;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};

use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::files::{self, FileClass, Layout, RootError};
use crate::core::sources::Sources;
use crate::schema::Kind;

/// The one file that has to be there.
pub const PLATFORM: &str = "catalog/platform.yaml";
/// The catalog of models, where it is one file.
pub const MODELS: &str = "catalog/models.yaml";
/// The add-ons of the cluster.
pub const ADDONS: &str = "catalog/addons.yaml";
/// A team's file.
const TEAM: &str = "teams/*/access.yaml";

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
    /// `teams/<folder>/apps/<folder>/app.yaml`.
    App {
        /// The team's folder.
        team: &'a str,
        /// The application's folder.
        app: &'a str,
    },
    /// `teams/<folder>/apps/<folder>/<name>.yaml`.
    AppOverlay {
        /// The team's folder.
        team: &'a str,
        /// The application's folder.
        app: &'a str,
        /// The environment that it is for.
        environment: &'a str,
    },
    /// `catalog/addons.yaml`.
    Addons,
    /// `catalog/removals.yaml`.
    Removals,
}

/// How a file takes part in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is the same for all environments, unless an overlay changes it.
    Base,
    /// It changes what the base says, in the environment that its name is.
    Overlay,
    /// There is one for each folder.
    PerFolder,
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The team that runs the platform.
    Platform,
    /// The team that the file is about.
    Team,
}

/// What each `*` of a pattern stands for, in order; empty for those that it has not.
type Names<'a> = [&'a str; 3];

/// One row of the table of inputs.
#[derive(Debug, Clone, Copy)]
pub struct InputFile {
    /// Its path in the repository; each `*` stands for one name.
    pub pattern: &'static str,
    /// What it describes, by those names.
    pub input: for<'a> fn(Names<'a>) -> Input<'a>,
    /// How it takes part in an environment.
    pub role: Role,
    /// Whose it is.
    pub owner: Owner,
    /// The schema that it is validated by; none for what is no YAML.
    pub schema: Option<Kind>,
}

/// Every input. What is found, validated, laid out for a commit, imported and described comes from here.
pub const INPUTS: &[InputFile] = &[
    row(PLATFORM, |_| Input::Platform, Some(Kind::Platform)),
    row(MODELS, |_| Input::Models, Some(Kind::Models)),
    row(
        "catalog/models/*.yaml",
        |_| Input::Models,
        Some(Kind::Models),
    ),
    InputFile {
        role: Role::Overlay,
        ..row(
            "catalog/environments/*.yaml",
            |[name, ..]| Input::Environment(name),
            Some(Kind::Environment),
        )
    },
    InputFile {
        role: Role::PerFolder,
        owner: Owner::Team,
        ..row(TEAM, |[folder, ..]| Input::Team(folder), Some(Kind::Team))
    },
    row(
        "catalog/expectations.yaml",
        |_| Input::Expectations,
        Some(Kind::Expectations),
    ),
    row(
        "catalog/guardrails.yaml",
        |_| Input::Guardrails,
        Some(Kind::Guardrails),
    ),
    row("catalog/guardrails/*.rego", |_| Input::Policy, None),
    row("catalog/facts/*.yaml", |_| Input::Facts, Some(Kind::Facts)),
    InputFile {
        role: Role::PerFolder,
        owner: Owner::Team,
        ..row(
            "teams/*/apps/*/app.yaml",
            |[team, app, _]| Input::App { team, app },
            Some(Kind::App),
        )
    },
    InputFile {
        role: Role::Overlay,
        owner: Owner::Team,
        ..row(
            "teams/*/apps/*/*.yaml",
            |[team, app, environment]| Input::AppOverlay {
                team,
                app,
                environment,
            },
            Some(Kind::AppEnvironment),
        )
    },
    row(ADDONS, |_| Input::Addons, Some(Kind::Addons)),
    row(
        "catalog/removals.yaml",
        |_| Input::Removals,
        Some(Kind::Removals),
    ),
];

/// A file of the catalog that is the same for all environments.
const fn row(
    pattern: &'static str,
    input: for<'a> fn(Names<'a>) -> Input<'a>,
    schema: Option<Kind>,
) -> InputFile {
    InputFile {
        pattern,
        input,
        role: Role::Base,
        owner: Owner::Platform,
        schema,
    }
}

/// The end of the names of tests of policies, which are not for the compiler.
const TESTS: &str = "_test.rego";

impl InputFile {
    /// The names that each `*` stands for in a path; none for another file. Editors leave hidden files behind.
    fn names_in<'a>(&self, path: &'a str) -> Option<Names<'a>> {
        let mut names = [""; 3];
        let mut free = names.iter_mut();
        let mut parts = path.split('/');
        for wanted in self.pattern.split('/') {
            let part = parts.next()?;
            match wanted.split_once('*') {
                None if part == wanted => {}
                None => return None,
                Some((before, after)) => {
                    let name = part.strip_prefix(before)?.strip_suffix(after)?;
                    let is_folder = after.is_empty();
                    if name.is_empty() || (!is_folder && name.starts_with('.')) {
                        return None;
                    }
                    *free.next()? = name;
                }
            }
        }
        let fits = parts.next().is_none() && !path.ends_with(TESTS);
        fits.then_some(names)
    }
}

impl<'a> Input<'a> {
    /// The input at a path relative to the repository.
    pub fn of(path: &'a Utf8Path) -> Option<Self> {
        INPUTS.iter().find_map(|file| {
            let names = file.names_in(path.as_str())?;
            Some((file.input)(names))
        })
    }
}

/// Where the file of a team stands, by its folder.
pub fn team_path(folder: &str) -> Utf8PathBuf {
    TEAM.replace('*', folder).into()
}

/// The files that a schema is for, as people write them; none for overlays, which have the keys of what they change.
pub fn described() -> impl Iterator<Item = (String, Kind)> {
    let kinds = Kind::ALL.iter().copied();
    kinds.filter_map(|kind| {
        let files = INPUTS
            .iter()
            .filter(|file| file.schema == Some(kind) && file.role != Role::Overlay);
        let shown = |file: &InputFile| match file.role {
            Role::PerFolder => {
                let team = file.pattern.replacen('*', "<team>", 1);
                team.replacen('*', "<app>", 1)
            }
            Role::Base | Role::Overlay => file.pattern.to_owned(),
        };
        let names: Vec<String> = files.map(shown).collect();
        (!names.is_empty()).then(|| (names.join(", "), kind))
    })
}

/// The inputs of platgen, for the one that reads folders.
const LAYOUT: Layout = Layout {
    required: PLATFORM,
    class: of,
    folders,
};

/// All inputs of the repository at `root`, and what is wrong with files as files.
///
/// # Errors
/// When `root` is no folder or cannot be listed.
pub fn read(root: &Path) -> Result<(Sources, Diagnostics), RootError> {
    let (sources, mut findings) = files::read(root, LAYOUT)?;
    let Some(finding) = no_models(&sources, &findings) else {
        return Ok((sources, findings));
    };
    findings.push(finding);
    Ok((sources.with_unread([MODELS.into()]), findings))
}

/// That teams ask for models and no file lists any. What a team names is no fault of its own then.
fn no_models(sources: &Sources, findings: &Diagnostics) -> Option<Diagnostic> {
    let has = |wanted: fn(&Input<'_>) -> bool| {
        let mut read = sources
            .iter()
            .filter_map(|(_, file)| Input::of(file.path()));
        read.any(|input| wanted(&input))
    };
    let reported = findings
        .paths()
        .chain(sources.unread())
        .any(|path| path.starts_with("catalog/models") || path.starts_with(MODELS));
    if reported
        || has(|input| matches!(input, Input::Models))
        || !has(|input| matches!(input, Input::Team(_)))
    {
        return None;
    }
    let message = "no file lists the models that teams may ask for";
    let finding = Diagnostic::file(Code::MissingInput, Utf8Path::new(MODELS), message);
    Some(finding.help("write it, with `foundryModels:` or `kaitoModels:`"))
}

/// The file of the catalog that a name stands for, but for a letter or two.
fn near(file: &str) -> Option<String> {
    let known = INPUTS
        .iter()
        .filter_map(|row| row.pattern.strip_prefix("catalog/"));
    let mut plain = known.filter(|name| !name.contains(['/', '*']));
    let meant = plain.find(|known| strsim::damerau_levenshtein(known, file) <= 2);
    meant.map(str::to_owned)
}

/// The folders of the catalog that inputs are in, by name.
fn folders() -> Vec<&'static str> {
    let below = INPUTS.iter().filter_map(|row| {
        let (folder, _) = row.pattern.strip_prefix("catalog/")?.split_once('/')?;
        Some(folder)
    });
    below.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What a plain file below `catalog/` or `teams/` is.
fn of(path: &Utf8Path) -> FileClass {
    if Input::of(path).is_some() {
        return FileClass::Read;
    }
    let name = path.file_name().unwrap_or_default();
    let beside = matches!(name, "README.md" | ".gitkeep")
        || path.as_str().starts_with("catalog/guardrails/")
            && name.ends_with(TESTS)
            && !name.starts_with('.');
    if beside {
        return FileClass::Beside;
    }
    let lower = path.as_str().to_lowercase();
    let other = [".yml", ".json"]
        .iter()
        .find_map(|end| lower.strip_suffix(end));
    let spelled = other.map_or_else(|| lower.clone(), |stem| format!("{stem}.yaml"));
    if let Some(file) = spelled.strip_prefix("catalog/")
        && !file.contains('/')
    {
        return FileClass::Unread { meant: near(file) };
    }
    let known = Input::of(Utf8Path::new(&spelled)).is_some();
    let file = spelled.rsplit('/').next().map(str::to_owned);
    // A file straight in teams/ was probably meant to be a team.
    let team = || {
        let file = spelled.strip_prefix("teams/")?;
        // `teams/beta`: what stands where a team's folder is expected has no ending either.
        let bare = (!file.contains('.') && path.as_str() == spelled).then_some(file);
        let stem = file.strip_suffix(".yaml").or(bare)?;
        let visible = !stem.is_empty() && !stem.starts_with('.') && !stem.contains('/');
        visible.then(|| format!("{stem}/access.yaml"))
    };
    FileClass::Unread {
        meant: file.filter(|_| known).or_else(team),
    }
}
