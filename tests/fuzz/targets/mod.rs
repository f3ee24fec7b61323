//! What is fuzzed, and what has to hold: a function of bytes per target, which panics where something does not.
//!
//! libFuzzer runs them (`runs/`), and `tests/it/fuzz.rs` runs them over the corpus without it.

pub(crate) mod compile;
pub(crate) mod print_hcl;
mod print_json;
pub(crate) mod print_xml;
pub(crate) mod print_yaml;
mod read_yaml;
mod simulate;
mod words;

/// A target's function.
type Run = fn(&[u8]);

/// Every target by its name, which is that of its corpus too.
pub(crate) const ALL: &[(&str, Run)] = &[
    ("compile", compile::run),
    ("read_yaml", read_yaml::run),
    ("simulate", simulate::run),
    ("print_hcl", print_hcl::run),
    ("print_xml", print_xml::run),
    ("print_yaml", print_yaml::run),
    ("print_json", print_json::run),
];

/// Runs a target.
pub(crate) fn run(name: &str, data: &[u8]) {
    let (_, run) = ALL
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a known target");
    run(data);
}
