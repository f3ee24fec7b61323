//! Reports on the inputs that tests share.

use camino::{Utf8Path, Utf8PathBuf};
use platgen::core::sources::Sources;
use platgen::domain::platform::model::Platform;
use platgen::report::view::Report;

use super::repository;

/// A platform with two environments in which everything that a report says occurs.
pub(crate) fn fixture() -> Utf8PathBuf {
    repository().join("tests/report")
}

/// The report on a repository, as the command makes it.
pub(crate) fn report_on(root: &Utf8Path) -> Report {
    let (sources, found) = platgen::inputs::read(root.as_std_path()).unwrap();
    let compilation = platgen::compile(&sources, found);
    report_of(&sources, &compilation.platforms)
}

/// The report on platforms of these inputs.
pub(crate) fn report_of(sources: &Sources, platforms: &[Platform]) -> Report {
    assert!(!platforms.is_empty(), "it does not compile");
    platgen::report(sources, &platforms.iter().collect::<Vec<_>>())
}
