//! Codes about addresses and ranges.

use crate::core::diag::Severity::{Error, Note, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Network:
    InvalidRange INVALID_RANGE,
    InvalidResourceId INVALID_RESOURCE_ID,
    ReservedRange RESERVED_RANGE,
    RangeSize RANGE_SIZE,
    OutsideNetwork OUTSIDE_NETWORK,
    OverlappingRanges OVERLAPPING_RANGES,
    AddressOutsideSubnet ADDRESS_OUTSIDE_SUBNET,
    ReservedAddress RESERVED_ADDRESS,
    DuplicateAddress DUPLICATE_ADDRESS,
    CrowdedSubnet CROWDED_SUBNET,
    WrongSubnet WRONG_SUBNET,
    OpenApiServer OPEN_API_SERVER,
    SharedModelSubnet SHARED_MODEL_SUBNET: OnTheWhole,
    NoBastion NO_BASTION: OnTheWhole,
    ReservedSubnet RESERVED_SUBNET,
    MisspeltSubnet MISSPELT_SUBNET,
    ContestedAddress CONTESTED_ADDRESS,
    PublicRange PUBLIC_RANGE,
    PrivateCallers PRIVATE_CALLERS,
}

const VNET: Source = Source {
    document: "Microsoft Learn: Azure Virtual Network frequently asked questions (the first four addresses and the last of each subnet are reserved)",
    dated: "read 2026-08-21",
    url: Some("https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq"),
};

const AKS: Source = Source {
    document: "Microsoft Learn: Azure CNI Overlay networking in AKS (each node takes a /24 of the pod range)",
    dated: "read 2026-08-21",
    url: Some("https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay"),
};

const INVALID_RANGE: Entry = Entry {
    name: "invalid-range",
    severity: Error,
    title: "A text that is no IPv4 range",
    cause: "A range is written as its first address and a prefix length. Azure refuses one whose address is not its first.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {jump: 10.10.5.9/24}}\n",
    },
    fix: "Write the first address and the prefix length: 10.10.5.0/24.",
    source: Some(VNET),
};

const INVALID_RESOURCE_ID: Entry = Entry {
    name: "invalid-resource-id",
    severity: Error,
    title: "A text that is no id of the resource that is wanted",
    cause: "What exists already is named by its resource id. An id of another kind, or with a part missing, is found only when Terraform asks Azure for it, or names something else that exists.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {existing: {virtualNetwork: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/contoso.com}}\n",
    },
    fix: "Copy the id of the resource itself: `az resource show --ids` prints it.",
    source: None,
};

const RESERVED_RANGE: Entry = Entry {
    name: "reserved-range",
    severity: Error,
    title: "A range that reaches into one Azure keeps for itself",
    cause: "127.0.0.0/8, 168.63.129.16, 169.254.0.0/16, 192.0.2.0/24, 224.0.0.0/4 and 255.255.255.255 are Azure's own, and AKS keeps 172.30.0.0/16 and 172.31.0.0/16. A network there is refused, or does not reach what it should.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {podCidr: 169.254.0.0/16}\n",
    },
    fix: "Choose a private range outside it, in 10.0.0.0/8 for choice.",
    source: Some(VNET),
};

const RANGE_SIZE: Entry = Entry {
    name: "range-size",
    severity: Error,
    title: "A range that is too small or too large for its use",
    cause: "Services demand subnets of a least size: /26 for Bastion, /27 for API Management's and the nodes' subnets, /28 for the API server, /29 for any other. The virtual network and the service range have bounds too.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {AzureBastionSubnet: 10.10.4.0/28}}\n",
    },
    fix: "Give it the size that the finding states.",
    source: Some(Source {
        document: "Microsoft Learn: API Management v2 network integration; API Server VNet Integration; Azure Bastion configuration",
        dated: "read 2026-08-21",
        url: None,
    }),
};

