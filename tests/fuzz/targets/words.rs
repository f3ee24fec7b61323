//! Hostile texts and header comments out of bytes, for the trees that printers get.

use arbitrary::{Result, Unstructured};
use platgen::core::document::Header;

/// What some syntax takes for more than text.
const PIECES: &[&str] = &[
    "${",
    "$",
    "%{",
    "}",
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    " ",
    "# x",
    "//",
    "/*",
    "<<EOT\n",
    "<!--",
    "-->",
    "--",
    "]]>",
    "&",
    "&#xA;",
    "<",
    ">",
    "@(",
    "{{",
    "yes",
    "null",
    "~",
    "0x1f",
    "1e3",
    "012",
    "12:30:45",
    "- a",
    ": ",
    " #c",
    "&a *a",
    "!!int 1",
    "---\n",
    "...",
    "|\n  x",
    ">",
    "?",
    "%",
    "`",
    "\u{feff}",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{fffe}",
    "é",
    "e\u{301}",
    "\u{1f600}",
    "a",
    "for",
    "true",
    "-",
    ".",
    "0",
];

/// A text of a few pieces.
pub(crate) fn text(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..bytes.int_in_range(0..=6)? {
        match bytes.int_in_range(0..=3)? {
            0 => text.push(bytes.arbitrary()?),
            1 => text.push(char::from(bytes.int_in_range(b' '..=b'~')?)),
            _ => text.push_str(bytes.choose(PIECES)?),
        }
    }
    Ok(text)
}

/// A header whose parts are hostile too.
pub(crate) fn header(bytes: &mut Unstructured<'_>) -> Result<Header> {
    let inputs = (0..bytes.int_in_range(0..=2)?)
        .map(|_| text(bytes))
        .collect::<Result<_>>()?;
    Ok(Header {
        purpose: text(bytes)?,
        inputs,
    })
}

/// A few of something; fewer the deeper it stands, and none at depth 0.
pub(crate) fn some<T>(
    bytes: &mut Unstructured<'_>,
    depth: usize,
    mut one: impl FnMut(&mut Unstructured<'_>, usize) -> Result<T>,
) -> Result<Vec<T>> {
    let Some(below) = depth.checked_sub(1) else {
        return Ok(Vec::new());
    };
    (0..bytes.int_in_range(0..=5)?)
        .map(|_| one(bytes, below))
        .collect()
}
