//! Where things stand in the network.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Platform;
use crate::model::network::Purpose;

/// Static addresses among the nodes': nothing reserves them before the load balancer exists.
pub(super) fn model_subnet(platform: &Platform, findings: &mut Diagnostics) {
    let chosen = &platform.network.model_subnet;
    let Some(subnet) = platform.network.subnets.get(&chosen.value) else {
        return;
    };
    if subnet.purpose != Purpose::Nodes || platform.enabled_kaito().next().is_none() {
        return;
    }
    let message =
        "models take their addresses among the nodes', and a node may take one of them first";
    let origin = if chosen.origin.span().is_some() {
        chosen.origin
    } else {
        subnet.cidr.origin
    };
    let finding = Diagnostic::about(Code::SharedModelSubnet, origin, message);
    findings.push(
        finding.help(
            "add a subnet `models` of its own, /27 for choice, and name it under `modelSubnet`",
        ),
    );
}

/// A private API server that nobody in the virtual network can be reached from.
pub(super) fn bastion(platform: &Platform, findings: &mut Diagnostics) {
    let bastion = platform
        .network
        .subnets
        .values()
        .any(|subnet| subnet.purpose == Purpose::Bastion);
    if platform.cluster.private.value && !bastion {
        let message = "the API server is private, and there is no subnet `AzureBastionSubnet` to reach it through";
        let finding =
            Diagnostic::about(Code::NoBastion, platform.network.vnet_cidr.origin, message);
        let help =
            "add the subnet (/26), or make sure that Terraform and Helm run inside the network";
        findings.push(finding.help(help));
    }
}
