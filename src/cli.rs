//! The command line: arguments in, one thin function per verb, exit codes out.
//!
//! Exit codes: 0 clean, 1 findings or drift, 2 usage or I/O.

use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Parser, Subcommand, ValueEnum};

mod build;
mod change;
mod check;
mod console;
mod diff;
mod explain;
mod explain_code;
mod facts;
mod grant;
mod import;
mod init;
mod inputs;
mod new;
mod progress;
mod proposal;
mod reference;
mod remove;
mod report;
mod said;
mod schema;
mod simulate;

/// Compiles an AI platform on Azure: catalog and team requests in, Terraform, Helm, DNS and gateway policies out.
#[derive(Debug, Parser)]
#[command(
    name = "platgen",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
#[command(after_help = "Examples:
  platgen build              compile every environment into generated/
  platgen build --check      show what would change, write nothing, exit 1 on drift
  platgen -C ../platform check --format github
Exit codes: 0 clean, 1 findings or drift, 2 usage or I/O")]
struct Arguments {
    /// The repository: the folder that holds `catalog/` and `teams/`; the nearest one from here upwards if not given
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    directory: Option<Utf8PathBuf>,
    /// When colours are used; where a terminal takes them if not given
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, global = true)]
    color: Colour,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Compile every environment into `generated/`, and bring `schemas/` up to date
    ///
    /// Validates `catalog/` and `teams/`, and writes only if no error stands. What stands in `generated/` and is not planned is an
    /// error, and so is an output of earlier days that somebody has changed. Progress and findings go to standard error, diffs and the summary to standard output.
    #[command(after_help = "Examples:
  platgen build
  platgen build --check                  what CI asks
  platgen build --check --staged         what a hook asks before a commit: the index is checked
  platgen build --stage                  what a hook does about it: builds what is staged, and stages the result
  platgen build --check --format github  annotations in a pull request")]
    Build(build::Options),
    /// Validate `catalog/` and `teams/` without making any output
    ///
    /// Also says what applying would destroy, compared with the outputs as they are, which GPU quota the nodes take, and
    /// what Azure withdraws.
    #[command(after_help = "Examples:
  platgen check
  platgen check --staged                        in a hook, before a commit
  platgen check --today 2026-12-01             what has ended by then is an error
  platgen check --fix                          writes what findings propose; --diff shows it
  platgen check --base origin/main              what the change destroys has to be in catalog/removals.yaml
  platgen check --format sarif > platgen.sarif")]
    Check(check::Options),
    /// Say where a generated line comes from, or which generated lines an input reaches
    ///
    /// An output is explained as the inputs compile to it, whatever is on disk. Nothing is written.
    #[command(after_help = "Examples:
  platgen explain generated/demo/policies/products/beta.xml:13   the values that this line shows
  platgen explain generated/demo/terraform/10-platform/main.tf   the whole file, by input
  platgen explain teams/beta/access.yaml:9                       the lines that this one reaches
  platgen explain catalog/models.yaml:58:11 --env prod           one value, in one environment
Exit codes: 0 explained, 1 the inputs have errors, 2 no such place")]
    Explain(explain::Options),
    /// Show what the gateway would do with a request, without a gateway
    ///
    /// Compiles the repository and evaluates the policies that `build` would write: whether the request is let through, which
    /// rule refuses it, which backend gets what, and which counters it touches, each with the lines in policies and inputs that
    /// decide. Answers of models are made up: 200, ten tokens used.
    #[command(after_help = simulate::HELP)]
    Simulate(Box<simulate::Options>),
    /// Show who may use what, what carries it, and how much is left
    ///
    /// The access matrix, capacity, GPU quota and the gateway's limits, per environment. Paths of options are relative to the
    /// repository.
    #[command(after_help = "Examples:
  platgen report                               Markdown, for a comment on a pull request
  platgen report --format html --output report.html
  platgen report --env prod --format csv       one line per team and model")]
    Report(report::Options),
    /// Show what a change means: access, limits, keys, money, capacity, addresses, and what Terraform will do
    ///
    /// Compares the working tree with a commit, whose files are read from git's objects: nothing is checked out or fetched, and
    /// nothing is written. What changes alike in several environments stands there once.
    #[command(after_help = "Examples:
  platgen diff                                   since HEAD parted from the default branch
  platgen diff --base v1.4.0 --env prod
  platgen diff --format markdown --output comment.md
  platgen diff --fail-on access,destroy          for a check that asks for another review