const OUTSIDE_NETWORK: Entry = Entry {
    name: "outside-network",
    severity: Error,
    title: "A subnet that is not inside the virtual network",
    cause: "Azure refuses a subnet outside `network.vnetCidr`. Usually the network was moved and a subnet was forgotten.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {jump: 10.11.5.0/24}}\n",
    },
    fix: "Choose a free range inside the virtual network, or enlarge the network.",
    source: Some(VNET),
};

const OVERLAPPING_RANGES: Entry = Entry {
    name: "overlapping-ranges",
    severity: Error,
    title: "Two ranges that share addresses",
    cause: "Subnets of one network must be apart, and so must the ranges of pods and services from each other and from the network: packets would go to the wrong one.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {jump: 10.10.6.128/25}}\n",
    },
    fix: "Move one of the two to a free range.",
    source: Some(VNET),
};

const ADDRESS_OUTSIDE_SUBNET: Entry = Entry {
    name: "address-outside-subnet",
    severity: Error,
    title: "A model's address is not in the subnet where models take theirs",
    cause: "The load balancer of the model would wait for its address for ever, and the gateway would get no answer. Only an event in Kubernetes says so.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {staticIP: 10.10.8.4}}\n",
    },
    fix: "Choose a free address of the subnet, or name another subnet under `network.modelSubnet`.",
    source: Some(Source {
        document: "Microsoft Learn: Use an internal load balancer with AKS",
        dated: "read 2026-08-21",
        url: Some("https://learn.microsoft.com/azure/aks/internal-lb"),
    }),
};

const RESERVED_ADDRESS: Entry = Entry {
    name: "reserved-address",
    severity: Error,
    title: "An address that Azure keeps for itself",
    cause: "The first four addresses and the last one of every subnet belong to Azure. A load balancer never gets one.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {staticIP: 10.10.7.3}}\n",
    },
    fix: "Choose a free address from the range that the finding states.",
    source: Some(VNET),
};

const DUPLICATE_ADDRESS: Entry = Entry {
    name: "duplicate-address",
    severity: Error,
    title: "Two models with the same address",
    cause: "The second of the two would never get its load balancer.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "models: {mistral-7b-instruct: {staticIP: 10.10.7.5}}\n",
    },
    fix: "Give each model an address of its own.",
    source: None,
};

const CROWDED_SUBNET: Entry = Entry {
    name: "crowded-subnet",
    severity: Error,
    title: "A range with less space than is needed",
    cause: "Nodes, one more of each pool during upgrades, load balancers and private endpoints need more addresses than the subnet has, or the nodes need more than the pod range. Scaling or upgrading would stop half-way.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {systemPool: {count: 300}}\n",
    },
    fix: "Give the range a shorter prefix, that is more addresses, or use fewer nodes.",
    source: Some(AKS),
};

const WRONG_SUBNET: Entry = Entry {
    name: "wrong-subnet",
    severity: Error,
    title: "Models are placed in a subnet that takes nothing else",
    cause: "The subnets of API Management, of the API server and of Bastion are delegated or reserved, and Azure refuses load balancers in them.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {modelSubnet: aks-api}\n",
    },
    fix: "Add a subnet `models`, /27 for choice, and name it under `network.modelSubnet`.",
    source: Some(VNET),
};

const OPEN_API_SERVER: Entry = Entry {
    name: "open-api-server",
    severity: Error,
    title: "The API server is open to everybody",
    cause: "0.0.0.0/0 among the authorized ranges lets the whole internet reach the cluster's API server.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {apiServerAuthorizedIpRanges: [0.0.0.0/0]}\n",
    },
    fix: "List the ranges that administrators and pipelines come from, or leave the key out: then the API server is private.",
    source: None,
};

