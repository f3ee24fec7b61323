//! Git repositories of tests: nobody's configuration, a fixed author, and none of the variables of a hook that runs the tests.

use std::process::{Command, Output};

use camino::{Utf8Path, Utf8PathBuf};

use super::{option, texts};

/// A git repository in a scratch folder.
#[derive(Debug, Clone)]
pub(crate) struct Git {
    pub(crate) root: Utf8PathBuf,
}

impl Git {
    /// A new repository at `root`, which is there.
    pub(crate) fn init(root: &Utf8Path) -> Self {
        let git = Self {
            root: root.to_owned(),
        };
        git.run(&["init", "--quiet", "--initial-branch=main"]);
        git
    }

    /// A program in the repository, with platgen on its PATH and nobody's git configuration.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let platgen = Utf8Path::new(env!("CARGO_BIN_EXE_platgen"))
            .parent()
            .unwrap();
        let path = option("PATH").unwrap_or_default();
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(&self.root)
            .env("PATH", format!("{platgen}:{path}"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "Tests")))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "t@example.com")))
            .env("NO_COLOR", "1");
        command
    }

    /// git with these arguments, whatever comes of it.
    pub(crate) fn attempt(&self, arguments: &[&str]) -> Output {
        self.command("git").args(arguments).output().unwrap()
    }

    /// git with these arguments, which succeeds.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.attempt(arguments);
        let (stdout, stderr) = texts(&output);
        assert!(
            output.status.success(),
            "git {arguments:?}\n{stdout}\n{stderr}"
        );
        stdout
    }

    /// platgen in the repository: exit code, and all it said.
    pub(crate) fn platgen(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = self.command("platgen").args(arguments).output().unwrap();
        let (stdout, stderr) = texts(&output);
        (output.status.code(), stdout + &stderr)
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Changes a file: every `from` becomes `to`, and there is one.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.root.join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }

    /// Stages everything and commits it, past the hooks.
    pub(crate) fn commit_all(&self, message: &str) {
        self.run(&["add", "--all"]);
        self.run(&["commit", "--quiet", "--no-verify", "--message", message]);
    }
}
