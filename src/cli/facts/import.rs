//! `platgen facts import`: what the Azure CLI prints becomes a file of `catalog/facts/`.

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::{Failed, Format, Outcome, console, proposal};
use crate::core::diag::{Diagnostic, Severity};
use crate::core::output::fresh;
use crate::core::output::plain;
use crate::facts::Day;
use crate::scaffold::facts::{List, imported};

/// Options of `platgen facts import`.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// What `az ... --output json` printed
    file: Utf8PathBuf,
    /// The day on which it was printed: YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    date: Day,
    /// Where it was read, such as the whole command; the command alone if not given
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// The file below `catalog/facts/`, without its folder; named by kind and day if not given
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// Writes the file, unless the inputs refuse it or another one is there.
pub(super) fn run(root: &Utf8Path, options: &Options) -> Result<Outcome, Failed> {
    let text = plain::text(Utf8Path::new(""), &options.file)?;
    let json = serde_json::from_str(&text)
        .map_err(|error| Failed(format!("{} is no JSON: {error}", options.file)))?;
    let Some(imported) = imported(&json, options.date, options.source.as_deref()) else {
        let commands: Vec<String> = List::ALL
            .iter()
            .map(|list| format!("`{} --output json`", list.command()))
            .collect();
        return Err(Failed(format!(
            "{} holds nothing that can be imported\nuse what one of these printed: {}",
            options.file,
            commands.join(", ")
        )));
    };
    let name = options.name.clone();
    let name = name.unwrap_or_else(|| format!("{}-{}.yaml", imported.list.key(), options.date));
    let path = Utf8Path::new("catalog/facts").join(&name);
    if crate::inputs::Input::of(&path) != Some(crate::inputs::Input::Facts) {
        return Err(Failed(format!(
            "`{}` is no name of a file of facts\nwrite one that ends in .yaml, without a folder",
            name.escape_debug()
        )));
    }
    let files = vec![proposal::input(path.clone(), &imported.tree)];
    let (sources, compiled) = proposal::compiled(root, &files)?;
    let file = sources.find(&path).map(|(id, _)| id);
    let of_file = |finding: &Diagnostic| {
        let mut labels = finding.labels.iter();
        finding.severity == Severity::Error && labels.any(|label| Some(label.span.file) == file)
    };
    let mut findings: Vec<Diagnostic> = compiled.into_iter().filter(of_file).collect();
    let (missing, in_the_way) = fresh::missing(root, &files)?;
    findings.extend(in_the_way);
    console::findings(&sources, &findings, Format::Human)?;
    if console::any_error(&findings) {
        return Ok(Outcome::Findings);
    }
    let next = format!(
        "{} facts about {}; next: `platgen check --today DAY`\n",
        imported.count,
        imported.list.key()
    );
    proposal::write(root, &missing, &next)
}
