//! `platgen simulate`: one request by options, or many by lines of JSON.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ValueEnum;

use self::directory::Directory;
use super::{Failed, Outcome, console, inputs};
use crate::core::origin::Origin;
use crate::core::sources::Sources;
use crate::core::yaml::words;
use crate::domain::models::model::Model;
use crate::domain::platform::model::Platform;
use crate::simulate::{KeyScope, Outcome as Reported, Refusal, Rule, Simulator};
use crate::target::apim::errors::Refusal as Code;

mod ask;
mod directory;
mod files;
mod human;
mod json;
mod lines;
mod rollout;
mod time;

pub(super) const HELP: &str = "Examples:
  platgen simulate --env demo --team beta --model gpt-4.1
  platgen simulate --env demo --team beta --path /models
  platgen simulate --env demo --team beta --model gpt-4.1 --path /responses --body-file body.json
  platgen simulate --env demo --team beta --model gpt-4.1 --key unknown --format json
  platgen simulate --env demo --requests requests.jsonl > outcomes.jsonl
  platgen simulate rollout --env demo   the add-ons of the cluster, wave by wave from an empty one

Lines of --requests, one JSON object each, are sent to one gateway in order; every member may be left out:
  {\"team\": \"beta\", \"model\": \"gpt-4.1\", \"at\": 61,
   \"key\": \"team\", \"path\": \"/chat/completions\", \"method\": \"POST\", \"headers\": {\"x-trace\": \"1\"},
   \"body\": {\"model\": \"gpt-4.1\", \"stream\": true}, \"entraClient\": \"66666666-...\",
   \"upstream\": [{\"status\": 429}, {\"status\": 200, \"tokens\": 500}, {\"fails\": \"timeout\"}]}
  body       sent as JSON; bodyText sends a text as it is, bodyFile a file (relative to the requests' folder)
  at         seconds since the start, or a time like 2026-03-01T12:00:00Z; it never goes back
  takes      seconds until the answer begins: requests until then come while this one waits
  upstream   what calls are answered, in order, the last one from then on; fails: timeout or unreachable

Each line sent gives one line of JSON with its number as `line`. A broken line is reported on standard error, the others are sent.

Exit codes:
  0  allowed; with --requests: every line was sent
  1  refused, failed, or inputs with errors; with --requests: a broken line
  2  usage or I/O, also a team or an environment that does not exist";

/// Options of `platgen simulate`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// The environment; needed if there are several
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    #[command(flatten)]
    one: One,
    /// Header, as `Name: value`; may be given several times
    #[arg(
        long = "header",
        value_name = "NAME: VALUE",
        conflicts_with = "requests"
    )]
    headers: Vec<String>,
    /// File with the body, `-` for standard input; a small valid body if not given
    #[arg(long, value_name = "FILE", conflicts_with = "requests")]
    body_file: Option<Utf8PathBuf>,
    /// When: a time like 2026-03-01T12:00:00Z; with --requests, when the simulation starts [default: 2026-01-01T00:00:00Z]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// File with one request per line, `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["team", "model", "path", "method", "key", "entra_client"])]
    requests: Option<Utf8PathBuf>,
    /// How the outcome is printed; lines of --requests always give lines of JSON
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
}

/// What is simulated besides requests.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Show in which order the add-ons of an environment start on an empty cluster, and what each waits for
    Rollout(rollout::Options),
}

/// What one request asks for.
#[derive(Debug, Default, Clone, clap::Args)]
struct One {
    /// Whose key is sent
    #[arg(long, value_name = "TEAM", required_unless_present_any = ["requests", "key"])]
    team: Option<String>,
    /// What the body asks for as `model`; an alias too
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Path, below /openai/v1 or whole [default: what the model can do, chat first]
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// HTTP method [default: the path's]
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Which key is sent [default: team]
    #[arg(long, value_enum, value_name = "KEY")]
    key: Option<WhichKey>,
    /// Client application of an Entra token of the team's tenant, for teams that demand one
    #[arg(long, value_name = "ID")]
    entra_client: Option<String>,
}

/// Which key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WhichKey {
    /// The team's primary key
    Team,
    /// The team's secondary key
    TeamSecondary,
    /// None
    None,
    /// One that the service does not know
    Unknown,
    /// One of all APIs, which belongs to no team
    AllApis,
    /// One of the API, which belongs to no team
    OneApi,
}

/// How an outcome is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people
    Human,
    /// One JSON object
    Json,
}

/// What is printed with places: the inputs, and the gateway that knows its policies.
struct Shown<'a> {
    sources: &'a Sources,
    simulator: &'a Simulator,
    directory: &'a Directory<'a>,
}

