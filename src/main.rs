//! The `platgen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    platgen::cli::run()
}
