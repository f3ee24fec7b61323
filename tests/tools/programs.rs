//! Programs from outside: found on this machine, or the test that needs them is ignored.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::harness::ignore;
use crate::support::{option, repository};

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

/// Where `.ci/install` and `tests/lab/install` put programs: `LAB_CACHE`, or the user's cache.
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

/// A part of what `tests/lab/install` puts into the cache; the test is ignored without it.
#[track_caller]
fn installed(what: &str, below: &str) -> PathBuf {
    let found = lab_cache().map(|cache| cache.join(below));
    let found = found.filter(|path| is_there(path));
    found.unwrap_or_else(|| ignore(what))
}

/// The program of this repository that runs policies as API Management does; the test is ignored without Mono, which it needs.
#[track_caller]
pub(crate) fn reference_gateway() -> PathBuf {
    for name in ["python3", "mono", "mcs"] {
        Tool::find(name);
    }
    repository().join("tests/lab/gateway/gateway").into()
}

/// The program of this repository that starts the local cloud; the test is ignored without what it needs.
#[track_caller]
pub(crate) fn local_cloud() -> PathBuf {
    for name in ["armlab", "terraform", "helm"] {
        Tool::find(name);
    }
    reference_gateway();
    providers();
    repository().join("tests/lab/lab").into()
}

/// A folder with JSON Schemas of Kubernetes and KAITO.
#[track_caller]
pub(crate) fn schemas() -> PathBuf {
    installed("a folder of Kubernetes schemas", "schemas")
}

/// The Terraform mirror that holds every provider of the outputs.
#[track_caller]
fn providers() -> PathBuf {
    let mirror = installed("a mirror of Terraform's providers", "mirror");
    let mut hosts = mirror.read_dir().unwrap().map(|host| host.unwrap().path());
    let complete = |host: PathBuf| {
        let all = ["hashicorp/azurerm", "hashicorp/helm", "azure/azapi"];
        all.iter().all(|one| is_there(&host.join(one)))
    };
    if !hosts.any(complete) {
        ignore("one of Terraform's providers");
    }
    mirror
}

/// Terraform that takes its providers from the mirror alone, to which it links: nothing is copied, and no cache is shared between
/// tests that run at the same time.
#[track_caller]
pub(crate) fn terraform_with_providers() -> Tool {
    let terraform = Tool::find("terraform");
    let mirror = serde_json::json!(providers().to_str().unwrap());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lab");
    std::fs::create_dir_all(&folder).unwrap();
    let config = folder.join("terraform.rc");
    let text = format!(
        "provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n"
    );
    write_whole(&config, &text);
    terraform
        .with("TF_CLI_CONFIG_FILE", config.to_str().unwrap())
        .with("TF_PLUGIN_CACHE_DIR", "")
}

/// Writes a file that other tests may read at the same time.
fn write_whole(path: &Path, text: &str) {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap()).unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
    file.persist(path).unwrap();
}
