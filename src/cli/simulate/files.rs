//! Bodies and requests on disk or standard input: not inputs of the platform, so the module of sources has no part in them.
#![expect(
    clippy::disallowed_methods,
    reason = "a request's body and a file of requests are named on the command line"
)]

use std::io::Read as _;

use camino::Utf8Path;

use super::super::Failed;

/// The bytes of a file; of standard input for `-`.
pub(super) fn bytes(path: &Utf8Path) -> Result<Vec<u8>, Failed> {
    let read = if path == "-" {
        let mut all = Vec::new();
        std::io::stdin().lock().read_to_end(&mut all).map(|_| all)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| Failed(format!("cannot read {path}: {error}")))
}
