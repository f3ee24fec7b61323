//! Codes about the cluster: its version of Kubernetes, and the nodes of its own workloads.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Cluster:
    UnknownKubernetes UNKNOWN_KUBERNETES,
    EndedKubernetes ENDED_KUBERNETES,
    EndingKubernetes ENDING_KUBERNETES,
    UnknownSize UNKNOWN_SIZE,
    SmallSystemSize SMALL_SYSTEM_SIZE,
    UnsupportedSystemSize UNSUPPORTED_SYSTEM_SIZE,
}

/// `facts/kubernetes.yaml`.
const VERSIONS: Source = Source {
    document: "Microsoft Learn: Supported Kubernetes versions in AKS (MicrosoftDocs/azure-aks-docs fb060ab)",
    dated: "2026-08-05",
    url: Some("https://learn.microsoft.com/azure/aks/supported-kubernetes-versions"),
};

/// `facts/system-sizes.yaml`.
const SYSTEM_POOLS: Source = Source {
    document: "Microsoft Learn: Manage system node pools in AKS (MicrosoftDocs/azure-aks-docs 04921f5)",
    dated: "2026-04-30",
    url: Some("https://learn.microsoft.com/azure/aks/use-system-pools"),
};

/// `facts/system-sizes.yaml`.
const RESTRICTED_SIZES: Source = Source {
    document: "Microsoft Learn: Quotas, virtual machine size restrictions, and region availability in AKS (MicrosoftDocs/azure-aks-docs 051c988)",
    dated: "2024-01-12",
    url: Some("https://learn.microsoft.com/azure/aks/quotas-skus-regions"),
};

/// `facts/system_sizes.rs`.
const NAMES: Source = Source {
    document: "Microsoft Learn: Azure virtual machine sizes naming conventions (MicrosoftDocs/azure-compute-docs 028a4dc)",
    dated: "2023-05-01",
    url: Some("https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions"),
};

const UNKNOWN_KUBERNETES: Entry = Entry {
    name: "unknown-kubernetes",
    severity: Warning,
    title: "A version of Kubernetes that AKS is not known to offer",
    cause: "It is older or newer than what is known, or a preview, which AKS supports for no production. Azure refuses a cluster of a version that it does not have (`K8sVersionNotSupported`).",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {kubernetesVersion: \"1.99\"}\n",
    },
    fix: "Write one of the versions that the finding names. If AKS offers the version by now, name it in `catalog/facts/`.",
    source: Some(VERSIONS),
};

const ENDED_KUBERNETES: Entry = Entry {
    name: "ended-kubernetes",
    severity: Warning,
    title: "A version of Kubernetes that AKS no longer supports with this plan",
    cause: "AKS refuses to make a cluster of it (`K8sVersionNotSupported`), and one that exists gets no more patches. Without `--today` the day counts on which the facts were read.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {kubernetesVersion: \"1.30\"}\n",
    },
    fix: "Write a newer version; minor versions are upgraded one by one. Some have long-term support: `supportPlan: AKSLongTermSupport`.",
    source: Some(VERSIONS),
};

const ENDING_KUBERNETES: Entry = Entry {
    name: "ending-kubernetes",
    severity: Warning,
    title: "A version of Kubernetes whose support ends soon",
    cause: "From that day on AKS makes no cluster of it, and patches none. `platgen check --today DAY` warns from 90 days before.",
    example: Example::Words("A version whose support ends within 90 days of the day of `--today`."),
    fix: "Plan the upgrade to the next minor version.",
    source: Some(VERSIONS),
};

const UNKNOWN_SIZE: Entry = Entry {
    name: "unknown-size",
    severity: Warning,
    title: "A VM size that Azure is not known to have",
    cause: "The name is none by Azure's rules for names of sizes, so it is probably misspelt. The apply fails when it makes the cluster.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {systemPool: {vmSize: Standard_Foo}}\n",
    },
    fix: "Write a size that the finding names. If Azure has the size, name it in `catalog/facts/`.",
    source: Some(NAMES),
};

const SMALL_SYSTEM_SIZE: Entry = Entry {
    name: "small-system-size",
    severity: Error,
    title: "A VM size that is too small for the cluster's own workloads",
    cause: "AKS takes no size with fewer than 2 virtual CPUs, so the apply fails when it makes the cluster.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {systemPool: {vmSize: Standard_A1_v2}}\n",
    },
    fix: "Choose a size with 4 virtual CPUs or more.",
    source: Some(RESTRICTED_SIZES),
};

const UNSUPPORTED_SYSTEM_SIZE: Entry = Entry {
    name: "unsupported-system-size",
    severity: Warning,
    title: "A VM size that AKS does not support for the cluster's own workloads",
    cause: "Microsoft asks for 4 virtual CPUs and 4 GB of memory at least in a system pool, and supports no size of the B series there.",
    example: Example::Input {
        path: "catalog/environments/demo.yaml",
        text: "aks: {systemPool: {vmSize: Standard_B4ms}}\n",
    },
    fix: "Choose a size with 4 virtual CPUs or more, of another series than B.",
    source: Some(SYSTEM_POOLS),
};
