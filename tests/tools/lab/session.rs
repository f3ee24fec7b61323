//! One lab for one test: the local cloud, real Terraform against it, the client in front; ended whatever happens.

#![cfg(test)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};

use crate::programs::{Tool, lab_cache, local_cloud};
use crate::support::{copy_inputs, platgen, repository, scratch, texts};

/// Seconds that one run of Terraform may take: azurerm alone waits two minutes for some deletions.
const PATIENCE: &str = "420";

/// What the roots ask whoever applies them.
const VARIABLES: &[(&str, &str)] = &[
    (
        "TF_VAR_subscription_id",
        "00000000-0000-0000-0000-00000000a1ab",
    ),
    (
        "TF_VAR_admin_group_object_ids",
        r#"["00000000-0000-0000-0000-0000000000aa"]"#,
    ),
];

/// A lab that runs, with a copy of this repository's inputs and what they compile to.
pub(super) struct Session {
    lab: PathBuf,
    python: PathBuf,
    folder: Utf8PathBuf,
    commands: AtomicUsize,
    started: Instant,
    phases: Mutex<Vec<String>>,
}

impl Session {
    /// Starts the lab in a scratch folder of this name. The test is ignored where there is no lab, Terraform or client.
    pub(super) fn start(name: &str) -> Self {
        let lab = local_cloud();
        let python = Tool::python();
        let left = Utf8Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if left.join("lab").exists() {
            // A run that was killed has left its cloud running.
            let mut down = Command::new(&lab);
            down.arg("down").env("LAB_STATE", left.join("lab"));
            assert!(down.status().unwrap().success(), "the last lab goes on");
        }
        let session = Self {
            lab,
            python,
            folder: scratch(name),
            commands: AtomicUsize::new(0),
            started: Instant::now(),
            phases: Mutex::default(),
        };
        copy_inputs(&repository(), &session.folder);
        std::fs::create_dir_all(session.folder.join("logs")).unwrap();
        session.lab("up", &["up"]).expect("up");
        session
    }

    /// The folder with inputs and outputs.
    pub(super) fn folder(&self) -> &Utf8Path {
        &self.folder
    }

    /// Measures one part of the test, which may have something to say.
    pub(super) fn phase(&self, name: &str, part: impl FnOnce() -> String) {
        let started = Instant::now();
        let said = part();
        let seconds = started.elapsed().as_secs_f64();
        let said = match said.trim() {
            "" => String::new(),
            said => format!(" ({said})"),
        };
        let line = format!("{name} {seconds:.0}{said}");
        self.phases.lock().unwrap().push(line);
    }

    /// Compiles the inputs; gives the files of the demo that this has changed, below `generated/demo`.
    pub(super) fn build(&self) -> Vec<String> {
        let before = self.generated();
        let output = platgen(&self.folder, &["build", "--quiet"]);
        assert!(output.status.success(), "{}", texts(&output).1);
        let after = self.generated();
        let paths: std::collections::BTreeSet<&String> =
            before.keys().chain(after.keys()).collect();
        let changed = paths
            .into_iter()
            .filter(|path| before.get(*path) != after.get(*path));
        changed.cloned().collect()
    }

    fn generated(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let demo = self.folder.join("generated/demo");
        if demo.exists() {
            owned(&demo, &demo, &mut found);
        }
        found
    }

