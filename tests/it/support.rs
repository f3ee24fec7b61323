//! What several topics share.

pub(crate) mod gateway;
pub(crate) mod platform;
