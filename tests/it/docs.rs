//! The documentation hangs together: a short README that leads to every page, and links that lead somewhere.

#![cfg(test)]

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::support::repository;

/// What a README may hold that is read in two minutes, in bytes.
const README_BYTES: usize = 12 * 1024;

/// A file of the documentation, by its path from the top.
struct Document {
    path: Utf8PathBuf,
    text: String,
}

impl Document {
    fn read(path: impl Into<Utf8PathBuf>) -> Self {
        let path = path.into();
        let text = std::fs::read_to_string(repository().join(&path)).unwrap();
        Self { path, text }
    }

    /// Links to files and headings of this repository.
    fn links(&self) -> Vec<String> {
        Parser::new_ext(&self.text, Options::all())
            .filter_map(|event| {
                if let Event::Start(Tag::Link { dest_url, .. }) = event {
                    Some(dest_url.to_string())
                } else {
                    None
                }
            })
            .filter(|link| !link.contains("://"))
            .collect()
    }

    /// What links to its headings end in, as GitHub makes them.
    fn anchors(&self) -> BTreeSet<String> {
        let (mut anchors, mut heading) = (BTreeSet::new(), None::<String>);
        for event in Parser::new_ext(&self.text, Options::all()) {
            match (event, &mut heading) {
                (Event::Start(Tag::Heading { .. }), heading) => *heading = Some(String::new()),
                (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(&text),
                (Event::End(TagEnd::Heading(_)), heading) => {
                    anchors.extend(heading.take().map(|text| anchor(&text)));
                }
                _ => {}
            }
        }
        anchors
    }
}

fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(
        |c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')),
        "",
    );
    kept.replace(' ', "-")
}

/// A path without `.` and `..`.
fn plain(path: &Utf8Path) -> Utf8PathBuf {
    let mut plain = Utf8PathBuf::new();
    for part in path.components() {
        match part.as_str() {
            "." => {}
            ".." => assert!(plain.pop(), "{path} leaves the repository"),
            part => plain.push(part),
        }
    }
    plain
}

fn pages() -> Vec<Utf8PathBuf> {
    let folder = Utf8PathBuf::from(".github/docs");
    let entries = repository().join(&folder).read_dir_utf8().unwrap();
    let mut pages: Vec<_> = entries
        .map(|entry| folder.join(entry.unwrap().file_name()))
        .collect();
    pages.sort();
    pages
}

fn documents() -> Vec<Document> {
    let others = ["README.md", "src/ARCHITECTURE.md", ".github/FINDINGS.md"];
    let others = others.into_iter().map(Utf8PathBuf::from);
    others.chain(pages()).map(Document::read).collect()
}

#[test]
fn the_readme_is_short_and_leads_to_every_page() {
    let readme = Document::read("README.md");
    let size = readme.text.len();
    assert!(size <= README_BYTES, "README.md has {size} bytes");
    let linked: BTreeSet<_> = readme.links().into_iter().collect();
    for page in pages() {
        assert!(
            linked.contains(page.as_str()),
            "README.md leads not to {page}"
        );
    }
}

#[test]
fn every_link_leads_to_a_file_and_its_heading() {
    let mut checked = 0;
    for document in documents() {
        let from = document.path.parent().unwrap();
        for link in document.links() {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                "" => document.path.clone(),
                file => plain(&from.join(file)),
            };
            let at = format!("{}: {link}", document.path);
            assert!(repository().join(&target).exists(), "{at} leads nowhere");
            if !heading.is_empty() {
                let anchors = Document::read(target).anchors();
                assert!(anchors.contains(heading), "{at}: no such heading");
            }
            checked += 1;
        }
    }
    assert!(checked >= 12, "{checked} links");
}
