//! Tests of `sources/read`.

use std::fs;

use super::*;

/// A repository in a folder that goes away with the test.
struct Repository(tempfile::TempDir);

#[expect(
    clippy::disallowed_methods,
    reason = "the test of the module that reads from disk"
)]
impl Repository {
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self(folder)
    }

    fn folder(self, path: &str) -> Self {
        fs::create_dir_all(self.0.path().join(path)).unwrap();
        self
    }

    /// Paths read, and findings as `code path`.
    fn read(&self) -> (Vec<String>, Vec<String>) {
        let (sources, findings) = crate::inputs::read(self.0.path()).unwrap();
        let paths = sources
            .iter()
            .map(|(_, file)| file.path().to_string())
            .collect();
        let reported = findings.sorted();
        (
            paths,
            reported
                .iter()
                .map(|one| format!("{} {}", one.code.name(), place(&sources, one)))
                .collect(),
        )
    }
}

/// The file that a finding is about.
fn place(sources: &Sources, finding: &Diagnostic) -> Utf8PathBuf {
    match finding.labels.first() {
        Some(label) => sources.position(label.span).path,
        None => finding.path.clone().unwrap(),
    }
}

const PLATFORM_FILE: (&str, &[u8]) = ("catalog/platform.yaml", b"platform: {}\n");

#[test]
fn reads_the_known_files_by_path() {
    let repository = Repository::with(&[
        ("teams/b/access.yaml", b"b"),
        ("teams/a/access.yaml", b"\xef\xbb\xbfa"),
        ("teams/a/README.md", b""),
        ("teams/.gitkeep", b""),
        ("catalog/models/x.yaml", b""),
        ("catalog/models.yaml", b""),
        ("catalog/environments/prod.yaml", b""),
        ("catalog/guardrails.yaml", b""),
        ("catalog/guardrails/a.rego", b""),
        ("catalog/guardrails/a_test.rego", b""),
        ("catalog/expectations.yaml", b""),
        ("README.md", b""),
        PLATFORM_FILE,
    ]);
    let (paths, findings) = repository.read();
    assert_eq!(
        paths,
        [
            "catalog/environments/prod.yaml",
            "catalog/expectations.yaml",
            "catalog/guardrails/a.rego",
            "catalog/guardrails.yaml",
            "catalog/models/x.yaml",
            "catalog/models.yaml",
            "catalog/platform.yaml",
            "teams/a/access.yaml",
            "teams/b/access.yaml",
        ]
    );
    assert_eq!(findings, [""; 0]);
    let (sources, _) = crate::inputs::read(repository.0.path()).unwrap();
    let (_, file) = sources.find(Utf8Path::new("teams/a/access.yaml")).unwrap();
    assert_eq!(file.text(), "a", "without the byte order mark");
}

#[test]
fn no_teams_is_fine_and_no_platform_is_not() {
    assert_eq!(Repository::with(&[PLATFORM_FILE]).read().1, [""; 0]);
    assert_eq!(
        Repository::with(&[]).read().1,
        ["missing-input catalog/platform.yaml"]
    );
}