Exit codes: 0 shown, 1 something of --fail-on changes, or the inputs have errors, 2 nothing to compare with")]
    Diff(diff::Options),
    /// List the Terraform roots that a change gives something to apply
    #[command(after_help = "Examples:
  platgen affected --base origin/main
  platgen affected --format json   for a matrix of a workflow: {\"include\": [{\"environment\": ...}]}")]
    Affected(diff::AffectedOptions),
    /// Write the JSON Schemas of the inputs to `schemas/`, for editors
    ///
    /// Those in `schemas/repository/` know this repository's own words: names of its models, groups and environments,
    /// the regions it uses, the sizes and presets that its KAITO versions take. They change when the catalog does.
    #[command(after_help = "Examples:
  platgen schema
  platgen schema --check   exit 1 if schemas/ is not up to date
In an input file:
  # yaml-language-server: $schema=../../schemas/repository/team.schema.json")]
    Schema(schema::Options),
    /// Print what a finding's code means: cause, example, fix and the source of the fact
    #[command(after_help = "Examples:
  platgen explain-code over-capacity
  platgen explain-code                               all codes by family
  platgen explain-code --format json                 the same for machines
  platgen explain-code --update .github/FINDINGS.md  between its platgen:findings markers")]
    ExplainCode(explain_code::Options),
    /// Print what platgen knows of KAITO and Azure, where that was read, and how old it is
    #[command(after_help = "Examples:
  platgen facts                                    what there is
  platgen facts sizes A100                         GPU sizes with that text
  platgen facts retirements --today 2026-12-01     what ends, and in how many days
  platgen facts versions gpt-4.1 --format json
  platgen facts import models.json --date 2026-11-30   what `az` printed, as catalog/facts/models-2026-11-30.yaml")]
    Facts(facts::Options),
    /// Print the reference of all input keys as Markdown
    #[command(after_help = "Examples:
  platgen reference
  platgen reference --update README.md   between its platgen:reference markers")]
    Reference(reference::Options),
    /// Write a repository to begin with: a platform, a model, a team, schemas
    ///
    /// Nothing is overwritten: if one of the files is there and differs, none is written.
    #[command(after_help = "Examples:
  platgen init ../platform --name hai --suffix iwjf --location swedencentral
  platgen init --ci github --reviewers @contoso/platform   with all that GitHub needs")]
    Init(init::Options),
    /// Write one more team, or what a repository has besides its inputs
    #[command(subcommand)]
    New(new::What),
    /// Grant a model to a team, or change how much of it
    ///
    /// Comments and order of the team's file stay as they are. Shows the change; nothing is written that the inputs do not take.
    #[command(after_help = "Examples:
  platgen grant beta gpt-4.1 --tpm 20000 --daily 1000000
  platgen grant beta gpt-4.1 --tpm 30000 --diff   shows the change only")]
    Grant(grant::Give),
    /// Take a model away from a team
    #[command(after_help = "Example:
  platgen revoke beta gpt-4.1")]
    Revoke(grant::Take),
    /// Remove a team or a model in steps: suspend it, wait, remove it
    ///
    /// Each call takes the next step and shows its change. What is suspended destroys nothing and can be taken back. The last step
    /// is taken only once the suspension stands where this branch parted from the default one, and names in
    /// `catalog/removals.yaml` what will be destroyed.
    #[command(subcommand)]
    Remove(remove::What),
    /// Convert inputs in the older spelling (`model_catalog.yaml`, `tenant-access/`)
    ///
    /// Comments, order and everything that is not spelled otherwise stay as they are. Findings are reported at the places of the
    /// old files. All files are written or none, and no other file is overwritten; a catalog/platform.yaml that is there is kept.
    #[command(after_help = "Examples:
  platgen import ../old --output ../platform --name hai --suffix iwjf --location swedencentral
  platgen import .   beside the old files")]
    Import(import::Options),
    /// Print completions for a shell
    #[command(after_help = "Example:
  platgen completions bash > ~/.local/share/bash-completion/completions/platgen")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages into a folder, one for each command
    #[command(after_help = "Example:
  platgen man ~/.local/share/man/man1 && man platgen-build")]
    Man {
        /// The folder; made if it is not there
        folder: Utf8PathBuf,
    },
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With source lines, for people
    Human,
    /// A JSON array of findings
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub workflows
    Github,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// Where a terminal takes them and `NO_COLOR` is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    /// For everything that is printed from here on.
    fn choose(self) {
        let choice = match self {
            Self::Auto => return,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// What a verb ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
}

/// Something that no input file is to blame for: ends with exit code 2.
#[derive(Debug)]
struct Failed(String);

impl<E: std::error::Error> From<E> for Failed {
    /// The error and its causes, as far as each adds something.
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let words = error.to_string();
            if !text.contains(&words) {
                text = format!("{text}: {words}");
            }
            cause = error.source();
        }
        Self(text)
    }
}

