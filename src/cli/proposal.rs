//! New inputs, checked together with what is there already, before any of them is written.

use camino::{Utf8Path, Utf8PathBuf};

use super::{Failed, Outcome, console};
use crate::core::diag::{Code, Diagnostic, Diagnostics};
use crate::core::document::yaml::Node;
use crate::core::output::fresh::{self, NewFile};
use crate::core::print;
use crate::core::sources::Sources;
use crate::inputs;
use crate::{Compilation, compile};

/// What compiling finds if these files are there too.
pub(super) fn compiled(
    root: &Utf8Path,
    new: &[NewFile],
) -> Result<(Sources, Vec<Diagnostic>), Failed> {
    compiled_without(root, new, |_| false)
}

/// What compiling finds if these files are there too, and some others are not.
pub(super) fn compiled_without(
    root: &Utf8Path,
    new: &[NewFile],
    gone: impl Fn(&Utf8Path) -> bool,
) -> Result<(Sources, Vec<Diagnostic>), Failed> {
    let (there, found) = match inputs::read(root.as_std_path()) {
        Ok(read) => read,
        Err(error) if error.cause.kind() == std::io::ErrorKind::NotFound => Default::default(),
        Err(error) => return Err(error.into()),
    };
    // That a file is missing holds no longer once it is written.
    let filled = |finding: &Diagnostic| {
        [Code::MissingInput, Code::MisplacedInput].contains(&finding.code)
            && finding
                .path
                .as_ref()
                .is_some_and(|path| new.iter().any(|file| file.path.starts_with(path)))
    };
    let mut rest = Diagnostics::new();
    for finding in found.sorted().into_iter().filter(|found| !filled(found)) {
        rest.push(finding);
    }
    let is_new = |path: &Utf8Path| new.iter().any(|file| file.path == path);
    let kept = there
        .iter()
        .filter(|(_, file)| !is_new(file.path()) && !gone(file.path()));
    let mut texts: Vec<(Utf8PathBuf, String)> = kept
        .map(|(_, file)| (file.path().to_owned(), file.text().to_owned()))
        .collect();
    let inputs = new.iter().filter(|file| is_input(&file.path));
    texts.extend(inputs.map(|file| (file.path.clone(), file.text.clone())));
    let all = Sources::from_texts(texts);
    let Compilation { findings, .. } = compile(&all, rest);
    Ok((all, findings))
}

fn is_input(path: &Utf8Path) -> bool {
    inputs::Input::of(path).is_some()
}

/// An input out of a tree.
pub(super) fn input(path: impl Into<Utf8PathBuf>, root: &Node) -> NewFile {
    NewFile {
        path: path.into(),
        text: print::yaml::bare(root),
    }
}

/// The schemas that the first lines of inputs name; those that are there are another command's business.
pub(super) fn schemas(root: &Utf8Path, sources: &Sources) -> Vec<NewFile> {
    let files = super::schema::files(sources)
        .into_iter()
        .map(|(name, text)| NewFile {
            path: Utf8Path::new("schemas").join(name),
            text,
        });
    files
        .filter(|file| root.join(&file.path).symlink_metadata().is_err())
        .collect()
}

/// Writes the files, all or none, and says so.
pub(super) fn write(root: &Utf8Path, missing: &[&NewFile], next: &str) -> Result<Outcome, Failed> {
    fresh::write(root, missing)?;
    let mut text = String::new();
    for file in missing {
        text.extend(["wrote ", file.path.as_str(), "\n"]);
    }
    if missing.is_empty() {
        text.push_str("nothing to write: everything is there already\n");
    }
    console::to_stdout(&(text + next))?;
    Ok(Outcome::Clean)
}