    /// Replaces a text in a file below the folder, which has to hold it once.
    pub(super) fn edit(&self, path: &str, old: &str, new: &str) {
        let path = self.folder.join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            text.matches(old).count(),
            1,
            "{path} has to hold {old:?} once"
        );
        std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
    }

    /// Terraform in a root of the demo.
    pub(super) fn terraform(&self, root: &str, arguments: &[&str]) -> Done {
        let chdir = format!("-chdir={}", self.root(root));
        let words = ["run", "timeout", PATIENCE, "terraform", &chdir];
        self.lab(
            &format!("{root}-{}", arguments[0]),
            &[&words, arguments].concat(),
        )
    }

    /// A root of the demo.
    pub(super) fn root(&self, root: &str) -> Utf8PathBuf {
        self.folder.join("generated/demo/terraform").join(root)
    }

    /// What `tests/lab/client/client.py` does, with its arguments after the inputs.
    pub(super) fn client(&self, arguments: &[&str]) -> String {
        let script = repository().join("tests/lab/client/client.py");
        let python = self.python.to_str().unwrap();
        let words = ["run", python, script.as_str(), self.folder.as_str(), "demo"];
        self.lab(arguments[0], &[&words, arguments].concat())
            .expect(arguments[0])
    }

    /// What a script of `tests/lab/` prints last, run in the lab's environment.
    pub(super) fn script(&self, path: &str, arguments: &[&str]) -> String {
        let script = repository().join("tests/lab").join(path);
        let words = ["run", self.python.to_str().unwrap(), script.as_str()];
        let said = self.lab("script", &[&words, arguments].concat());
        let said = said.expect(path);
        said.trim_end()
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned()
    }

    /// Where the lab keeps its journal and logs.
    pub(super) fn state(&self) -> Utf8PathBuf {
        self.folder.join("lab")
    }

    /// A command of the lab; what it said is kept in the folder's `logs/`.
    pub(super) fn lab(&self, name: &str, arguments: &[&str]) -> Done {
        let number = self.commands.fetch_add(1, Ordering::Relaxed);
        let log = self.folder.join(format!("logs/{number:02}-{name}.log"));
        let output = self.command().args(arguments).output().unwrap();
        let done = Done::new(&output);
        std::fs::write(&log, format!("{}\n{}", arguments.join(" "), done.said)).unwrap();
        done
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.lab);
        command
            .current_dir(&self.folder)
            .env("LAB_STATE", self.state())
            .env("LAB_CACHE", lab_cache().unwrap())
            .env("NO_COLOR", "1")
            .env("TF_CLI_ARGS", "-no-color")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .envs(VARIABLES.iter().copied());
        command
    }

    /// Reports what was measured.
    pub(super) fn report(&self) {
        let phases = self.phases.lock().unwrap().join(", ");
        let all = self.started.elapsed().as_secs_f64();
        report(&format!("\nlab: {all:.0} s: {phases}\n"));
    }
}

/// To whoever runs the tests, past the runner's capture.
fn report(line: &str) {
    let _ = std::io::stderr().write_all(line.as_bytes());
}

impl Drop for Session {
    fn drop(&mut self) {
        let ended = self.command().arg("down").status();
        if std::thread::panicking() {
            report(&format!(
                "\nlab: journal, logs and state are kept in {}\n",
                self.folder
            ));
        } else {
            assert!(ended.unwrap().success(), "the lab did not end");
        }
    }
}

/// Files that platgen has written: neither Terraform's folders and states nor what lies behind links.
fn owned(root: &Utf8Path, folder: &Utf8Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in folder.read_dir_utf8().unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        let name = entry.file_name();
        if kind.is_dir() && name != ".terraform" {
            owned(root, entry.path(), found);
        } else if kind.is_file() && !name.starts_with(".terraform") && !name.contains(".tfstate") {
            let path = entry.path().strip_prefix(root).unwrap().to_string();
            found.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// How a command has ended, and all that it said.
pub(super) struct Done {
    /// Exit code.
    pub(super) code: Option<i32>,
    /// Standard output and standard error.
    pub(super) said: String,
    stdout: String,
}

impl Done {
    fn new(output: &Output) -> Self {
        let (stdout, stderr) = texts(output);
        Self {
            code: output.status.code(),
            said: format!("{stdout}{stderr}"),
            stdout,
        }
    }

    /// Its standard output; a test fails with all that it said unless it has succeeded.
    #[track_caller]
    pub(super) fn expect(self, what: &str) -> String {
        assert_eq!(self.code, Some(0), "{what}:\n{}", self.said);
        self.stdout
    }

    /// What it said; a test fails unless it was refused with these words.
    #[track_caller]
    pub(super) fn refused(self, words: &str) -> String {
        assert!(
            self.code == Some(1) && self.said.contains(words),
            "expected a refusal with {words:?}, got {:?}:\n{}",
            self.code,
            self.said
        );
        self.said
    }
}