/// Runs the command with the arguments of this process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no failure; everything else is a usage error. A closed pipe is nobody's fault.
            let code = if error.use_stderr() { 2 } else { 0 };
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    arguments.color.choose();
    let named = arguments.directory.as_deref();
    let root = match &arguments.verb {
        // These make a repository, and not somewhere above.
        Verb::Init(_) | Verb::Import(_) => named.unwrap_or(".".into()).to_owned(),
        Verb::Build(_)
        | Verb::Check(_)
        | Verb::Explain(_)
        | Verb::Simulate(_)
        | Verb::Report(_)
        | Verb::Diff(_)
        | Verb::Affected(_)
        | Verb::Schema(_)
        | Verb::ExplainCode(_)
        | Verb::Facts(_)
        | Verb::Reference(_)
        | Verb::New(_)
        | Verb::Grant(_)
        | Verb::Revoke(_)
        | Verb::Remove(_)
        | Verb::Completions { .. }
        | Verb::Man { .. } => inputs::repository(named),
    };
    let root = &root;
    let outcome = match &arguments.verb {
        Verb::Build(options) => build::run(root, options),
        Verb::Check(options) => check::run(root, options),
        Verb::Explain(options) => explain::run(root, options),
        Verb::Simulate(options) => simulate::run(root, options),
        Verb::Report(options) => report::run(root, options),
        Verb::Diff(options) => diff::run(root, options),
        Verb::Affected(options) => diff::affected(root, options),
        Verb::Schema(options) => schema::run(root, options),
        Verb::ExplainCode(options) => explain_code::run(root, options),
        Verb::Facts(options) => facts::run(root, options),
        Verb::Reference(options) => reference::run(root, options),
        Verb::Init(options) => init::run(root, options),
        Verb::New(what) => new::run(root, what),
        Verb::Grant(options) => grant::give(root, options),
        Verb::Revoke(options) => grant::take(root, options),
        Verb::Remove(what) => remove::run(root, what),
        Verb::Import(options) => import::run(root, options),
        Verb::Completions { shell } => completions(*shell),
        Verb::Man { folder } => manual(folder),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(Failed(why)) => {
            console::to_stderr(&format!("platgen: {why}\n"));
            ExitCode::from(2)
        }
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Outcome, Failed> {
    let mut script = Vec::new();
    let mut command = <Arguments as clap::CommandFactory>::command();
    clap_complete::generate(shell, &mut command, "platgen", &mut script);
    console::to_stdout(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

#[expect(
    clippy::disallowed_methods,
    reason = "pages for a user's own folder, which is no repository"
)]
fn manual(folder: &Utf8Path) -> Result<Outcome, Failed> {
    let failed = |error: std::io::Error| Failed(format!("{folder} cannot be written: {error}"));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let command = <Arguments as clap::CommandFactory>::command();
    clap_mangen::generate_to(command, folder).map_err(failed)?;
    Ok(Outcome::Clean)
}

#[cfg(test)]
mod tests {
    #[test]
    fn arguments_are_consistent() {
        <super::Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
