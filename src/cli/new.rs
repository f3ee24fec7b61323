//! `platgen new`: one more team, or the workflows, in a repository that is there.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Format, Outcome, console, inputs as read, proposal};
use crate::core::diag::{Diagnostic, Severity};
use crate::core::document::Asset;
use crate::core::output::fresh::{self, NewFile};
use crate::core::sources::Sources;
use crate::domain::consumers::model as consumers;
use crate::domain::ids::TeamName;
use crate::inputs;
use crate::scaffold::{self, OwnedTeam};

mod environment;
mod model;
mod subnet;

/// What is made.
#[derive(Debug, clap::Subcommand)]
pub(super) enum What {
    /// Write `teams/NAME/access.yaml`, which grants nothing yet
    #[command(after_help = "Example:
  platgen new team gamma --owner gamma-lead@contoso.com --cost-center CC-1")]
    Team(Team),
    /// Add a model to the catalog, with a version that Azure serves, or a GPU size and an address that fit
    #[command(after_help = "Examples:
  platgen new model gpt-5.6-luna --capacity 100
  platgen new model phi-4-mini --preset phi-4-mini-instruct --tokens-per-minute 200000")]
    Model(model::Model),
    /// Write `catalog/environments/NAME.yaml`: the same platform once more, in a network of its own
    #[command(after_help = "Example:
  platgen new environment prod --suffix prod1")]
    Environment(environment::Environment),
    /// Add a subnet to the virtual network, in a range that nothing has
    #[command(after_help = "Example:
  platgen new subnet runners --prefix 26")]
    Subnet(subnet::Subnet),
    /// Write `.github/workflows/platform.yml`: check, schemas, drift, code scanning, report on pull requests
    ///
    /// It takes a released platgen, whose address and checksum are to be named in
    /// `.github/actions/install-platgen/action.yml`.
    Workflows,
    /// Write what a repository has besides its inputs: workflows that check, plan and apply, CODEOWNERS, a hook, settings
    ///
    /// Files that are there already are kept, and named.
    #[command(after_help = "Example:
  platgen new ci github --reviewers @contoso/platform
  platgen new ci azure --reviewers platform@contoso.com
  platgen new ci gitlab --reviewers @contoso/platform")]
    Ci(Ci),
}

/// What runs the workflows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Service {
    /// GitHub, with its environments and federated login
    Github,
    /// Azure Pipelines with Azure Repos, with its environments and service connections
    Azure,
    /// GitLab, with its environments and federated login
    Gitlab,
}

impl Service {
    /// Files as they are, with their paths.
    fn fixed(self) -> Vec<(&'static str, Asset)> {
        let own = match self {
            Self::Github => [scaffold::WORKFLOWS, scaffold::GITHUB].concat(),
            Self::Azure => scaffold::AZURE.to_vec(),
            Self::Gitlab => scaffold::GITLAB.to_vec(),
        };
        [own.as_slice(), scaffold::AROUND].concat()
    }

    /// The file that names the environments, where there is one.
    fn begins(self, environments: &BTreeSet<String>) -> Option<NewFile> {
        match self {
            Self::Github => None,
            Self::Azure => Some(("azure-pipelines.yml", scaffold::azure(environments))),
            Self::Gitlab => Some((".gitlab-ci.yml", scaffold::gitlab(environments))),
        }
        .map(|(path, tree)| proposal::input(path, &tree))
    }

    /// Where the pipelines are, which are the platform's team's.
    fn pipelines(self) -> &'static [&'static str] {
        match self {
            Self::Github => &[".github/"],
            Self::Azure => &[".azure/", "azure-pipelines.yml"],
            Self::Gitlab => &[".gitlab/", ".gitlab-ci.yml"],
        }
    }

    /// Where it looks for who reviews what; Azure Repos knows no such file, its branch policies name reviewers by path.
    fn codeowners(self) -> Option<&'static str> {
        match self {
            Self::Github => Some(".github/CODEOWNERS"),
            Self::Gitlab => Some(".gitlab/CODEOWNERS"),
            Self::Azure => None,
        }
    }

    fn next(self) -> &'static str {
        match self {
            Self::Github => {
                "next: name platgen's release in .github/actions/install-platgen/action.yml, and make the environments that .github/workflows/terraform.yml names\n"
            }
            Self::Azure => {
                "next: name platgen's release in .azure/install-platgen.yml, and make the environments, service connections and the branch policy that .azure/ names; reviewers by path are a branch policy too\n"
            }
            Self::Gitlab => {
                "next: name platgen's release and Terraform's checksum in .gitlab/platform.yml, and make the environments and the schedule that it names\n"
            }
        }
    }
}

/// A repository's surroundings.
#[derive(Debug, clap::Args)]
pub(super) struct Ci {
    /// What runs the workflows
    #[arg(value_enum)]
    service: Service,
    /// Who reviews what is the platform team's: @organisation/team, @user or a mail address
    #[arg(long, value_name = "WHO", value_parser = scaffold::reviewers)]
    reviewers: String,
}

