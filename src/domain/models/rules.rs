//! Rules about models: GPUs, KAITO, operations, and what ends.

pub(crate) mod gpu;
pub(crate) mod kaito;
pub(crate) mod lifecycle;
pub(crate) mod operations;
