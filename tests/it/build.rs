//! `platgen build` and `build --check` as a person uses them: ownership, drift, healing, exit codes.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::{copy_inputs, files, platgen, repository, scratch, texts};

/// A built copy of this repository's platform.
fn built(name: &str) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository(), &root);
    let output = platgen(&root, &["build"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        texts(&output).0,
        texts(&output).1
    );
    root
}

fn check(root: &Utf8Path) -> (Option<i32>, String) {
    let output = platgen(root, &["build", "--check"]);
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout + &stderr)
}

const POLICY: &str = "generated/demo/policies/products/beta.xml";

#[test]
fn a_second_build_has_nothing_to_do() {
    let root = built("second-build");
    let before = files(&root);
    let output = platgen(&root, &["build"]);
    assert!(
        texts(&output).0.contains("+0 ~0 -0"),
        "{}",
        texts(&output).0
    );
    assert!(texts(&output).0.contains("nothing to write"));
    assert_eq!(files(&root), before);
    assert_eq!(check(&root).0, Some(0));
}

#[test]
fn a_hand_edit_is_drift_and_is_shown() {
    let root = built("hand-edit");
    let text = std::fs::read_to_string(root.join(POLICY)).unwrap();
    std::fs::write(root.join(POLICY), format!("{text}<!-- mine -->\n")).unwrap();
    let before = files(&root);
    let (code, shown) = check(&root);
    assert_eq!(code, Some(1));
    assert!(
        shown.contains(&format!("--- a/{POLICY}")) && shown.contains("-<!-- mine -->"),
        "{shown}"
    );
    assert_eq!(files(&root), before, "check must not write");
    let json = platgen(&root, &["build", "--check", "--format", "json"]);
    assert_eq!(json.status.code(), Some(1));
    assert!(texts(&json).0.contains("edited-output"));
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(root.join(POLICY)).unwrap(), text);
}

#[test]
fn a_removed_team_takes_its_files_along() {
    let root = built("removed-team");
    std::fs::remove_dir_all(root.join("teams/beta")).unwrap();
    let (code, shown) = check(&root);
    assert_eq!(code, Some(1));
    assert!(shown.contains("+++ /dev/null"), "{shown}");
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(0));
    let left: Vec<_> = files(&root.join("generated"))
        .into_keys()
        .filter(|path| path.as_str().contains("beta"))
        .collect();
    assert_eq!(left, Vec::<Utf8PathBuf>::new());
    assert_eq!(check(&root).0, Some(0));
}

#[test]
fn a_removed_environment_takes_its_folder_along() {
    let root = built("removed-environment");
    std::fs::remove_file(root.join("catalog/environments/prod.yaml")).unwrap();
    // One of them is about that environment.
    std::fs::remove_file(root.join("catalog/expectations.yaml")).unwrap();
    for entry in root.join("teams").read_dir_utf8().unwrap() {
        let path = entry.unwrap().path().join("access.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        if text.contains("prod") {
            std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", texts(&output).1);
    assert!(!root.join("generated/prod").exists());
}

#[test]
fn files_of_others_stay_and_a_file_in_the_way_is_an_error() {
    let root = built("foreign");
    let mine = root.join("generated/demo/terraform/30-tenants/.terraform.lock.hcl");
    std::fs::write(&mine, "# lock\n").unwrap();
    assert_eq!(check(&root).0, Some(0));
    let team = root.join("teams/omega");
    std::fs::create_dir_all(&team).unwrap();
    let access = std::fs::read_to_string(root.join("teams/beta/access.yaml"))
        .unwrap()
        .replace("name: beta", "name: omega");
    std::fs::write(team.join("access.yaml"), access).unwrap();
    let way = root.join("generated/demo/policies/products/omega.xml");
    std::fs::write(&way, "<mine/>\n").unwrap();
    let before = files(&root);
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        texts(&output).1.contains("foreign-file"),
        "{}",
        texts(&output).1
    );
    assert_eq!(
        files(&root),
        before,
        "nothing may be written while an error stands"
    );
    std::fs::remove_file(way).unwrap();
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    assert!(mine.exists());
}

#[test]
fn a_link_out_of_generated_is_refused() {
    let root = built("linked");
    let elsewhere = scratch("linked-elsewhere");
    std::fs::remove_dir_all(root.join("generated/demo/policies")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, root.join("generated/demo/policies")).unwrap();
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        texts(&output).1.contains("unplanned-output"),
        "{}",
        texts(&output).1
    );
    assert!(files(&elsewhere).is_empty());
}

#[test]
fn nothing_is_removed_through_a_link() {
    let root = built("linked-orphan");
    let elsewhere = scratch("linked-orphan-elsewhere");
    std::fs::write(elsewhere.join("mine.txt"), "mine\n").unwrap();
    std::os::unix::fs::symlink(&elsewhere, root.join("generated/demo/old")).unwrap();
    let manifest = root.join("generated/demo/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let claimed = text.replacen(
        "\"files\": {",
        "\"files\": {\n    \"old/mine.txt\": \"0\",",
        1,
    );
    std::fs::write(&manifest, claimed).unwrap();
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        texts(&output).1.contains("generated/demo/old"),
        "{}",
        texts(&output).1
    );
    assert!(elsewhere.join("mine.txt").exists());
}

#[test]
fn an_error_writes_nothing() {
    let root = scratch("error-writes-nothing");
    copy_inputs(&repository(), &root);
    let path = root.join("teams/beta/access.yaml");
    let text = std::fs::read_to_string(&path)
        .unwrap()
        .replace("tokensPerMinute", "tokenPerMinute");
    std::fs::write(&path, text).unwrap();
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        texts(&output).1.contains("teams/beta/access.yaml:"),
        "{}",
        texts(&output).1
    );
    assert!(!root.join("generated").exists());
}