/// A new team.
#[derive(Debug, clap::Args)]
pub(super) struct Team {
    /// Its name: lower-case letters, digits and dashes
    #[arg(value_parser = team_name)]
    name: String,
    /// Its name for people
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    /// Mail address of who answers for it
    #[arg(long, value_name = "MAIL", value_parser = mail)]
    owner: Option<String>,
    /// Who pays
    #[arg(long, value_name = "TEXT")]
    cost_center: Option<String>,
}

/// Writes what is asked for, unless something is there.
pub(super) fn run(root: &Utf8Path, what: &What) -> Result<Outcome, Failed> {
    match what {
        What::Team(options) => team(root, options),
        What::Model(options) => model::run(root, options),
        What::Environment(options) => environment::run(root, options),
        What::Subnet(options) => subnet::run(root, options),
        What::Ci(options) => ci(root, options),
        What::Workflows => {
            let files: Vec<NewFile> = workflow_files().collect();
            let (missing, in_the_way) = fresh::missing(root, &files)?;
            console::findings(&Sources::default(), &in_the_way, Format::Human)?;
            if console::any_error(&in_the_way) {
                return Ok(Outcome::Findings);
            }
            let next =
                "next: name platgen's release in .github/actions/install-platgen/action.yml\n";
            proposal::write(root, &missing, next)
        }
    }
}

fn ci(root: &Utf8Path, options: &Ci) -> Result<Outcome, Failed> {
    let (sources, compilation) = read::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let teams = compilation
        .platforms
        .iter()
        .flat_map(|platform| &platform.teams);
    let owned = |team: &consumers::Team| OwnedTeam {
        cost_center: team.cost_center.value.clone(),
        name: team.name.value.to_string(),
        owner: Some(team.owner.value.clone()),
    };
    let teams: BTreeSet<OwnedTeam> = teams.map(owned).collect();
    let platforms = compilation.platforms.iter();
    let environments = platforms.map(|platform| platform.environment.value.to_string());
    let files = ci_files(
        options.service,
        &options.reviewers,
        &environments.collect(),
        &teams,
    );
    let (missing, there) = fresh::missing(root, &files)?;
    for finding in &there {
        let path = finding.path.as_deref().map_or("", Utf8Path::as_str);
        console::to_stderr(&format!("kept {path}: {}\n", finding.message));
    }
    proposal::write(root, &missing, options.service.next())
}

/// Everything around the inputs of a repository.
pub(super) fn ci_files(
    service: Service,
    reviewers: &str,
    environments: &BTreeSet<String>,
    teams: &BTreeSet<OwnedTeam>,
) -> Vec<NewFile> {
    let owners = service.codeowners().map(|path| NewFile {
        path: path.into(),
        text: scaffold::codeowners(reviewers, service.pipelines(), teams),
    });
    let fixed = service.fixed().into_iter().map(|(path, asset)| NewFile {
        path: path.into(),
        text: asset.text.to_owned(),
    });
    let begins = service.begins(environments);
    fixed.chain(begins).chain(owners).collect()
}

fn team(root: &Utf8Path, options: &Team) -> Result<Outcome, Failed> {
    let path = path_of(&options.name);
    let tree = scaffold::team(
        &scaffold::Team {
            name: &options.name,
            display_name: options.display_name.as_deref(),
            owner: options.owner.as_deref(),
            cost_center: options.cost_center.as_deref(),
        },
        false,
    );
    let files = vec![proposal::input(path.clone(), &tree)];
    let (sources, compiled) = proposal::compiled(root, &files)?;
    let file = sources.find(&path).map(|(id, _)| id);
    // What is wrong elsewhere was wrong before; that nothing is granted yet is as it should be.
    let of_team = |finding: &Diagnostic| {
        let mut labels = finding.labels.iter();
        finding.severity == Severity::Error && labels.any(|label| Some(label.span.file) == file)
    };
    let mut findings: Vec<Diagnostic> = compiled.into_iter().filter(of_team).collect();
    let (missing, in_the_way) = fresh::missing(root, &files)?;
    findings.extend(in_the_way);
    console::findings(&sources, &findings, Format::Human)?;
    if console::any_error(&findings) {
        return Ok(Outcome::Findings);
    }
    let next = "next: grant it models under `models`, then run `platgen build`\n";
    proposal::write(root, &missing, next)
}

/// A team's file.
pub(super) fn path_of(team: &str) -> Utf8PathBuf {
    inputs::team_path(team)
}

/// The workflows of a platform's repository, with what they use.
pub(super) fn workflow_files() -> impl Iterator<Item = NewFile> {
    scaffold::WORKFLOWS.iter().map(|(path, asset)| NewFile {
        path: (*path).into(),
        text: asset.text.to_owned(),
    })
}

/// A mail address, as an argument.
fn mail(text: &str) -> Result<String, String> {
    let (name, host) = text.split_once('@').unwrap_or((text, ""));
    if name.is_empty() || !host.contains('.') {
        return Err("use a mail address, such as lead@contoso.com".to_owned());
    }
    Ok(text.to_owned())
}

/// A team's name, as an argument.
pub(super) fn team_name(text: &str) -> Result<String, String> {
    match TeamName::parse(text) {
        Ok(name) => Ok(name.to_string()),
        Err(_) => Err(format!("use {}", TeamName::RULE)),
    }
}
