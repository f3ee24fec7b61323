//! `platgen import`: the older spelling becomes ours, comments and values stay, faults are reported where they stand in the old files.

#![cfg(test)]

mod properties;

use camino::{Utf8Path, Utf8PathBuf};

use crate::support::option;
use crate::support::{copy_tree, files, platgen, repository, scratch, texts};

const CATALOG: &str = "platform/config/model_catalog.yaml";
const ALPHA: &str = "tenant-access/config/team-alpha/access.yaml";
const BETA: &str = "tenant-access/config/team-beta/access.yaml";

fn fixture(below: &str) -> Utf8PathBuf {
    repository().join("tests/import").join(below)
}

/// A copy of the old repository, and a folder for the new one.
fn old(name: &str) -> (Utf8PathBuf, Utf8PathBuf) {
    let root = scratch(name);
    copy_tree(&fixture("old"), &root.join("old"));
    (root.join("old"), root.join("new"))
}

fn run(from: &Utf8Path, to: &Utf8Path, more: &[&str]) -> (Option<i32>, String) {
    let arguments = [&["import", from.as_str(), "--output", to.as_str()], more].concat();
    let output = platgen(&repository(), &arguments);
    let (stdout, stderr) = texts(&output);
    (output.status.code(), stdout + &stderr)
}

#[test]
fn only_the_spelling_changes() {
    let (from, to) = old("import");
    let (code, said) = run(&from, &to, &[]);
    assert_eq!(code, Some(0), "{said}");
    for words in [
        &format!("--> {BETA}:3:9"),
        "the team `team-beta` is called `beta` from here on",
        &format!("--> {CATALOG}:20:13"),
        "write `phi-4-mini-instruct`",
        "warning[placeholder]",
        "3 warnings",
    ] {
        assert!(said.contains(words), "no {words} in\n{said}");
    }
    let written = files(&to);
    for (path, text) in files(&fixture("new")) {
        assert_eq!(written.get(&path), Some(&text), "{path}");
    }
    let platform = &written[Utf8Path::new("catalog/platform.yaml")];
    assert!(
        platform.contains("vnetCidr: \"10.20.0.0/16\"")
            && platform.contains("aks: \"10.20.4.0/24\""),
        "{platform}"
    );
    // Beside the schemas: the platform, the models, two teams.
    let inputs = written.keys().filter(|path| !path.starts_with("schemas"));
    assert_eq!(inputs.count(), 4);
    assert_eq!(platgen(&to, &["build"]).status.code(), Some(0));
    // Beside its outputs it can be imported again.
    let (code, said) = run(&from, &to, &[]);
    assert!(
        code == Some(0) && said.contains("nothing to write"),
        "{said}"
    );
}

#[test]
fn the_original_system_compiles() {
    let lab = option("PLATGEN_LAB").map(Utf8PathBuf::from);
    let beside = [lab, Some(repository().join("../shared/lab"))];
    let examples = beside.into_iter().flatten();
    let Some(from) = examples
        .map(|lab| lab.join("../examples/original"))
        .find(|path| path.is_dir())
    else {
        // Our own fixture has the same shape.
        return;
    };
    let to = scratch("import-original");
    let said = ["--name", "hai", "--suffix", "iwjf", "--environment", "demo"];
    let (code, reported) = run(&from, &to, &said);
    assert_eq!(code, Some(0), "{reported}");
    assert_eq!(
        reported.matches("warning[unknown-preset]").count(),
        2,
        "{reported}"
    );
    assert_eq!(
        reported.matches("warning[unusable-size]").count(),
        1,
        "{reported}"
    );
    assert_eq!(platgen(&to, &["build"]).status.code(), Some(0));
    for team in ["alpha", "beta"] {
        let access = format!("tenant-access/config/team-{team}/access.yaml");
        let before = std::fs::read_to_string(from.join(access)).unwrap();
        let after = std::fs::read_to_string(to.join(format!("teams/{team}/access.yaml"))).unwrap();
        assert_eq!(after.split_once('\n').unwrap().1, before);
    }
}

