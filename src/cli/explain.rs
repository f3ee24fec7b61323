//! `platgen explain PATH[:LINE[:COLUMN]]`.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, console, inputs};
use crate::core::document::Document;
use crate::core::explain::{self, Answer, Question, Repository, human, json};
use crate::core::{output, print};
use crate::domain::unreached::Platforms;

/// Options of `platgen explain`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// An output or an input, from the repository or from here; a line of it; of an input, a column
    #[arg(value_name = "PATH[:LINE[:COLUMN]]")]
    place: String,
    /// One environment only
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// Every line that is reached, and all of each
    #[arg(long)]
    all: bool,
    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With source lines, for people
    Human,
    /// One JSON object
    Json,
}

/// Explains a place.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let question = Question::parse(&options.place)?;
    let (sources, compilation) = inputs::compiled(root)?;
    if console::any_error(&compilation.findings) {
        let format = match options.format {
            Format::Human => super::Format::Human,
            Format::Json => super::Format::Json,
        };
        console::findings(&sources, &compilation.findings, format)?;
        return Ok(Outcome::Findings);
    }
    let plan = crate::plan(&compilation.platforms);
    let print = |document: &Document| {
        let printed = print::print(document);
        (printed.text, printed.trace)
    };
    let platforms = Platforms(&compilation.platforms);
    let repository = Repository {
        sources: &sources,
        environments: &platforms.environments(),
        meaning: &platforms,
        plan: &plan,
        print: &print,
        environment: options.env.as_deref(),
    };
    let answer = explain::explain(repository, &question, &places(root, &question.path))?;
    let disk = on_disk(root, &answer)?;
    let text = match options.format {
        Format::Human => {
            let style = human::Style {
                all: options.all,
                // `anstream` takes colour away again where the terminal or NO_COLOR does not want it.
                colour: true,
            };
            human::render(&answer, disk, &sources, style)
        }
        Format::Json => json::render(&answer, disk, &sources),
    };
    console::to_stdout(&text)?;
    Ok(Outcome::Clean)
}

/// What a path may be, relative to the repository: as it is written, or seen from the folder that platgen was started in.
fn places(root: &Utf8Path, path: &Utf8Path) -> Vec<Utf8PathBuf> {
    let plain = |path: &Utf8Path| {
        let mut plain = Utf8PathBuf::new();
        for part in path.components() {
            match part {
                camino::Utf8Component::CurDir => {}
                camino::Utf8Component::ParentDir => drop(plain.pop()),
                camino::Utf8Component::Prefix(_)
                | camino::Utf8Component::RootDir
                | camino::Utf8Component::Normal(_) => plain.push(part),
            }
        }
        plain
    };
    let absolute = |path: &Utf8Path| {
        let absolute = camino::absolute_utf8(path).ok()?;
        Some(plain(&absolute))
    };
    let from_here = absolute(path).zip(absolute(root));
    let from_here =
        from_here.and_then(|(path, root)| path.strip_prefix(root).ok().map(Utf8Path::to_owned));
    let as_written = path.is_relative().then(|| plain(path));
    as_written.into_iter().chain(from_here).collect()
}

/// How an output on disk differs from what was explained, if it does.
fn on_disk(root: &Utf8Path, answer: &Answer) -> Result<Option<&'static str>, Failed> {
    let Answer::Forward(answer) = answer else {
        return Ok(None);
    };
    if answer.text.is_empty() {
        return Ok(None);
    }
    Ok(match output::plain::there(root, &answer.path)? {
        None => Some("the file is not on disk yet; this is what `platgen build` would write"),
        Some(there) if there == answer.text.as_bytes() => None,
        Some(_) => Some(
            "the file on disk differs from what the inputs compile to, so its lines may be others; `platgen build --check` shows how",
        ),
    })
}
