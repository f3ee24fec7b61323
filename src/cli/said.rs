//! What a user says of a platform that has no file yet: shared by `init` and `import`.

use ipnet::Ipv4Net;

use super::proposal;
use crate::core::output::fresh::NewFile;
use crate::inputs::PLATFORM;
use crate::scaffold::Platform;

/// Values for `catalog/platform.yaml`; each that is not given becomes a placeholder, marked in the file
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Platform (placeholders if not given)")]
pub(super) struct Values {
    /// First part of every Azure name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Last part of every Azure name, which keeps them apart from everybody else's
    #[arg(long, value_name = "SUFFIX")]
    suffix: Option<String>,
    /// What the environment is called
    #[arg(long, value_name = "NAME")]
    environment: Option<String>,
    /// Azure region
    #[arg(long, value_name = "REGION")]
    location: Option<String>,
    /// Range of the virtual network, from which all subnets are taken
    #[arg(long, value_name = "CIDR")]
    vnet_cidr: Option<Ipv4Net>,
    /// Who publishes the APIs, as developers see it
    #[arg(long, value_name = "TEXT")]
    publisher_name: Option<String>,
    /// Who receives the gateway's notices
    #[arg(long, value_name = "MAIL")]
    publisher_email: Option<String>,
}

impl Values {
    pub(super) fn said(&self) -> crate::scaffold::Said {
        crate::scaffold::Said {
            name: self.name.clone(),
            suffix: self.suffix.clone(),
            environment: self.environment.clone(),
            location: self.location.clone(),
            vnet_cidr: self.vnet_cidr,
            publisher_name: self.publisher_name.clone(),
            publisher_email: self.publisher_email.clone(),
        }
    }
}

/// The platform's file.
pub(super) fn file(platform: &Platform) -> NewFile {
    proposal::input(PLATFORM, &platform.root)
}
