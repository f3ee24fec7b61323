//! Answers for people: the line, what it comes from in short, then the input lines with the values marked.

use std::fmt::Write as _;

use camino::Utf8Path;

use super::fixed::Fixed;
use super::forward::{About, File, Line};
use super::origins::{Kind, Source};
use super::{Answer, backward, forward};
use crate::core::diag::{Label, join_truncated, render};
use crate::core::sources::Sources;

/// Lines of one output that are shown of an answer that is folded.
const LINES_SHOWN: usize = 8;
/// Outputs that are shown of an answer that is folded.
const FILES_SHOWN: usize = 16;
/// Files that are named as giving values to a fixed file.
const GIVERS_SHOWN: usize = 6;
/// Characters of a line that are shown of an answer that is folded.
const WIDTH: usize = 140;

/// How much is shown, and how.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Every line that is reached, and all of each.
    pub all: bool,
    /// With terminal colours.
    pub colour: bool,
}

/// An answer as text. `disk` says how the file on disk differs from what was explained, if it does.
pub fn render(answer: &Answer, disk: Option<&str>, sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    match answer {
        Answer::Forward(answer) => {
            of_output(&mut out, answer, sources, style);
            if let Some(disk) = disk {
                say(&mut out, &format!("\nnote: {disk}"));
            }
        }
        Answer::Backward(answer) => of_input(&mut out, answer, style),
    }
    out
}

fn say(out: &mut String, text: &str) {
    for line in text.split_inclusive('\n') {
        let shown = line.trim_end_matches('\n').chars();
        out.extend(shown.map(|c| {
            if c.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        }));
        out.push('\n');
    }
}

fn shortened(text: &str, style: Style) -> String {
    let text = text.trim_start();
    if style.all || text.chars().count() <= WIDTH {
        return text.to_owned();
    }
    let kept: String = text.chars().take(WIDTH - 3).collect();
    format!("{kept}...")
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn of_output(out: &mut String, answer: &forward::Answer, sources: &Sources, style: Style) {
    match &answer.about {
        About::Line(line) => {
            say(out, &format!("{}:{}", answer.path, line.number));
            say(out, &format!("  {}\n", line.text.trim_start()));
            of_line(out, answer, line, sources, style);
        }
        About::File(file) => {
            let place = format!(
                "{}: {}, made by target {}",
                answer.path,
                counted(file.lines as usize, "line"),
                answer.owner
            );
            say(out, &place);
            if !answer.purpose.is_empty() {
                say(out, &format!("  {}", answer.purpose));
            }
            out.push('\n');
            match &answer.fixed {
                Some(fixed) => of_fixed(out, fixed),
                None => of_file(out, file, &answer.path),
            }
        }
    }
}

fn of_line(
    out: &mut String,
    answer: &forward::Answer,
    line: &Line,
    sources: &Sources,
    style: Style,
) {
    if let Some(fixed) = &answer.fixed {
        return of_fixed(out, fixed);
    }
    if let Some(file) = &line.hash_of {
        return say(
            out,
            &format!(
                "It is the hash of {file}: every input that reaches that file changes it.\nplatgen explain {file} says which these are."
            ),
        );
    }
    if !line.sources.is_empty() {
        say(out, "It comes from:");
        return of_sources(out, &line.sources, sources, style);
    }
    say(
        out,
        "It is fixed text of platgen, the same wherever it stands: no input reaches this line.",
    );
    if let Some(around) = &line.enclosing {
        let text = shortened(&around.text, style);
        let how = if around.number < line.number {
            "It stands in"
        } else {
            "It is a remark on"
        };
        let place = format!("{how} line {}:\n  {text}", around.number);
        say(out, &format!("{place}\n\nwhich comes from:"));
        of_sources(out, &around.sources, sources, style);
    } else if !line.subject.is_empty() {
        say(out, "The file is there because of:");
        of_sources(out, &line.subject, sources, style);
    }
}

fn of_sources(out: &mut String, all: &[Source], sources: &Sources, style: Style) {
    let place = |source: &Source| match source.span {
        Some(span) => sources.position(span).to_string(),
        None => source.kind.word().to_owned(),
    };
    for source in all {
        let value = match (source.span, source.text.is_empty()) {
            (Some(_), false) => format!("{} = {}", source.name, shortened(&source.text, style)),
            (Some(_) | None, _) => source.name.clone(),
        };
        say(
            out,
            &format!("  {}  {value}\n      {}", place(source), source.words),
        );
        if source.kind == Kind::Fact && !source.text.is_empty() {
            say(out, &format!("      {}", source.text));
        }
    }
    let labels = labels(all);
    if !labels.is_empty() {
        out.push('\n');
        out.push_str(&render::places(&labels, sources, style.colour));
        out.push('\n');
    }
}

fn labels(all: &[Source]) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for source in all {
        let second = match source.kind {
            Kind::Overlaid => "replaced",
            Kind::Granted => "granted through this group",
            Kind::Written | Kind::Computed | Kind::Because | Kind::Default | Kind::Fact => "",
        };
        let places = [(source.span, ""), (source.other, second)];
        for (span, text) in places {
            // A file's name stands nowhere in it.
            let Some(span) = span.filter(|span| span.start < span.end) else {
                continue;
            };
            let text = text.to_owned();
            if !labels.iter().any(|label| label.span == span) {
                labels.push(Label { span, text });
            }
        }
    }
    labels
}

