//! Programs from outside: found on this machine, or the test that needs them is ignored.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::ignore;
use crate::support::option;

/// A program on this machine, with what it needs from the environment.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    program: PathBuf,
    environment: Vec<(String, String)>,
}

impl Tool {
    /// A program on `PATH`, or among those that `.ci/install` put into the cache; the test is ignored if it is nowhere.
    #[track_caller]
    pub(crate) fn find(name: &str) -> Self {
        let path = option("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let installed = ["tools", "venv/bin", "node/node_modules/.bin"];
        folders.extend(
            lab_cache()
                .into_iter()
                .flat_map(|cache| installed.map(|below| cache.join(below))),
        );
        let found = folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|program| is_there(program));
        let program = found.unwrap_or_else(|| ignore(name));
        Self {
            program,
            environment: Vec::new(),
        }
    }

    /// Where it is, for programs that start it themselves.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The Python that `.ci/install` has given the packages that tests need: the machine's own has none of them. The test is
    /// ignored without it.
    pub(crate) fn python() -> PathBuf {
        let found = lab_cache().map(|cache| cache.join("venv/bin/python"));
        let found = found.filter(|python| is_there(python));
        found.unwrap_or_else(|| ignore("the Python of .ci/install"))
    }

    /// The same program with a variable in its environment.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// Starts it, to be talked to over its standard input and output.
    pub(crate) fn start(&self, folder: &Path, arguments: &[&str]) -> std::process::Child {
        Command::new(&self.program)
            .args(arguments)
            .current_dir(folder)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Its standard output; a test fails with all it said if it does.
    #[track_caller]
    pub(crate) fn run(&self, folder: &Path, arguments: &[&str]) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(&self.program)
            .args(arguments)
            .current_dir(folder)
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .env("TF_INPUT", "0")
            .env("NO_COLOR", "1")
            .env_remove("TF_CLI_CONFIG_FILE")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        let stdout = String::from_utf8_lossy(&stdout).into_owned();
        let said = String::from_utf8_lossy(&stderr);
        assert!(
            status.success(),
            "{} {}\n{stdout}\n{said}",
            self.program.display(),
            arguments.join(" ")
        );
        stdout
    }
}

/// Where the lab's programs are unpacked: `LAB_CACHE`, or the user's cache.
pub(crate) fn lab_cache() -> Option<PathBuf> {
    let below = |folder: PathBuf| folder.join("platgen-lab");
    let cache = || option("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || option("HOME").map(|home| Path::new(&home).join(".cache"));
    option("LAB_CACHE")
        .map(PathBuf::from)
        .or_else(|| cache().or_else(home).map(below))
}

pub(crate) fn is_there(path: &Path) -> bool {
    path.exists()
}

/// Something in the folder that `PLATGEN_LAB` names; the test is ignored without that variable. A lab that lacks it is no lab.
#[track_caller]
pub(crate) fn in_lab(what: &str, below: &str) -> PathBuf {
    let lab = option("PLATGEN_LAB")
        .unwrap_or_else(|| ignore(&format!("the lab with {what} (PLATGEN_LAB)")));
    let path = Path::new(&lab).join(below);
    assert!(
        is_there(&path),
        "PLATGEN_LAB names no lab: {} is missing",
        path.display()
    );
    path
}

/// The lab: Terraform providers, Helm, kubeconform and Kubernetes schemas, from the folder that `PLATGEN_LAB` names.
#[derive(Debug)]
pub(crate) struct Lab {
    config: PathBuf,
}

impl Lab {
    /// Unpacks the providers into the cache, which `LAB_CACHE` or `HOME` has to name; once per test run.
    pub(crate) fn unpacked(install: &Path) -> Self {
        let cache = lab_cache().unwrap();
        let installed = Command::new(install).arg(&cache).output().unwrap();
        assert!(
            installed.status.success(),
            "{}",
            String::from_utf8_lossy(&installed.stderr)
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lab");
        std::fs::create_dir_all(&folder).unwrap();
        let config = folder.join("terraform.rc");
        let mirror = serde_json::json!(cache.join("mirror").to_str().unwrap());
        let text = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n"
        );
        std::fs::write(&config, text).unwrap();
        Self { config }
    }

    /// Terraform that takes its providers from the lab alone, whose unpacked mirror it links to: nothing is copied, and no cache
    /// is shared between tests that run at the same time.
    pub(crate) fn providers_for(&self, terraform: Tool) -> Tool {
        terraform
            .with("TF_CLI_CONFIG_FILE", self.config.to_str().unwrap())
            .with("TF_PLUGIN_CACHE_DIR", "")
    }
}

/// A folder of Kubernetes schemas in the lab.
pub(crate) fn schemas() -> PathBuf {
    in_lab("Kubernetes schemas", "schemas")
}
