//! `network.existing` of `catalog/platform.yaml` as written: a network that somebody else made.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::core::yaml::spanned::Spanned;
use crate::domain::patterns;

/// A virtual network that exists already, with its subnets: nothing of it is made or changed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExistingNetworkSection {
    /// Resource id of the virtual network, which stands in the platform's region and holds `vnetCidr`.
    #[schemars(example = &"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-spoke/providers/Microsoft.Network/virtualNetworks/vnet-spoke", length(max = 512), regex(pattern = patterns::RESOURCE_ID))]
    pub virtual_network: Spanned<String>,
    /// Resource ids of subnets by their names under `network.subnets`, where the network calls them otherwise.
    #[schemars(example = json!({"aks": "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-spoke/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/snet-nodes"}))]
    #[serde(default)]
    #[schemars(schema_with = "subnet_ids")]
    pub subnets: Option<Spanned<BTreeMap<String, Spanned<String>>>>,
    /// Resource ids of the private DNS zones of private endpoints, of a hub for instance; the network must resolve by them. By default
    /// the platform makes its own and links them. `private.<region>.azmk8s.io` beside them names a private API server; by default AKS
    /// makes it.
    #[schemars(example = json!(["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net"]), inner(length(max = 512), regex(pattern = patterns::RESOURCE_ID)))]
    pub private_dns_zones: Option<Spanned<Vec<Spanned<String>>>>,
    /// Resource ids of the virtual networks that the DNS servers of this one stand in, of a hub for instance: the models' zone is linked
    /// to them too. Needed where the network has DNS servers of its own.
    #[schemars(example = json!(["/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub"]), inner(length(max = 512), regex(pattern = patterns::RESOURCE_ID)))]
    pub resolver_networks: Option<Spanned<Vec<Spanned<String>>>>,
    /// How the nodes' subnet reaches the internet: by a route to a firewall (`userDefinedRouting`, the default) or by its NAT gateway
    /// (`natGateway`).
    #[schemars(example = &"userDefinedRouting", extend("enum" = patterns::OUTBOUND))]
    pub outbound: Option<Spanned<String>>,
}

fn subnet_ids(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "propertyNames": {"pattern": patterns::SUBNET},
        "additionalProperties": {"type": "string", "maxLength": 512, "pattern": patterns::RESOURCE_ID}
    })
}
