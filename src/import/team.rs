//! Team names: in the older layout folders are called `team-alpha`, and some teams too; ours are called `alpha`.

use super::Edit;
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::sources::SourceFile;
use crate::core::yaml::tree::{Node, Value};
use crate::domain::ids::TeamName;

/// What names start with that say no more than the folder `teams/` does.
const PREFIX: &str = "team-";

/// A name without its prefix, if something is left.
pub(super) fn without_prefix(name: &str) -> &str {
    name.strip_prefix(PREFIX)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
}

/// Takes the prefix off a team's name, and reports it, since keys and products bear the name.
pub(super) fn rename(
    file: &Node,
    source: &SourceFile,
    edits: &mut Vec<Edit>,
    findings: &mut Diagnostics,
) {
    let Some(node) = file.get("team").and_then(|team| team.get("name")) else {
        return;
    };
    let Value::Text(name) = &node.value else {
        return;
    };
    let short = without_prefix(name);
    // A name that is none is reported later, as it was written.
    if short == name || TeamName::parse(short).is_err() {
        return;
    }
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    let Some(written) = source.text().get(start..end) else {
        return;
    };
    // In any other form (a block, an alias) it stays, and the folder's name is reported to differ from it.
    let quotes = [String::new(), "\"".to_owned(), "'".to_owned()];
    if !quotes
        .iter()
        .any(|quote| *written == format!("{quote}{name}{quote}"))
    {
        return;
    }
    // Quoted, since `team-1` is a text and `1` is not.
    edits.push(Edit::new(start, end, format!("\"{short}\"")));
    let message = format!("the team `{name}` is called `{short}` from here on");
    let finding = Diagnostic::new(Code::RenamedTeam, node.span, message);
    findings
        .push(finding.help("inform the team, whose product and subscription bear the new name"));
}
