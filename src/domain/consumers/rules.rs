//! Rules about grants and limits.

pub(crate) mod capacity;
mod identity;
pub(crate) mod reach;
pub(crate) mod references;
