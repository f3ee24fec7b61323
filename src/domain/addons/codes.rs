//! Codes about add-ons of the cluster.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Addons:
    UnknownAddon UNKNOWN_ADDON,
    AddonCircle ADDON_CIRCLE,
    AddonNeedMissing ADDON_NEED_MISSING,
    ProductMadeTwice PRODUCT_MADE_TWICE,
    AddonKubernetes ADDON_KUBERNETES,
    SignalWithoutBackend SIGNAL_WITHOUT_BACKEND,
    SecretInValues SECRET_IN_VALUES,
    EndedAddon ENDED_ADDON,
}

const UNKNOWN_ADDON: Entry = Entry {
    name: "unknown-addon",
    severity: Error,
    title: "An add-on whose chart nobody names",
    cause: "platgen knows the charts of some add-ons by name (`platgen facts addons`). Of any other the input has to say where the chart is, and in which namespace it goes.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  charts:\n    argocd: {version: 9.5.4}\n    certManger: {version: v1.21.2}\n",
    },
    fix: "Write the name that the finding suggests, or add `chart`, `repository` and `namespace`.",
    source: None,
};

const ADDON_CIRCLE: Entry = Entry {
    name: "addon-circle",
    severity: Error,
    title: "Add-ons that wait for each other",
    cause: "Each of them needs what another one makes, so that on an empty cluster none can be the first.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  charts:\n    argocd: {version: 9.5.4, after: [certManager]}\n    certManager: {version: v1.21.2, after: [argocd]}\n",
    },
    fix: "Take out one of the needs that the finding names.",
    source: None,
};

const ADDON_NEED_MISSING: Entry = Entry {
    name: "addon-need-missing",
    severity: Error,
    title: "An add-on that needs what nothing makes",
    cause: "It needs a CRD, a Secret or another thing that no add-on of the list makes and that is not said to be there before. On an empty cluster it would never become ready.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  charts:\n    argocd: {version: 9.5.4}\n    istiod: {version: 1.30.3}\n",
    },
    fix: "Add the add-on that makes it; what AKS, Terraform or people make goes to `given`.",
    source: None,
};

const PRODUCT_MADE_TWICE: Entry = Entry {
    name: "product-made-twice",
    severity: Error,
    title: "One CRD or webhook that two owners make",
    cause: "Both write the same object of the cluster, and each takes the other's version for drift: the cluster never settles, and removing one of them takes the CRD, and all its objects, from the other.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  given: [\"crd:keda.sh/ScaledObject\"]\n  charts:\n    argocd: {version: 9.5.4}\n    keda: {version: 2.19.0}\n",
    },
    fix: "Keep one of the owners.",
    source: Some(Source {
        document: "Microsoft Learn: Kubernetes Event-driven Autoscaling on AKS (one KEDA in a cluster)",
        dated: "read 2026-11-30",
        url: Some("https://learn.microsoft.com/azure/aks/keda-about"),
    }),
};

const ADDON_KUBERNETES: Entry = Entry {
    name: "addon-kubernetes",
    severity: Error,
    title: "An add-on that is not made for the cluster's Kubernetes",
    cause: "Its project lists the minor versions of Kubernetes that a release is tested on, and the cluster's is none of them.",
    example: Example::Words("`envoyGateway: {version: v1.8.1}` on Kubernetes 1.36."),
    fix: "Use a version that the finding names.",
    source: Some(Source {
        document: "Compatibility matrices of Envoy Gateway (envoyproxy/gateway d32f282) and cert-manager (cert-manager/website 776e5db)",
        dated: "2026-08",
        url: None,
    }),
};

const SIGNAL_WITHOUT_BACKEND: Entry = Entry {
    name: "signal-without-backend",
    severity: Error,
    title: "A signal that is sent where nothing takes it",
    cause: "The collector would send it to an add-on that is not in the list, or that takes other signals only, and drop it.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  charts:\n    argocd: {version: 9.5.4}\n    otelCollector: {version: 0.158.3, signals: {traces: tempo}}\n",
    },
    fix: "Add the backend to the list, name another one, or write `none`.",
    source: None,
};

const SECRET_IN_VALUES: Entry = Entry {
    name: "secret-in-values",
    severity: Error,
    title: "A secret among the values of a chart",
    cause: "Values are kept in git and in the cluster's objects, where everybody who reads those reads the secret.",
    example: Example::Input {
        path: "catalog/addons.yaml",
        text: "addons:\n  delivery: argocd\n  repository: {url: https://git.example.com/org/platform.git, revision: main}\n  charts:\n    argocd: {version: 9.5.4}\n    kubePrometheusStack: {version: 88.5.3, values: {grafana: {adminPassword: letmein}}}\n",
    },
    fix: "Let the chart name a Secret that External Secrets or the CSI driver makes of the Key Vault.",
    source: None,
};

const ENDED_ADDON: Entry = Entry {
    name: "ended-addon",
    severity: Warning,
    title: "An add-on that its project maintains no more",
    cause: "There are no releases and no fixes any more, for security neither. `platgen check --today DAY` goes by that day, else by the day of the facts.",
    example: Example::Words("`ingressNginx` in `catalog/addons.yaml`, by `platgen check`."),
    fix: "Move to the add-on or the version that the finding names.",
    source: Some(Source {
        document: "Kubernetes blog: Ingress NGINX Retirement; release pages of the projects",
        dated: "2025-11-11",
        url: Some("https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/"),
    }),
};
