//! A commit to compare with: the inputs that it holds, read from git's objects. Nothing is checked out, nothing is fetched, and
//! neither the index nor the working tree is looked at.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::process::Stdio;

use camino::{Utf8Path, Utf8PathBuf};

use super::Fault;
use super::git::{Repository, succeeded};

/// The largest file that is read, in bytes; an input may have as much.
const LARGEST: u64 = 1024 * 1024;

/// Where a default branch is looked for, in this order, after what the remote calls its own.
const DEFAULT_BRANCHES: [&str; 4] = ["origin/main", "origin/master", "main", "master"];

/// A commit.
#[derive(Debug)]
pub struct Base {
    /// As it was named, or how it was found: `merge base with origin/main`.
    pub name: String,
    /// Its id.
    pub commit: String,
    repository: Repository,
}

/// Why there is nothing to compare with.
#[derive(Debug)]
pub enum BaseFault {
    /// git or the repository.
    Git(Fault),
    /// No commit is called so.
    Unknown(String),
    /// No branch looks like the default one.
    NoDefaultBranch,
    /// The two share no history, or the clone does not reach back to where they do.
    NoCommon {
        /// The default branch.
        branch: String,
        /// Whether history is cut off.
        shallow: bool,
    },
    /// A merge has not ended.
    Merging,
    /// An object that the clone does not hold.
    Missing(String),
    /// No commit yet.
    NoCommit,
}

impl From<Fault> for BaseFault {
    fn from(fault: Fault) -> Self {
        Self::Git(fault)
    }
}

impl fmt::Display for BaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Git(Fault::NoRepository(root)) => {
                write!(
                    f,
                    "{root} is in no git repository, so there is no earlier version to compare with"
                )
            }
            Self::Git(Fault::NoGit(error)) => write!(
                f,
                "cannot run git, which reads the earlier version: {error}"
            ),
            Self::Git(fault) => fault.fmt(f),
            Self::Unknown(name) => write!(
                f,
                "there is no commit `{name}` here: name a branch, a tag or a commit that `git rev-parse` knows, or fetch it first"
            ),
            Self::NoDefaultBranch => write!(
                f,
                "no default branch was found (origin/HEAD, {}): name what to compare with by --base",
                DEFAULT_BRANCHES.join(", ")
            ),
            Self::NoCommon {
                branch,
                shallow: true,
            } => write!(
                f,
                "this clone is shallow and does not reach back to where it parted from {branch}: fetch the history \
                 (`git fetch --unshallow`; `fetch-depth: 0` for actions/checkout), or name a commit by --base"
            ),
            Self::NoCommon {
                branch,
                shallow: false,
            } => write!(
                f,
                "HEAD and {branch} have no commit in common: name what to compare with by --base"
            ),
            Self::Merging => write!(
                f,
                "a merge is under way: end it (`git merge --continue`) or leave it (`git merge --abort`) first"
            ),
            Self::Missing(path) => write!(
                f,
                "{path} of that commit is not in this clone: fetch it (`git fetch --unshallow`, or a clone without --filter)"
            ),
            Self::NoCommit => write!(
                f,
                "the repository has no commit yet, so there is no earlier version to compare with"
            ),
        }
    }
}

impl std::error::Error for BaseFault {}

impl Base {
    /// The commit that `name` means; without a name, where HEAD parted from the default branch.
    ///
    /// # Errors
    /// No git, no repository, no such commit, or a merge that has not ended.
    pub fn of(root: &Utf8Path, name: Option<&str>) -> Result<Self, BaseFault> {
        let repository = Repository::of(root)?;
        if commit(&repository, "MERGE_HEAD").is_some() {
            return Err(BaseFault::Merging);
        }
        let (name, commit) = match name {
            Some(name) => {
                let found = commit(&repository, name);
                (
                    name.to_owned(),
                    found.ok_or_else(|| BaseFault::Unknown(name.to_owned()))?,
                )
            }
            None => merge_base(&repository)?,
        };
        Ok(Self {
            name,
            commit,
            repository,
        })
    }

    /// The files below some folders of the repository that are wanted, with their texts. What is no plain file is left out.
    ///
    /// # Errors
    /// Objects that the clone does not hold.
    pub fn texts(
        &self,
        folders: &[&str],
        wanted: impl Fn(&Utf8Path) -> bool,
    ) -> Result<Vec<(Utf8PathBuf, String)>, BaseFault> {
        let prefix = self.repository.prefix.to_string_lossy().into_owned();
        let prefix = Utf8PathBuf::from(prefix);
        let paths: Vec<std::path::PathBuf> = folders
            .iter()
            .map(|folder| prefix.join(folder).into_std_path_buf())
            .collect();
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", &self.commit, "--"];
        let listed = self.repository.ask(&arguments, &paths)?;
        let mut files = Vec::new();
        for line in listed
            .split(|byte| *byte == 0)
            .filter(|line| !line.is_empty())
        {
            // `100644 blob <object>\t<path>`
            let text = String::from_utf8_lossy(line);
            let Some((about, path)) = text.split_once('\t') else {
                continue;
            };
            let words: Vec<&str> = about.split(' ').collect();
            let (["100644" | "100755", "blob", object], Ok(path)) =
                (words.as_slice(), Utf8Path::new(path).strip_prefix(&prefix))
            else {
                continue;
            };
            if wanted(path) {
                files.push((path.to_owned(), (*object).to_owned()));
            }
        }
        self.blobs(&files)
    }

