//! Elements of policies, a file each: what it is (tree), how it is printed (lowering), what it does (evaluation), and tests.
//!
//! What decides over requests stands here: [`body`] reads a request once and strictly, [`members`] says what of it passes,
//! [`headers`] says which headers do, [`output`] holds answers to a grant's cap, [`cors`] says which websites may call at all. The C# and the Rust of one element are the same algorithm, side by side; the
//! differential test holds them together.

pub mod body;
pub mod cors;
pub mod headers;
pub mod members;
pub mod output;

/// C# that is written over several lines, in one: policy expressions stand in attributes, where line ends become spaces.
fn one_line(code: &str) -> String {
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
