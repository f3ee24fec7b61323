//! The `platgen` command.
fn main() {}
