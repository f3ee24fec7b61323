//! Rules about grants and limits.

pub(crate) mod capacity;
pub(crate) mod reach;
pub(crate) mod references;