fn of_fixed(out: &mut String, fixed: &Fixed) {
    say(
        out,
        &format!(
            "It is a fixed file, the same for every platform: no input reaches it. It is {} of platgen.",
            fixed.source
        ),
    );
    let Some(module) = &fixed.module else {
        return;
    };
    let what = match &fixed.variable {
        Some(variable) => format!("`var.{variable}`"),
        None => "Its values".to_owned(),
    };
    if fixed.givers.is_empty() {
        return say(
            out,
            &format!("{what}: no root that calls {module} sets it, so the module's default holds."),
        );
    }
    let verb = if fixed.variable.is_some() {
        "comes"
    } else {
        "come"
    };
    say(out, &format!("{what} {verb} from:"));
    for giver in fixed.givers.iter().take(GIVERS_SHOWN) {
        let line = giver
            .line
            .map_or_else(String::new, |line| format!(":{line}"));
        say(out, &format!("  {}{line}", giver.path));
    }
    let rest = fixed.givers.len().saturating_sub(GIVERS_SHOWN);
    if rest > 0 {
        say(out, &format!("  and {}", counted(rest, "file")));
    }
}

fn of_file(out: &mut String, file: &File, path: &Utf8Path) {
    if !file.inputs.is_empty() {
        say(out, "It comes from:");
    }
    for (input, lines) in &file.inputs {
        let numbers = join_truncated(lines.iter().map(u32::to_string), LINES_SHOWN * 2);
        let what = if lines.len() == 1 { "line" } else { "lines" };
        say(out, &format!("  {input}  {what} {numbers}"));
    }
    for source in file
        .subject
        .iter()
        .filter(|source| source.kind != Kind::Because)
    {
        say(
            out,
            &format!("It is there because of {} = {}.", source.name, source.text),
        );
    }
    say(
        out,
        &format!("\nOf its {}:", counted(file.lines as usize, "line")),
    );
    let mut counts: Vec<(u32, &str)> = Kind::ALL
        .iter()
        .filter_map(|kind| Some((*file.counts.get(kind)?, kind.shows())))
        .collect();
    counts.push((file.same_for_all, "are fixed text of platgen"));
    for (count, what) in counts {
        say(out, &format!("  {count:>5}  {what}"));
    }
    if !file.counts.is_empty() {
        say(
            out,
            &format!("\nplatgen explain {path}:LINE explains one of them."),
        );
    }
}

fn of_input(out: &mut String, answer: &backward::Answer, style: Style) {
    let place = match (answer.line, answer.column) {
        (None, _) => answer.path.to_string(),
        (Some(line), None) => format!("{}:{line}", answer.path),
        (Some(line), Some(column)) => format!("{}:{line}:{column}", answer.path),
    };
    say(out, &place);
    if answer.line.is_some() {
        say(out, &format!("  {}", answer.text.trim_start()));
    }
    if answer.reached.is_empty() {
        say(out, "\nIt reaches no line of an output.");
    } else {
        let (lines, files) = (answer.count(), answer.reached.len());
        say(
            out,
            &format!(
                "\nIt reaches {} of {}:",
                counted(lines, "line"),
                counted(files, "file")
            ),
        );
        reached(out, answer, style);
    }
    for remark in &answer.remarks {
        say(out, &format!("note: {remark}"));
    }
}

fn reached(out: &mut String, answer: &backward::Answer, style: Style) {
    let (files, lines) = if style.all {
        (usize::MAX, usize::MAX)
    } else {
        (FILES_SHOWN, LINES_SHOWN)
    };
    for (path, found) in answer.reached.iter().take(files) {
        say(out, path.as_str());
        for one in found.iter().take(lines) {
            let text = shortened(&one.text, style);
            let because = if one.kind == Kind::Because {
                " (there because of it)"
            } else {
                ""
            };
            // Written so that editors and terminals make a link of it, with the path above.
            let _ = write!(out, "{:>6}: ", one.line);
            say(out, &format!("{text}{because}"));
        }
        let rest = found.len().saturating_sub(lines);
        if rest > 0 {
            say(out, &format!("        and {}", counted(rest, "more line")));
        }
    }
    let rest: usize = answer.reached.values().skip(files).map(Vec::len).sum();
    if rest > 0 {
        let more = answer.reached.len().saturating_sub(files);
        say(
            out,
            &format!(
                "and {} of {}: --all shows them",
                counted(rest, "line"),
                counted(more, "more file")
            ),
        );
    } else if !style.all && answer.reached.values().any(|found| found.len() > lines) {
        say(out, "--all shows every line");
    }
}
