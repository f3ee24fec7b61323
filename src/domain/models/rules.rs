//! Rules about models: GPUs, KAITO, and what ends.

pub(crate) mod gpu;
pub(crate) mod kaito;
pub(crate) mod lifecycle;
