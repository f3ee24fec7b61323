//! Rules about names, secrets and Azure services.

pub(crate) mod apim;
pub(crate) mod names;
pub(crate) mod secrets;