const SHARED_MODEL_SUBNET: Entry = Entry {
    name: "shared-model-subnet",
    severity: Note,
    title: "Models take their addresses among the nodes'",
    cause: "Nothing reserves a static address before its load balancer exists, and a new node may take it first.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {modelSubnet: aks}
models:
  mistral-7b-instruct: {staticIP: 10.10.0.200}
  phi-4-mini: {staticIP: 10.10.0.201}
  phi-4: {staticIP: 10.10.0.202}
  llama-3.1-8b: {staticIP: 10.10.0.203}
  deepseek-r1-distill-llama-8b: {staticIP: 10.10.0.204}
  qwen2.5-coder-32b: {staticIP: 10.10.0.205}
",
    },
    fix: "Add a subnet `models` of its own, /27 for choice, and name it under `network.modelSubnet`.",
    source: Some(Source {
        document: "Microsoft Learn: Use an internal load balancer with AKS",
        dated: "read 2026-08-21",
        url: Some("https://learn.microsoft.com/azure/aks/internal-lb"),
    }),
};

const NO_BASTION: Entry = Entry {
    name: "no-bastion",
    severity: Note,
    title: "Nothing in the virtual network reaches the private API server",
    cause: "The API server is private, and there is no subnet for a Bastion host, through which Terraform and Helm could reach it.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {AzureBastionSubnet: null}}\n",
    },
    fix: "Add the subnet `AzureBastionSubnet` (/26), or make sure that pipelines run inside the network.",
    source: None,
};

const RESERVED_SUBNET: Entry = Entry {
    name: "reserved-subnet",
    severity: Error,
    title: "A subnet whose service takes no network security group",
    cause: "Every subnet gets a network security group here, and Azure refuses one on the subnets of gateways, firewalls and route servers.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "network: {subnets: {GatewaySubnet: 10.10.8.0/27}}\n",
    },
    fix: "Leave that subnet to whoever runs the service, in a network of its own.",
    source: Some(Source {
        document: "Microsoft Learn: About VPN Gateway configuration settings; Azure Firewall FAQ; Azure Route Server FAQ",
        dated: "read 2026-08-21",
        url: None,
    }),
};

const MISSPELT_SUBNET: Entry = Entry {
    name: "misspelt-subnet",
    severity: Warning,
    title: "A subnet is called like one with a purpose but for its case",
    cause: "The purpose goes by the exact name, so this subnet gets neither its delegation nor its rules.",
    example: Example::Words("A subnet `Jump` beside no subnet `jump`."),
    fix: "Write the name as the finding states.",
    source: None,
};

const CONTESTED_ADDRESS: Entry = Entry {
    name: "contested-address",
    severity: Warning,
    title: "A model's address is one that nodes or endpoints of its subnet take first",
    cause: "Azure hands out a subnet from its low end, and nothing reserves an address before its load balancer exists. A node that comes first takes it, and the model gets none.",
    example: Example::Words(
        "`modelSubnet: aks` and a model with the address that the third node takes.",
    ),
    fix: "Choose an address far above, or give models a subnet of their own.",
    source: Some(Source {
        document: "Microsoft Learn: Use an internal load balancer with AKS",
        dated: "read 2026-08-21",
        url: Some("https://learn.microsoft.com/azure/aks/internal-lb"),
    }),
};

const PUBLIC_RANGE: Entry = Entry {
    name: "public-range",
    severity: Warning,
    title: "The network, pods or services use public addresses",
    cause: "Who owns them in the internet can no longer be reached from the network.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {podCidr: 20.0.0.0/16}\n",
    },
    fix: "Use a range in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
    source: Some(Source {
        document: "RFC 1918, RFC 6598",
        dated: "1996-02, 2012-04",
        url: Some("https://www.rfc-editor.org/rfc/rfc1918"),
    }),
};

const PRIVATE_CALLERS: Entry = Entry {
    name: "private-callers",
    severity: Warning,
    title: "A private range may reach the public API server",
    cause: "Nobody comes to a public address from a private one, so the entry lets nobody in, and those it was meant for stay out.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {privateCluster: false, apiServerAuthorizedIpRanges: [10.0.0.0/8]}\n",
    },
    fix: "Write the public addresses that administrators and pipelines come from, or leave the API server private.",
    source: None,
};
