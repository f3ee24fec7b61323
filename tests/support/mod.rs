//! What the two binaries of tests share: repositories in memory and on disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};
use platgen::core::sources::Sources;

pub(crate) mod docs;
pub(crate) mod git;
pub(crate) mod hcl;
pub(crate) mod hcl_trees;
pub(crate) mod platform;
pub(crate) mod report;
pub(crate) mod variant;

/// This repository.
pub(crate) fn repository() -> Utf8PathBuf {
    Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A scratch folder below `target/`, emptied; one per name, so that tests can run side by side.
pub(crate) fn scratch(name: &str) -> Utf8PathBuf {
    let path = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A folder of one test, emptied when the test begins and left for whoever wants to look.
#[derive(Debug)]
pub(crate) struct Scratch(std::path::PathBuf);

impl Scratch {
    /// The folder of this name.
    pub(crate) fn new(name: &str) -> Self {
        Self(scratch(name).into_std_path_buf())
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file in it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// A variable of the environment, unless it is empty.
pub(crate) fn option(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Copies a tree, without `.terraform` and state.
pub(crate) fn copy_tree(from: &Utf8Path, to: &Utf8Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            if entry.file_name() != ".terraform" {
                copy_tree(entry.path(), &target);
            }
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The inputs of a repository on disk, `catalog/` and `teams/` only.
pub(crate) fn copy_inputs(from: &Utf8Path, to: &Utf8Path) {
    for folder in ["catalog", "teams"] {
        if from.join(folder).is_dir() {
            copy_tree(&from.join(folder), &to.join(folder));
        }
    }
}

/// Runs platgen in a folder.
pub(crate) fn platgen(root: &Utf8Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_platgen"))
        .current_dir(root)
        .args(arguments)
        .output()
        .unwrap()
}

/// Standard output and standard error as text.
pub(crate) fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// Every file below a folder, by path, as text.
pub(crate) fn files(root: &Utf8Path) -> BTreeMap<Utf8PathBuf, String> {
    let mut found = BTreeMap::new();
    collect(root, root, &mut found);
    found
}

fn collect(root: &Utf8Path, folder: &Utf8Path, found: &mut BTreeMap<Utf8PathBuf, String>) {
    if !folder.is_dir() {
        return;
    }
    for entry in folder.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            collect(root, entry.path(), found);
        } else {
            let path = entry.path().strip_prefix(root).unwrap().to_owned();
            found.insert(
                path,
                String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned(),
            );
        }
    }
}

/// What became of a repository in memory: findings as text, and the printed outputs if there is no error.
pub(crate) struct Compiled {
    pub(crate) findings: String,
    pub(crate) outputs: BTreeMap<String, String>,
}

/// Compiles texts by path.
pub(crate) fn compile_texts(texts: impl IntoIterator<Item = (Utf8PathBuf, String)>) -> Compiled {
    let sources = Sources::from_texts(texts);
    compile_sources(&sources, platgen::core::diag::Diagnostics::new())
}

/// Compiles the repository in a folder.
pub(crate) fn compile_folder(root: &Utf8Path) -> Compiled {
    let (sources, found) = platgen::inputs::read(root.as_std_path()).unwrap();
    compile_sources(&sources, found)
}

/// What `platgen check` finds in a folder whose inputs compile, on the day that its file `today` names, if there is one.
pub(crate) fn check_folder(root: &Utf8Path) -> String {
    let (sources, found) = platgen::inputs::read(root.as_std_path()).unwrap();
    let mut compilation = platgen::compile(&sources, found);
    let mut findings = std::mem::take(&mut compilation.findings);
    assert!(!compilation.platforms.is_empty(), "{root}: {findings:#?}");
    let today = std::fs::read_to_string(root.join("today"));
    let today = today.ok().map(|day| day.trim().parse().unwrap());
    let committed = platgen::domain::previous::committed(root).unwrap();
    findings.extend(platgen::beyond(
        &mut compilation,
        &sources,
        &committed,
        today,
    ));
    let plain = platgen::core::diag::render::Format::Human { colour: false };
    platgen::core::diag::render::render(&findings, &sources, plain)
}

fn compile_sources(sources: &Sources, found: platgen::core::diag::Diagnostics) -> Compiled {
    let compilation = platgen::compile(sources, found);
    let findings = platgen::core::diag::render::render(
        &compilation.findings,
        sources,
        platgen::core::diag::render::Format::Human { colour: false },
    );
    let errors = compilation
        .findings
        .iter()
        .any(|f| f.severity == platgen::core::diag::Severity::Error);
    let mut outputs = BTreeMap::new();
    if !errors {
        let plan = platgen::plan(&compilation.platforms);
        assert_eq!(platgen::collisions(&plan), []);
        for file in plan.files() {
            let text = platgen::core::print::print(&(file.produce)()).text;
            assert_eq!(file.oversized(&text), None);
            outputs.insert(file.path.to_string(), text);
        }
    }
    Compiled { findings, outputs }
}
