//! Models from what is written.

pub(crate) mod addresses;
pub(crate) mod allow;
pub(crate) mod catalog;
pub(crate) mod foundry;
pub(crate) mod kaito;
