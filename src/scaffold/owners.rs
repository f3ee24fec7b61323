//! `CODEOWNERS`: who reviews what. One line per team, under its cost centre; what decides for all is the platform team's.
//!
//! Source: GitHub Docs, About code owners (a later line wins; owners are users, teams or mail addresses; read 2026-12-01).

use std::collections::BTreeSet;

/// A team, as far as reviews are concerned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnedTeam {
    /// Who pays for it.
    pub cost_center: String,
    /// Its name, which is its folder's.
    pub name: String,
    /// Mail address of who answers for it; left out where it is none that GitHub takes.
    pub owner: Option<String>,
}

/// Folders in which each line counts for everybody.
const SHARED: [&str; 3] = ["catalog", "generated", "schemas"];

/// The file: `reviewers` are the platform's team, whose are `pipelines` too, paths from the repository's root.
pub fn codeowners(reviewers: &str, pipelines: &[&str], teams: &BTreeSet<OwnedTeam>) -> String {
    let mut text = format!(
        "# Who reviews what: a later line wins. New teams get a line of their own.\n* {reviewers}\n"
    );
    let mut last = None;
    for team in teams {
        if last.replace(&team.cost_center) != Some(&team.cost_center) {
            text.extend(["\n# Cost centre ", &team.cost_center, "\n"]);
        }
        let owner = team.owner.as_deref().filter(|owner| is_mail(owner));
        text.extend(["/teams/", &team.name, "/ "]);
        text.extend(owner.into_iter().flat_map(|owner| [owner, " "]));
        text.extend([reviewers, "\n"]);
    }
    text.push('\n');
    for path in pipelines {
        text.extend(["/", path, " ", reviewers, "\n"]);
    }
    for folder in SHARED {
        text.extend(["/", folder, "/ ", reviewers, "\n"]);
    }
    text
}

/// Whoever can be named as an owner: `@user`, `@organisation/team`, or a mail address.
///
/// # Errors
/// Words on what is taken.
pub fn reviewers(text: &str) -> Result<String, String> {
    let name = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let account = text.strip_prefix('@').is_some_and(|rest| {
        let (first, second) = rest.split_once('/').unwrap_or((rest, "x"));
        name(first) && name(second)
    });
    if account || is_mail(text) {
        Ok(text.to_owned())
    } else {
        Err("use @organisation/team, @user or a mail address".to_owned())
    }
}

fn is_mail(text: &str) -> bool {
    let part = |text: &str, others: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
        !text.is_empty() && text.chars().all(plain)
    };
    text.split_once('@')
        .is_some_and(|(user, host)| part(user, "._%+-") && part(host, ".-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_team_has_a_line_under_its_cost_centre() {
        let team = |cost_center: &str, name: &str, owner: &str| OwnedTeam {
            cost_center: cost_center.to_owned(),
            name: name.to_owned(),
            owner: Some(owner.to_owned()),
        };
        let teams = [
            team("CC-2", "alpha", "alpha@contoso.com"),
            team("CC-1", "beta", "beta@contoso.com"),
            team("CC-1", "gamma", "no mail # x@y"),
        ];
        let text = codeowners("@contoso/platform", &[".github/"], &teams.into());
        let lines: Vec<&str> = text.lines().collect();
        let wanted = [
            "* @contoso/platform",
            "",
            "# Cost centre CC-1",
            "/teams/beta/ beta@contoso.com @contoso/platform",
            "/teams/gamma/ @contoso/platform",
            "",
            "# Cost centre CC-2",
            "/teams/alpha/ alpha@contoso.com @contoso/platform",
            "",
            "/.github/ @contoso/platform",
        ];
        assert_eq!(lines[1..=wanted.len()], wanted, "{text}");
        assert!(reviewers("@contoso/platform").is_ok() && reviewers("a@contoso.com").is_ok());
        for wrong in ["", "@", "contoso", "@a/b/c", "@a b", "a@b\n* @evil"] {
            assert!(reviewers(wrong).is_err(), "{wrong}");
        }
    }
}