#[test]
fn reports_files_that_are_not_read() {
    let repository = Repository::with(&[
        PLATFORM_FILE,
        ("catalog/Models.yaml", b""),
        ("catalog/notes.txt", b""),
        ("catalog/models/deep/x.yaml", b""),
        ("catalog/other/x.yaml", b""),
        ("catalog/guardrails/Costs.REGO", b""),
        ("catalog/guardrails/more.yaml", b""),
        ("teams/a/access.yml", b""),
        ("teams/b/access.yaml", b""),
        ("teams/b/sub/access.yaml", b""),
        ("teams/c.yaml", b""),
    ])
    .folder("teams/empty");
    let (sources, findings) = crate::inputs::read(repository.0.path()).unwrap();
    assert_eq!(sources.iter().count(), 2);
    let reported: Vec<String> = findings
        .sorted()
        .iter()
        .map(|one| {
            format!(
                "{} {}: {}",
                one.code.name(),
                one.path.as_ref().unwrap(),
                one.help.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        reported,
        [
            "misplaced-input catalog/Models.yaml: rename it to catalog/models.yaml so that it is read, or remove it",
            "misplaced-input catalog/guardrails/Costs.REGO: rename it to catalog/guardrails/costs.rego so that it is read, or remove it",
            "unread-input catalog/guardrails/more.yaml: remove it, or move it out of the folders of inputs",
            "misplaced-input catalog/models/deep: move its files one level up, or remove it",
            "unread-input catalog/notes.txt: remove it, or move it out of the folders of inputs",
            "misplaced-input catalog/other: move its files to a folder that is read, or remove it",
            "misplaced-input teams/a/access.yml: rename it to teams/a/access.yaml so that it is read, or remove it",
            "misplaced-input teams/b/sub: move it to teams/sub, or remove it",
            "misplaced-input teams/c.yaml: rename it to teams/c/access.yaml so that it is read, or remove it",
            "misplaced-input teams/empty: write teams/empty/access.yaml, or remove the folder",
        ]
        .map(str::to_owned)
    );
}

#[test]
fn bad_files_are_findings_and_the_others_are_read() {
    let large = vec![b'a'; usize::try_from(LARGEST).unwrap() + 1];
    let exact = vec![b'a'; usize::try_from(LARGEST).unwrap()];
    let repository = Repository::with(&[
        PLATFORM_FILE,
        ("teams/a/access.yaml", b"a: \xff"),
        ("teams/b/access.yaml", &large),
        ("teams/c/access.yaml", &exact),
    ])
    .folder("catalog/models.yaml/x");
    let (paths, findings) = repository.read();
    assert_eq!(paths, ["catalog/platform.yaml", "teams/c/access.yaml"]);
    let expected = [
        "not-utf8 teams/a/access.yaml",
        "special-file catalog/models.yaml",
        "file-too-large teams/b/access.yaml",
    ];
    assert_eq!(findings, expected);
}

#[cfg(unix)]
#[test]
fn links_special_files_and_odd_names_are_findings() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let repository = Repository::with(&[PLATFORM_FILE])
        .folder("teams/a")
        .folder("teams/b");
    let teams = repository.0.path().join("teams");
    std::os::unix::fs::symlink("../../catalog/platform.yaml", teams.join("a/access.yaml")).unwrap();
    std::os::unix::fs::symlink("a", teams.join("link")).unwrap();
    std::os::unix::net::UnixListener::bind(teams.join("b/access.yaml")).unwrap();
    File::create(teams.join(OsStr::from_bytes(b"\xff.yaml"))).unwrap();
    assert_eq!(
        repository.read().1,
        [
            "special-file teams/a/access.yaml",
            "special-file teams/b/access.yaml",
            "special-file teams/link",
            "not-utf8 teams/\u{fffd}.yaml",
        ]
    );
}

#[test]
fn a_folder_that_is_a_file_is_a_finding() {
    assert_eq!(
        Repository::with(&[PLATFORM_FILE, ("teams", b"")]).read().1,
        ["special-file teams"]
    );
}

#[test]
fn a_missing_root_is_an_error() {
    let fault = crate::inputs::read(Path::new("/nowhere/at/all")).unwrap_err();
    assert_eq!(fault.to_string(), "cannot read the folder /nowhere/at/all");
    assert_eq!(fault.cause.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn what_the_system_refuses_is_reported() {
    let gone = Repository::with(&[]).0.path().join("gone.yaml");
    let Err(Unread::Finding(fault)) = text("teams/b/access.yaml".into(), &gone) else {
        panic!("it was read");
    };
    assert_eq!(
        (fault.code.name(), fault.path.as_deref()),
        ("unreadable-file", Some("teams/b/access.yaml".into()))
    );
}

#[test]
fn a_place_in_a_file_that_is_no_text() {
    let repository = Repository::with(&[
        PLATFORM_FILE,
        (
            "teams/a/access.yaml",
            b"\xef\xbb\xbfteam:\r\n  name: caf\xe9\n",
        ),
        ("teams/b/access.yaml", b"\xff\xfet\0e\0"),
    ]);
    let (sources, findings) = crate::inputs::read(repository.0.path()).unwrap();
    let places: Vec<String> = findings
        .sorted()
        .iter()
        .filter_map(|finding| finding.labels.first())
        .map(|label| sources.position(label.span).to_string())
        .collect();
    assert_eq!(
        places,
        ["teams/a/access.yaml:2:12", "teams/b/access.yaml:1:1"]
    );
}

#[test]
fn names_that_some_systems_cannot_have_are_findings() {
    let repository = Repository::with(&[
        PLATFORM_FILE,
        ("catalog/models/a.yaml", b""),
        ("catalog/models/A.yaml", b""),
        ("catalog/environments/nul.yaml", b""),
        ("teams/con/access.yaml", b""),
        ("teams/b./access.yaml", b""),
        ("teams/c/notes?.txt", b""),
        ("teams/c/access.yaml", b""),
    ]);
    let (_, mut findings) = repository.read();
    findings.retain(|finding| finding.starts_with("unportable-name"));
    assert_eq!(
        findings,
        [
            "unportable-name catalog/environments/nul.yaml",
            "unportable-name catalog/models/a.yaml",
            "unportable-name teams/b.",
            "unportable-name teams/c/notes?.txt",
            "unportable-name teams/con",
        ]
    );
}

#[test]
fn folders_and_files_in_each_others_place_are_findings() {
    let repository = Repository::with(&[
        ("catalog/models", b""),
        ("catalog/guardrail.yaml", b""),
        ("Teams/a/access.yaml", b""),
    ])
    .folder("catalog/platform.yaml/x")
    .folder("catalog/environments/prod.yaml")
    .folder("teams/a/access.yaml");
    assert_eq!(
        repository.read().1,
        [
            "misplaced-input Teams",
            "special-file catalog/environments/prod.yaml",
            "misplaced-input catalog/guardrail.yaml",
            "special-file catalog/models",
            "special-file catalog/platform.yaml",
            "special-file teams/a/access.yaml",
        ]
    );
}

#[test]
fn teams_without_models_lack_a_file() {
    let repository = Repository::with(&[PLATFORM_FILE, ("teams/a/access.yaml", b"")]);
    assert_eq!(repository.read().1, ["missing-input catalog/models.yaml"]);
    let (sources, _) = crate::inputs::read(repository.0.path()).unwrap();
    assert_eq!(
        sources.unread().collect::<Vec<_>>(),
        ["catalog/models.yaml"]
    );
}