impl Shown<'_> {
    /// The inputs behind a refusal. A policy that refuses because something is not granted shows no input of its own: it is
    /// the team's file that lacks the grant, or the model's entry that lacks the capability. A call that failed has its
    /// backend's inputs.
    fn behind(&self, refusal: &Refusal, outcome: &Reported) -> Vec<Origin> {
        let Rule::Policy(code) = &refusal.rule else {
            let called = outcome.calls.last().filter(|_| refusal.inputs.is_empty());
            return called.map_or_else(|| refusal.inputs.clone(), |call| call.inputs.clone());
        };
        let one_of = |codes: &[Code]| codes.iter().any(|one| one.code() == code);
        let lacking = if one_of(&[Code::ModelNotAllowed, Code::DeploymentNotFound]) {
            let team = match &outcome.key {
                Some(KeyScope::Product(team)) => self.directory.team(team),
                Some(KeyScope::Api | KeyScope::AllApis) | None => None,
            };
            team.map(|team| team.name.origin)
        } else if one_of(&[Code::OperationNotSupported]) {
            let model = outcome.model.as_deref();
            let model = model.and_then(|name| self.directory.model(name));
            model.map(Model::origin)
        } else {
            None
        };
        refusal.inputs.iter().copied().chain(lacking).collect()
    }
}

/// Simulates.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    if let Some(What::Rollout(options)) = &options.what {
        return rollout::run(root, options);
    }
    let (sources, compilation) = inputs::compiled(root)?;
    if console::any_error(&compilation.findings) {
        console::findings(&sources, &compilation.findings, super::Format::Human)?;
        return Ok(Outcome::Findings);
    }
    let platform = platform(&compilation.platforms, options.env.as_deref())?;
    let mut simulator = crate::simulator(platform);
    if let Some(at) = &options.at {
        let start = time::parse(at).ok_or_else(|| {
            Failed(format!(
                "--at {at} is no time: write it like 2026-03-01T12:00:00Z"
            ))
        })?;
        simulator.restart(start);
    }
    let directory = Directory::of(platform);
    match &options.requests {
        Some(path) => lines::run(&sources, &directory, &mut simulator, path),
        None => one(&sources, &directory, &mut simulator, options),
    }
}

/// The platform of an environment.
fn platform<'p>(platforms: &'p [Platform], wanted: Option<&str>) -> Result<&'p Platform, Failed> {
    let names: Vec<&str> = platforms
        .iter()
        .map(|one| one.environment.value.as_str())
        .collect();
    let found = match (wanted, platforms) {
        (Some(wanted), _) => platforms
            .iter()
            .find(|one| one.environment.value.as_str() == wanted),
        (None, [only]) => Some(only),
        (None, _) => {
            let all = names.join(", ");
            return Err(Failed(format!(
                "there are several environments: name one with --env, of {all}"
            )));
        }
    };
    found.ok_or_else(|| {
        let help = words::named(wanted.unwrap_or_default(), &names, "environment");
        Failed(format!(
            "there is no environment `{}`: {help}",
            wanted.unwrap_or_default()
        ))
    })
}

fn one(
    sources: &Sources,
    directory: &Directory<'_>,
    simulator: &mut Simulator,
    options: &Options,
) -> Result<Outcome, Failed> {
    let team = options.one.team.as_deref();
    if let Some((wrong, help)) = team.and_then(|name| directory.unknown_team(name)) {
        return Err(Failed(format!("{wrong}: {help}")));
    }
    let mut asked = ask::Asked {
        one: options.one.clone(),
        ..ask::Asked::default()
    };
    for header in &options.headers {
        let Some((name, value)) = header.split_once(':') else {
            return Err(Failed(format!(
                "--header {header:?} has no colon: write it as `Name: value`"
            )));
        };
        asked
            .headers
            .push((name.trim().to_owned(), value.trim().to_owned()));
    }
    if let Some(path) = &options.body_file {
        asked.body = Some(files::bytes(path)?);
    }
    let (request, token) = asked.request(directory);
    simulator.service.tokens.extend(token);
    let outcome = simulator.send(&request);
    let notes = ask::notes(
        directory,
        options.one.model.as_deref(),
        &request.path,
        &outcome,
    );
    let shown = Shown {
        sources,
        simulator,
        directory,
    };
    console::to_stdout(&match options.format {
        Shape::Human => {
            for note in &notes {
                console::to_stderr(&format!("note: {note}\n"));
            }
            human::text(&shown, &request, &outcome)
        }
        Shape::Json => {
            let value = json::value(&shown, &request, &outcome, &notes);
            format!("{value:#}\n")
        }
    })?;
    Ok(if outcome.allowed() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