#[test]
fn usage_and_io_errors_end_with_2() {
    let root = scratch("usage");
    assert_eq!(platgen(&root, &["bild"]).status.code(), Some(2));
    assert_eq!(
        platgen(&root, &["build", "--jobs", "0"]).status.code(),
        Some(2)
    );
    assert_eq!(
        platgen(&root, &["-C", "nowhere", "build"]).status.code(),
        Some(2)
    );
    assert_eq!(platgen(&root, &["--help"]).status.code(), Some(0));
    let root = built("no-folder");
    std::fs::remove_dir_all(root.join("generated")).unwrap();
    std::fs::write(root.join("generated"), "a file\n").unwrap();
    let output = platgen(&root, &["build"]);
    assert_eq!(output.status.code(), Some(1), "{}", texts(&output).1);
    assert!(texts(&output).1.contains("--> generated"));
}

#[test]
fn a_crash_heals() {
    // What each point of a crash leaves: some files new, some old, some gone, staging left behind, the manifest claiming both.
    let root = built("crash");
    let after = files(&root.join("generated"));
    for remove in 0..4 {
        let paths: Vec<&Utf8PathBuf> = after
            .keys()
            .filter(|path| path.file_name() != Some("manifest.json"))
            .collect();
        for path in paths.iter().skip(remove).step_by(4) {
            std::fs::remove_file(root.join("generated").join(path)).unwrap();
        }
        std::fs::create_dir_all(root.join("generated/.staging")).unwrap();
        std::fs::write(root.join("generated/.staging/.tmpabc"), "half a fi").unwrap();
        assert_eq!(check(&root).0, Some(1));
        assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
        assert_eq!(files(&root.join("generated")), after);
    }
}

/// The kernel kills a process that writes more of one file than it may: a real kill in the middle of a write, at a place
/// that the limit chooses and not the clock.
#[test]
fn killed_builds_leave_whole_files() {
    use std::os::unix::process::ExitStatusExt as _;
    let root = scratch("killed");
    copy_inputs(&repository(), &root);
    let whole = files(&built("killed-reference").join("generated"));
    let mut killed = 0;
    let mut appeared = 0;
    // In blocks of 512 bytes, as POSIX counts them; the largest output has some fifty.
    for blocks in [1, 4, 12, 20, 24, 28, 32, 36, 40, 44, 48, 200] {
        let script = format!("ulimit -c 0; ulimit -f {blocks}; exec \"$0\" build --quiet --jobs 1");
        let status = std::process::Command::new("sh")
            .current_dir(&root)
            .args(["-c", &script, env!("CARGO_BIN_EXE_platgen")])
            .status()
            .unwrap();
        killed += usize::from(status.signal().is_some());
        for (path, text) in files(&root.join("generated")) {
            if !path.starts_with(".staging") && path.file_name() != Some("manifest.json") {
                appeared += 1;
                assert_eq!(
                    whole.get(&path),
                    Some(&text),
                    "{path} is neither old nor new"
                );
            }
        }
    }
    assert!(
        killed >= 5 && appeared > whole.len(),
        "killed {killed} times, {appeared} files seen"
    );
    assert_eq!(platgen(&root, &["build"]).status.code(), Some(0));
    assert_eq!(files(&root.join("generated")), whole);
}

/// The inputs of a platform with so many models, all granted to team `omega` if that is wanted.
fn crowded(name: &str, models: impl Iterator<Item = String>, granted: bool) -> Utf8PathBuf {
    let root = scratch(name);
    copy_inputs(&repository().join("tests/cases/one-team"), &root);
    let mut catalog = String::from("foundryModels:\n");
    let mut team = String::from(
        "team: {name: omega, displayName: O, owner: o@contoso.com, costCenter: C}\nmodels:\n  foundry:\n",
    );
    for model in models {
        writeln!(
            catalog,
            "  - {{name: {model}, modelName: gpt-4.1, version: \"2025-04-14\", skuName: GlobalStandard, capacity: 10, enabled: true}}"
        )
        .unwrap();
        writeln!(
            team,
            "    - {{name: {model}, tokensPerMinute: 1000, tokenQuota: none}}"
        )
        .unwrap();
    }
    std::fs::remove_dir_all(root.join("teams")).unwrap();
    std::fs::write(root.join("catalog/models.yaml"), catalog).unwrap();
    if granted {
        std::fs::create_dir_all(root.join("teams/omega")).unwrap();
        std::fs::write(root.join("teams/omega/access.yaml"), team).unwrap();
    }
    root
}

#[test]
fn a_policy_larger_than_azure_takes_is_an_error_of_its_input() {
    let names = |count, length: usize| (0..count).map(move |n| format!("model-{n:0length$}"));
    let cases = [
        (
            crowded("large-product", names(1_400, 4), true),
            "teams/omega/access.yaml:1:14",
            "`omega`",
        ),
        (
            crowded("large-api", names(2_000, 58), false),
            "catalog/platform.yaml:",
            "the API",
        ),
    ];
    for (root, place, whose) in cases {
        for arguments in [&["check"][..], &["build", "--check"], &["build"]] {
            let output = platgen(&root, arguments);
            let (_, said) = texts(&output);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
            let reported = ["error[over-limit]", place, whose, "524288", "1 error"];
            assert!(
                reported.iter().all(|part| said.contains(part)),
                "{arguments:?}: {said}"
            );
        }
        assert!(
            !root.join("generated").exists(),
            "nothing is written while an error stands"
        );
    }
    let fine = crowded("large-and-fine", names(300, 4), true);
    assert_eq!(platgen(&fine, &["check"]).status.code(), Some(0));
}
