//! `platgen init`: a repository to begin with.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, console, new, proposal, said};
use crate::core::output::fresh::{self, NewFile};
use crate::scaffold;

/// What comes after a first repository.
const NEXT: &str = "\
next: replace the placeholders, then run `platgen build`
then: `platgen new team NAME` for each team, `platgen new ci github` for pull requests;
      what must always hold stands in catalog/expectations.yaml and catalog/guardrails.yaml (`platgen reference`)
";

/// What comes after an example.
const NEXT_OF_EXAMPLE: &str =
    "next: run `platgen build`, and put names of your own in place of the example's\n";

/// Options of `platgen init`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// The folder; made if it is not there
    #[arg(value_name = "DIR")]
    folder: Option<Utf8PathBuf>,
    /// The first team
    #[arg(long, value_name = "NAME", default_value = "example", value_parser = new::team_name)]
    team: String,
    /// A whole repository by name, in place of what the other options say of the platform
    #[arg(long, value_name = "NAME", value_parser = example(), conflicts_with_all = ["team", "Values"])]
    example: Option<String>,
    /// Workflows for GitHub too
    #[arg(long)]
    workflows: bool,
    /// All that a repository has besides its inputs: workflows, CODEOWNERS, a hook, settings
    #[arg(long, value_enum, requires = "reviewers", conflicts_with = "workflows")]
    ci: Option<new::Service>,
    /// With --ci: who reviews what is the platform team's: @organisation/team, @user or a mail address
    #[arg(long, value_name = "WHO", requires = "ci", value_parser = scaffold::reviewers)]
    reviewers: Option<String>,
    #[command(flatten)]
    platform: said::Values,
}

/// Writes a repository that compiles.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let root = match &options.folder {
        Some(folder) => root.join(folder),
        None => root.to_owned(),
    };
    let mut files = match options.example.as_deref().and_then(scaffold::example) {
        Some(example) => of_example(example),
        None => first(options)?,
    };
    let (sources, mut findings) = proposal::compiled(&root, &files)?;
    files.extend(proposal::schemas(&root, &sources));
    if options.workflows {
        files.extend(new::workflow_files());
    }
    if let (Some(service), Some(reviewers)) = (options.ci, &options.reviewers) {
        let first = scaffold::OwnedTeam {
            cost_center: scaffold::COST_CENTER.to_owned(),
            name: options.team.clone(),
            owner: None,
        };
        let compiled = crate::compile(&sources, crate::core::diag::Diagnostics::new());
        let platforms = compiled.platforms.iter();
        let environments = platforms.map(|platform| platform.environment.value.to_string());
        files.extend(new::ci_files(
            service,
            reviewers,
            &environments.collect(),
            &BTreeSet::from([first]),
        ));
    }
    let (missing, in_the_way) = fresh::missing(&root, &files)?;
    findings.extend(in_the_way);
    console::findings(&sources, &findings, super::Format::Human)?;
    if console::any_error(&findings) {
        return Ok(Outcome::Findings);
    }
    let next = match options.example {
        Some(_) => NEXT_OF_EXAMPLE,
        None => NEXT,
    };
    proposal::write(&root, &missing, next)
}

/// The names of examples, as an argument.
fn example() -> clap::builder::PossibleValuesParser {
    scaffold::EXAMPLES
        .iter()
        .map(|example| example.name)
        .collect::<Vec<_>>()
        .into()
}

fn of_example(example: &scaffold::Example) -> Vec<NewFile> {
    let file = |(path, text): &(&str, &str)| NewFile {
        path: (*path).into(),
        text: (*text).to_owned(),
    };
    example.files.iter().map(file).collect()
}

/// A platform with a model and a team.
fn first(options: &Options) -> Result<Vec<NewFile>, Failed> {
    let platform = scaffold::platform(&options.platform.said(), &[])?;
    let team = scaffold::Team {
        name: &options.team,
        display_name: None,
        owner: None,
        cost_center: None,
    };
    let models = scaffold::MODELS.text.to_owned();
    Ok(vec![
        said::file(&platform),
        NewFile {
            path: "catalog/models.yaml".into(),
            text: models,
        },
        proposal::input(new::path_of(&options.team), &scaffold::team(&team, true)),
    ])
}