/// A change to the old repository, and what has to be reported.
struct Fault {
    path: &'static str,
    from: &'static str,
    to: &'static str,
    reported: &'static [&'static str],
}

const FAULTS: &[Fault] = &[
    Fault {
        path: CATALOG,
        from: "sku_name: *sku",
        to: "sku_nam: *sku",
        reported: &[
            "error[unknown-key]",
            "config/model_catalog.yaml:34:71",
            "did you mean `skuName`?",
        ],
    },
    Fault {
        path: CATALOG,
        from: "capacity: 100",
        to: "capacity: many",
        reported: &["error[wrong-type]", "config/model_catalog.yaml:32:15"],
    },
    Fault {
        path: CATALOG,
        from: "    preset: mistral-7b-instruct\n",
        to: "",
        reported: &[
            "error[missing-key]",
            "`preset`",
            "config/model_catalog.yaml:7:5",
        ],
    },
    Fault {
        path: CATALOG,
        from: "instance_type:",
        to: "deploy_timeout: 3\n    instance_type:",
        reported: &[
            "error[unknown-key]",
            "`deploy_timeout`",
            "config/model_catalog.yaml:11:5",
        ],
    },
    Fault {
        path: CATALOG,
        from: "    static_ip:",
        to: "    staticIP: 10.20.4.9\n    static_ip:",
        reported: &["error[duplicate-key]", "config/model_catalog.yaml:15:5"],
    },
    Fault {
        path: CATALOG,
        from: "capacity: 100",
        to: "capacity: [",
        reported: &["error[broken-yaml]", "config/model_catalog.yaml:"],
    },
    Fault {
        path: CATALOG,
        from: "10.20.4.200",
        to: "10.99.4.200",
        reported: &[
            "error[outside-network]",
            "too far apart for one subnet",
            "write catalog/platform.yaml",
        ],
    },
    Fault {
        path: ALPHA,
        from: "      daily_token_quota: 1000000 # a day\r\n",
        to: "",
        reported: &[
            "error[missing-key]",
            "quota",
            "team-alpha/access.yaml:11:13",
        ],
    },
    Fault {
        path: ALPHA,
        from: "name: gpt-4.1\r",
        to: "name: gpt-9\r",
        reported: &["error[unknown-reference]", "team-alpha/access.yaml:11:13"],
    },
    Fault {
        path: ALPHA,
        from: "name: alpha",
        to: "name: omega",
        reported: &["error[folder-mismatch]", "team-alpha/access.yaml:4:9"],
    },
    Fault {
        path: BETA,
        from: "name: 'team-beta'",
        to: "name: team-Beta",
        reported: &["error[invalid-value]", "team-beta/access.yaml:3:9"],
    },
    Fault {
        path: BETA,
        from: "costCenter: CC-2",
        to: "costCenter: !!str CC-2",
        reported: &["error[unsupported-yaml]", "team-beta/access.yaml:6:15"],
    },
];

#[test]
fn every_fault_is_reported_in_the_old_file_and_nothing_is_written() {
    let (from, to) = old("import-faults");
    for fault in FAULTS {
        let path = from.join(fault.path);
        let before = std::fs::read_to_string(&path).unwrap();
        assert!(
            before.contains(fault.from),
            "{} has no {}",
            fault.path,
            fault.from
        );
        std::fs::write(&path, before.replacen(fault.from, fault.to, 1)).unwrap();
        let (code, said) = run(&from, &to, &[]);
        assert_eq!(code, Some(1), "{}: {said}", fault.to);
        for words in fault.reported {
            assert!(said.contains(words), "{}: no {words} in\n{said}", fault.to);
        }
        assert!(!to.exists(), "{}", fault.to);
        std::fs::write(&path, before).unwrap();
    }
    // All at once, for machines.
    for fault in [&FAULTS[1], &FAULTS[7], &FAULTS[10]] {
        let path = from.join(fault.path);
        let before = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, before.replacen(fault.from, fault.to, 1)).unwrap();
    }
    let output = platgen(
        &from,
        &["import", ".", "--output", to.as_str(), "--format", "json"],
    );
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_str(&texts(&output).0).unwrap();
    let errors = found
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["severity"] == "error");
    assert_eq!(errors.count(), 3, "{found:#}");
    assert!(!to.exists());
}

