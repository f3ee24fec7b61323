//! Codes about names, references and Azure services.

pub(crate) mod names;
pub(crate) mod references;
pub(crate) mod services;
