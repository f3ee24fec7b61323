//! Codes about applications.

use crate::core::diag::Severity::{Error, Warning};
use crate::core::diag::code::{Entry, Example, Source};

crate::core::diag::code::codes! { Apps:
    ImageLatest IMAGE_LATEST,
    ImageForeignRegistry IMAGE_FOREIGN_REGISTRY,
    ImageByTag IMAGE_BY_TAG,
    SecretInEnv SECRET_IN_ENV,
    EnvReserved ENV_RESERVED,
    ReplicasRange REPLICAS_RANGE,
    LimitBelowRequest LIMIT_BELOW_REQUEST,
    HostDuplicate HOST_DUPLICATE,
    TlsMissing TLS_MISSING,
    RouteShadowed ROUTE_SHADOWED,
    PublicApiWithoutAuth PUBLIC_API_WITHOUT_AUTH,
    EgressOpen EGRESS_OPEN,
}

/// An application with one component, in which one thing differs.
macro_rules! app {
    ($($key:ident $value:literal)*) => {
        Example::Input {
            path: "teams/beta/apps/chat/app.yaml",
            text: app!(@ {"" "{repository: chat/backend, tag: 1.4.0}" "{fixed: 2}" "512Mi" ""} $($key $value)*),
        }
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal} app $value:literal $($rest:tt)*) => {
        app!(@ {$value $image $replicas $memory $more} $($rest)*)
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal} image $value:literal $($rest:tt)*) => {
        app!(@ {$app $value $replicas $memory $more} $($rest)*)
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal} replicas $value:literal $($rest:tt)*) => {
        app!(@ {$app $image $value $memory $more} $($rest)*)
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal} memory $value:literal $($rest:tt)*) => {
        app!(@ {$app $image $replicas $value $more} $($rest)*)
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal} more $value:literal $($rest:tt)*) => {
        app!(@ {$app $image $replicas $memory $value} $($rest)*)
    };
    (@ {$app:literal $image:literal $replicas:literal $memory:literal $more:literal}) => {
        concat!(
            "app: {name: chat, displayName: AI chat", $app, "}\nregistry: contoso.azurecr.io\ncomponents:\n  backend:\n    image: ", $image,
            "\n    port: 8000\n    replicas: ", $replicas, "\n    resources: {cpu: 250m, memory: ", $memory,
            ", memoryLimit: 1Gi}\n    probes: {live: /healthz, ready: /readyz}\n", $more,
        )
    };
}

const IMAGE_LATEST: Entry = Entry {
    name: "image-latest",
    severity: Error,
    title: "An image is named by the tag `latest`",
    cause: "The tag moves with every push. Nodes that pull at different times run different programs under one Deployment, and there is no version to go back to.",
    example: app!(image "{repository: chat/backend, tag: latest}"),
    fix: "Write the tag of a version, or the digest.",
    source: Some(Source {
        document: "Kubernetes documentation: Images (avoid the `latest` tag in production)",
        dated: "as known in 2026",
        url: Some("https://kubernetes.io/docs/concepts/containers/images/"),
    }),
};

const IMAGE_FOREIGN_REGISTRY: Entry = Entry {
    name: "image-foreign-registry",
    severity: Error,
    title: "An image of another registry than the application's",
    cause: "The cluster's identity may pull from the application's registry only, so that no pull secret exists, and images come from one place that is scanned. The first part of a repository that holds a dot or a colon is the name of a registry.",
    example: app!(image "{repository: docker.io/library/nginx, tag: 1.29.1}"),
    fix: "Import the image into the registry and write its repository there.",
    source: None,
};

const IMAGE_BY_TAG: Entry = Entry {
    name: "image-by-tag",
    severity: Warning,
    title: "An image in production is named by a tag",
    cause: "A tag can be moved to another image, so that what was reviewed is not what runs after the next pull.",
    example: app!(app ", production: true"),
    fix: "Write `digest: sha256:...` in place of the tag.",
    source: None,
};

const SECRET_IN_ENV: Entry = Entry {
    name: "secret-in-env",
    severity: Error,
    title: "A variable that looks like a secret stands in plain text",
    cause: "Values under `env` are committed, printed into the chart's values and kept by Helm in its release. Names that end with a word for a secret, and values that hold a user and a password, are refused.",
    example: app!(more "    env: {DATABASE_PASSWORD: example}\n"),
    fix: "Put the secret into the Key Vault and write its name under `secrets`, or use the application's identity, which needs none.",
    source: None,
};