#[test]
fn files_that_are_there_are_never_overwritten() {
    let (from, to) = old("import-there");
    // A platform that is there is kept and checked with.
    std::fs::create_dir_all(to.join("catalog")).unwrap();
    let platform =
        std::fs::read_to_string(repository().join("tests/cases/one-team/catalog/platform.yaml"));
    std::fs::write(to.join("catalog/platform.yaml"), platform.unwrap()).unwrap();
    let (code, said) = run(&from, &to, &[]);
    assert!(
        code == Some(1)
            && said.contains("error[address-outside-subnet]")
            && said.contains("config/model_catalog.yaml:14:16"),
        "{said}"
    );
    let platform = std::fs::read_to_string(to.join("catalog/platform.yaml")).unwrap();
    let platform = platform
        .replace("10.10.", "10.20.")
        .replace("10.20.7.0/27", "10.20.4.192/27")
        .replace(
            "AzureBastionSubnet: 10.20.4.0/24",
            "AzureBastionSubnet: 10.20.9.0/24",
        );
    std::fs::write(to.join("catalog/platform.yaml"), &platform).unwrap();
    std::fs::create_dir_all(to.join("teams/beta")).unwrap();
    std::fs::write(to.join("teams/beta/access.yaml"), "mine\n").unwrap();
    let before = files(&to);
    let (code, said) = run(&from, &to, &[]);
    assert!(
        code == Some(1)
            && said.contains("error[foreign-file]")
            && said.contains("--> teams/beta/access.yaml"),
        "{said}"
    );
    assert_eq!(files(&to), before);
    std::fs::remove_dir_all(to.join("teams")).unwrap();
    let (code, said) = run(&from, &to, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        std::fs::read_to_string(to.join("catalog/platform.yaml")).unwrap(),
        platform
    );
}

#[test]
fn files_that_cannot_be_taken_are_reported() {
    let (from, to) = old("import-files");
    let teams = from.join("tenant-access/config");
    copy_tree(&teams.join("team-alpha"), &teams.join("alpha"));
    std::fs::create_dir_all(teams.join("empty")).unwrap();
    std::fs::write(teams.join("defaults.yaml"), "x: 1\n").unwrap();
    std::fs::create_dir_all(teams.join("linked")).unwrap();
    std::os::unix::fs::symlink(from.join(ALPHA), teams.join("linked/access.yaml")).unwrap();
    let (code, said) = run(&from, &to, &[]);
    assert_eq!(code, Some(1));
    for words in [
        "error[duplicate-name]: tenant-access/config/alpha/access.yaml becomes\n                       teams/alpha/access.yaml too",
        "--> tenant-access/config/team-alpha/access.yaml",
        "error[special-file]",
        "--> tenant-access/config/linked/access.yaml",
        "warning[unread-input]",
        "--> tenant-access/config/defaults.yaml",
        "--> tenant-access/config/empty",
    ] {
        assert!(said.contains(words), "no {words} in\n{said}");
    }
    assert!(!to.exists());
    std::fs::remove_file(from.join(CATALOG)).unwrap();
    let (code, said) = run(&from, &to, &[]);
    assert!(
        code == Some(1) && said.contains("error[missing-input]"),
        "{said}"
    );
    assert_eq!(run(Utf8Path::new("nowhere"), &to, &[]).0, Some(2));
}
