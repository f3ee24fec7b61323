//! Independent changes of two branches come together by git alone, or by one build after it; with real git.

#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::test_runner::{RngAlgorithm, TestRng};
use rand_like::below;

use crate::support::git::Git;
use crate::support::{copy_inputs, option, repository, scratch};

/// Pairs of branches that are merged every day.
const SAMPLE: usize = 15;
/// Those that are merged where `PLATGEN_MERGES` is set.
const ALL: usize = 200;
const TEAMS: usize = 6;

/// Numbers from a seed that is written here, so that a run can be had again.
mod rand_like {
    use proptest::prelude::Rng as _;
    use proptest::test_runner::TestRng;

    pub(super) fn below(rng: &mut TestRng, end: usize) -> usize {
        usize::try_from(rng.next_u32()).unwrap() % end
    }
}

/// A change of the inputs that touches one team, one model or one environment.
struct Change {
    branch: String,
    /// What it is about: two changes of one thing are not independent.
    about: String,
    make: Box<dyn Fn(&Git)>,
}

fn team(name: &str, limit: usize) -> String {
    format!(
        "team: {{name: {name}, displayName: Team {name}, owner: {name}@contoso.com, costCenter: CC-1}}\nmodels:\n  foundry:\n    - {{name: gpt-4.1, tokensPerMinute: {limit}, dailyTokenQuota: 5000000}}\n"
    )
}

fn model(name: &str, capacity: usize) -> String {
    format!(
        "foundryModels:\n  - {{name: {name}, modelName: gpt-4.1-mini, version: \"2025-04-14\", skuName: GlobalStandard, capacity: {capacity}, enabled: true}}\n"
    )
}

/// Every change: raised limits, suspended, new and removed teams; new and larger models; new and other environments.
fn changes() -> Vec<Change> {
    let mut changes = Vec::new();
    let mut add = |about: String, what: &str, make: Box<dyn Fn(&Git)>| {
        let branch = format!("{what}-{about}");
        changes.push(Change {
            branch,
            about,
            make,
        });
    };
    for number in 0..TEAMS {
        let name = format!("team{number}");
        let path = format!("teams/{name}/access.yaml");
        let raised = (path.clone(), team(&name, 20_000 + number));
        add(
            name.clone(),
            "raise",
            Box::new(move |git| git.write(&raised.0, &raised.1)),
        );
        let suspended = path.clone();
        add(
            name.clone(),
            "suspend",
            Box::new(move |git| git.edit(&suspended, "models:", "enabled: false\nmodels:")),
        );
        add(
            name.clone(),
            "remove",
            Box::new(move |git| drop(git.run(&["rm", "--quiet", &path]))),
        );
        let new = format!("new{number}");
        let text = team(&new, 1_000 + number);
        add(
            new.clone(),
            "add",
            Box::new(move |git| git.write(&format!("teams/{new}/access.yaml"), &text)),
        );
        let model_name = format!("model{number}");
        let path = format!("catalog/models/{model_name}.yaml");
        let text = model(&model_name, 20 + number);
        add(
            model_name,
            "grow",
            Box::new(move |git| git.write(&path, &text)),
        );
        let fresh = format!("fresh{number}");
        let text = model(&fresh, 5);
        add(
            fresh.clone(),
            "add",
            Box::new(move |git| git.write(&format!("catalog/models/{fresh}.yaml"), &text)),
        );
    }
    for name in ["test", "prod"] {
        let path = format!("catalog/environments/{name}.yaml");
        let text = format!("platform: {{suffix: {name}1}}\napim: {{capacity: 2}}\n");
        add(
            name.to_owned(),
            "grow",
            Box::new(move |git| git.write(&path, &text)),
        );
    }
    let new = "platform: {suffix: stage}\n";
    add(
        "stage".to_owned(),
        "add",
        Box::new(move |git| git.write("catalog/environments/stage.yaml", new)),
    );
    changes
}

fn base(name: &str) -> Git {
    let git = Git::init(&scratch(name));
    copy_inputs(&repository().join("tests/cases/one-team"), &git.root);
    std::fs::remove_dir_all(git.root.join("teams")).unwrap();
    for number in 0..TEAMS {
        let name = format!("team{number}");
        git.write(&format!("teams/{name}/access.yaml"), &team(&name, 10_000));
        let name = format!("model{number}");
        git.write(&format!("catalog/models/{name}.yaml"), &model(&name, 10));
    }
    for name in ["test", "prod"] {
        let path = format!("catalog/environments/{name}.yaml");
        git.write(&path, &format!("platform: {{suffix: {name}1}}\n"));
    }
    git
}

#[track_caller]
fn build(git: &Git) {
    let (code, said) = git.platgen(&["build", "--quiet"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn independent_changes_merge() {
    let git = base("merges");
    build(&git);
    git.commit_all("The platform");
    let changes = changes();
    let pairs = if option("PLATGEN_MERGES").is_some() {
        ALL
    } else {
        SAMPLE
    };
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut made = BTreeSet::new();
    let (mut clean, mut healed, mut report) = (0, 0, String::new());
    while clean + healed < pairs {
        let one = &changes[below(&mut rng, changes.len())];
        let other = &changes[below(&mut rng, changes.len())];
        if one.about == other.about {
            continue;
        }
        for change in [one, other] {
            if made.insert(&change.branch) {
                git.run(&["checkout", "--quiet", "-b", &change.branch, "main"]);
                (change.make)(&git);
                build(&git);
                git.commit_all(&change.branch);
            }
        }
        git.run(&["checkout", "--quiet", "--detach", &one.branch]);
        let merged = git.attempt(&["merge", "--quiet", "--no-edit", &other.branch]);
        if merged.status.success() && git.platgen(&["build", "--check", "--quiet"]).0 == Some(0) {
            clean += 1;
            continue;
        }
        // No editor: a build, and what stands there then is the merge.
        let conflicts = git.run(&["diff", "--name-only", "--diff-filter=U"]);
        assert!(
            conflicts
                .lines()
                .all(|path| path.starts_with("generated/") || path.starts_with("schemas/")),
            "{} and {}: {conflicts}",
            one.branch,
            other.branch
        );
        build(&git);
        git.run(&["add", "--all"]);
        git.run(&["commit", "--quiet", "--allow-empty", "--message", "Merged"]);
        let (code, said) = git.platgen(&["build", "--check", "--staged", "--quiet"]);
        assert_eq!(code, Some(0), "{} and {}: {said}", one.branch, other.branch);
        healed += 1;
        writeln!(report, "{} and {}", one.branch, other.branch).unwrap();
    }
    // Most come together without anybody's help.
    assert!(
        clean > pairs / 3,
        "{clean} clean, {healed} healed:\n{report}"
    );
}