    /// Blobs, all read through one git process.
    fn blobs(
        &self,
        files: &[(Utf8PathBuf, String)],
    ) -> Result<Vec<(Utf8PathBuf, String)>, BaseFault> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let arguments = ["cat-file", "--batch"];
        let mut command = self.repository.command(&arguments);
        // What a partial clone left out is missed, not fetched.
        command.env("GIT_NO_LAZY_FETCH", "1");
        let mut git = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Fault::NoGit)?;
        let (questions, answers) = (git.stdin.take(), git.stdout.take());
        let read = std::thread::scope(|scope| {
            // git answers while it is still being asked; with one thread for both, each side could wait for the other.
            scope.spawn(|| ask(questions, files));
            answers.map_or_else(
                || Ok(Vec::new()),
                |answers| receive(BufReader::new(answers), files),
            )
        });
        let output = git.wait_with_output().map_err(Fault::NoGit)?;
        match read {
            Ok(texts) => {
                succeeded(output, &arguments)?;
                Ok(texts)
            }
            Err(path) => Err(BaseFault::Missing(path.into_string())),
        }
    }
}

fn ask(questions: Option<impl io::Write>, files: &[(Utf8PathBuf, String)]) {
    let Some(questions) = questions else { return };
    let mut questions = io::BufWriter::new(questions);
    for (_, object) in files {
        if writeln!(questions, "{object}").is_err() {
            return;
        }
    }
}

/// `<object> blob <size>`, the bytes, and a line end, for each file in order; the path of the first that is not there.
fn receive(
    mut answers: impl BufRead,
    files: &[(Utf8PathBuf, String)],
) -> Result<Vec<(Utf8PathBuf, String)>, Utf8PathBuf> {
    let mut texts = Vec::with_capacity(files.len());
    for (path, _) in files {
        let text = one(&mut answers).map_err(|_| path.clone())?;
        texts.push((path.clone(), text));
    }
    Ok(texts)
}

fn one(answers: &mut impl BufRead) -> io::Result<String> {
    let mut head = String::new();
    answers.read_line(&mut head)?;
    let words: Vec<&str> = head.split_whitespace().collect();
    let size = match words.as_slice() {
        [_, "blob", size] => size.parse::<u64>().ok(),
        _ => None,
    };
    let size = size
        .filter(|size| *size <= LARGEST)
        .ok_or(io::ErrorKind::InvalidData)?;
    let mut bytes = Vec::new();
    answers.take(size + 1).read_to_end(&mut bytes)?;
    bytes.pop();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The id of the commit that a name means.
fn commit(repository: &Repository, name: &str) -> Option<String> {
    let wanted = format!("{name}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &wanted,
    ];
    let said = repository.ask(&arguments, &[]).ok()?;
    let id = String::from_utf8_lossy(&said).trim().to_owned();
    (!id.is_empty()).then_some(id)
}

/// Where HEAD parted from the default branch.
fn merge_base(repository: &Repository) -> Result<(String, String), BaseFault> {
    let head = commit(repository, "HEAD").ok_or(BaseFault::NoCommit)?;
    let remote = repository.ask(
        &[
            "symbolic-ref",
            "--quiet",
            "--short",
            "refs/remotes/origin/HEAD",
        ],
        &[],
    );
    let remote = remote
        .ok()
        .map(|said| String::from_utf8_lossy(&said).trim().to_owned());
    let known = remote
        .into_iter()
        .chain(DEFAULT_BRANCHES.map(str::to_owned));
    let branch = known
        .into_iter()
        .find_map(|name| commit(repository, &name).map(|id| (name, id)));
    let (branch, id) = branch.ok_or(BaseFault::NoDefaultBranch)?;
    let common = repository
        .ask(&["merge-base", &head, &id], &[])
        .unwrap_or_default();
    let common = String::from_utf8_lossy(&common).trim().to_owned();
    if common.is_empty() {
        let shallow = repository
            .ask(&["rev-parse", "--is-shallow-repository"], &[])
            .unwrap_or_default();
        let shallow = shallow.starts_with(b"true");
        return Err(BaseFault::NoCommon { branch, shallow });
    }
    Ok((format!("merge base with {branch}"), common))
}
