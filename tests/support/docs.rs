//! The documentation, read by the tests that hold it to what platgen does: `README.md` and the pages of `.github/docs/`.

use super::repository;

/// The text of a page below `.github/docs/`, by its name.
pub(crate) fn page(name: &str) -> String {
    let path = repository().join(".github/docs").join(format!("{name}.md"));
    std::fs::read_to_string(path).unwrap()
}

/// A section of a page, from below its heading to the next heading of its level.
pub(crate) fn section(name: &str, heading: &str) -> String {
    let text = page(name);
    let (_, section) = text.split_once(&format!("\n## {heading}")).unwrap();
    section
        .split_once("\n## ")
        .map_or(section, |(section, _)| section)
        .to_owned()
}