const ENV_RESERVED: Entry = Entry {
    name: "env-reserved",
    severity: Error,
    title: "A variable that is set for the application",
    cause: "Names that start with `AZURE_` are set by the webhook of workload identity and read by Azure's client libraries, those with `AI_` are the platform's, those with `PG` are read by the client library of Postgres. A value of the application's own would win over them or be lost.",
    example: app!(more "    env: {AZURE_CLIENT_ID: 11111111-2222-3333-4444-555555555555}\n"),
    fix: "Remove the variable, or give it another name.",
    source: Some(Source {
        document: "Microsoft Learn: Microsoft Entra Workload ID on AKS (variables that the webhook sets)",
        dated: "as known in 2026",
        url: Some("https://learn.microsoft.com/azure/aks/workload-identity-overview"),
    }),
};

const REPLICAS_RANGE: Entry = Entry {
    name: "replicas-range",
    severity: Error,
    title: "Bounds of replicas that contradict each other or are too low",
    cause: "Kubernetes refuses an autoscaler with more replicas at least than at most. With one replica, an application is away whenever its node is upgraded.",
    example: app!(replicas "{min: 4, max: 2}"),
    fix: "Make `max` as large as `min`, and both at least 2 in production.",
    source: None,
};

const LIMIT_BELOW_REQUEST: Entry = Entry {
    name: "limit-below-request",
    severity: Error,
    title: "The limit of memory is below the requested memory",
    cause: "Kubernetes refuses the pods: what is requested must be within the limit.",
    example: app!(memory "2Gi"),
    fix: "Raise the limit, or request less.",
    source: None,
};

const HOST_DUPLICATE: Entry = Entry {
    name: "host-duplicate",
    severity: Error,
    title: "Two applications of an environment have one host",
    cause: "Each has a Gateway of its own, and a name in DNS leads to one of them only.",
    example: Example::Words("A second application with the same `ingress.host`."),
    fix: "Give one of them another host, in its overlay if the environments differ.",
    source: None,
};

const TLS_MISSING: Entry = Entry {
    name: "tls-missing",
    severity: Error,
    title: "An application in production is reached by plain HTTP",
    cause: "Tokens and answers would cross the network in plain text.",
    example: app!(app ", production: true" image "{repository: chat/backend, digest: \"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}" more "ingress: {host: chat.contoso.com, routes: [{path: /, to: backend}]}\n"),
    fix: "Add `ingress.tls` with an issuer or a certificate.",
    source: None,
};

const ROUTE_SHADOWED: Entry = Entry {
    name: "route-shadowed",
    severity: Error,
    title: "Two routes have one path",
    cause: "Gateway API lets the older of two equal routes win, so that the other one never gets a request.",
    example: app!(more "ingress: {host: chat.contoso.com, routes: [{path: /, to: backend}, {path: /, to: backend}]}\n"),
    fix: "Remove one of the routes, or give it another path.",
    source: Some(Source {
        document: "Gateway API: HTTPRoute (precedence of rules that match alike)",
        dated: "v1.5, 2026",
        url: Some("https://gateway-api.sigs.k8s.io/reference/spec/"),
    }),
};

const PUBLIC_API_WITHOUT_AUTH: Entry = Entry {
    name: "public-api-without-auth",
    severity: Warning,
    title: "An API route does not say who may call it",
    cause: "A route below `/api` without `auth` is open to everybody who reaches the host, and so is what it spends at models.",
    example: app!(more "ingress: {host: chat.contoso.com, routes: [{path: /api, to: backend}]}\n"),
    fix: "Add `auth: jwt`, or `auth: none` if it is to be open.",
    source: None,
};

const EGRESS_OPEN: Entry = Entry {
    name: "egress-open",
    severity: Error,
    title: "A declared flow is open to more than a subnet",
    cause: "A range wider than `/16` is no flow that somebody decided on, and the address of the nodes' metadata service hands out the identity of the node.",
    example: app!(more "egress: {to: [{name: all, cidr: 0.0.0.0/0, port: 443}]}\n"),
    fix: "Write the range of the subnet that is meant; public addresses at port 443 are `egress.internet`.",
    source: None,
};
