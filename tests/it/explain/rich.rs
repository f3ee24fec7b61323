//! A platform of one environment that writes every key there is.

use crate::support::variant::Variant;

/// Its inputs.
pub(crate) fn variant() -> Variant {
    Variant::empty()
        .and("catalog/platform.yaml", PLATFORM)
        .and("catalog/models.yaml", MODELS)
        .and("catalog/addons.yaml", ADDONS)
        .and("teams/full/access.yaml", FULL)
        .and("teams/few/access.yaml", FEW)
        .and("teams/full/apps/chat/app.yaml", APP)
}

const PLATFORM: &str = r#"platform:
  name: rich
  suffix: abcd
  environment: lab
  location: swedencentral
  tags: {owner: platform@contoso.com, purpose: tests}
network:
  vnetCidr: 10.10.0.0/16
  subnets:
    aks: 10.10.0.0/24
    aks-api: 10.10.1.0/24
    onprem: 10.10.2.0/24
    private-endpoint: 10.10.3.0/24
    AzureBastionSubnet: 10.10.4.0/24
    jump: 10.10.5.0/24
    api-management: 10.10.6.0/24
    models: 10.10.7.0/27
    spare: 10.10.8.0/24
  modelSubnet: models
  dnsZone: models.internal
kaito: {mode: chart, version: 0.12.0}
apim: {sku: PremiumV2, capacity: 2, publisherName: Contoso, publisherEmail: ai@contoso.com}
terraform:
  backend: {type: azurerm, resourceGroupName: rg-state, storageAccountName: stlab, containerName: tfstate}
aks:
  kubernetesVersion: "1.36"
  supportPlan: AKSLongTermSupport
  tier: Premium
  nodeProvisioning: manual
  systemPool: {vmSize: Standard_D4ads_v6, count: 3, zones: [1, 2]}
  adminGroupIds: [11111111-2222-3333-4444-555555555555]
  apiServerAuthorizedIpRanges: [203.0.113.0/24]
  maintenance: {day: Saturday, startTime: "02:00", durationHours: 5, utcOffset: "+01:00"}
  podCidr: 10.240.0.0/16
  serviceCidr: 10.200.0.0/16
monitoring:
  retentionDays: 90
  receivers:
    - {name: on-call, email: on-call@contoso.com}
  grafana: true
foundry:
  publicNetworkAccess: false
  subdomain: af-lab-main
  accounts:
    germanywestcentral: {name: af-lab-west}
keyVault: {purgeProtection: true, softDeleteDays: 30}
"#;

const ADDONS: &str = r#"addons:
  delivery: argocd
  repository: {url: https://git.example.com/org/platform.git, revision: main, path: generated}
  given: ["secret:own/settings"]
  quota: {cpu: 8, memoryGib: 32, pods: 100}
  charts:
    argocd: {version: 9.5.4}
    certManager: {version: v1.21.2}
    tempo: {version: 1.26.1}
    otelCollector: {version: 0.158.3, signals: {traces: tempo}}
    own:
      version: 1.0.0
      chart: own
      repository: https://charts.example.com
      namespace: own
      podSecurity: baseline
      ingress: cluster
      egress: any
      provides: ["crd:example.com/Widget"]
      needs: [certificates, "secret:own/settings"]
      after: [tempo]
      values: {replicas: 2, text: plain, list: [1, two], on: true}
"#;

const MODELS: &str = r#"kaitoModels:
  - name: mistral
    displayName: Mistral
    description: A small model
    preset: mistral-7b-instruct
    instanceType: Standard_NC24ads_A100_v4
    staticIP: 10.10.7.4
    estimatedTokensPerMinute: 600000
    enabled: true
    capabilities: [chat, completions]
    maxModelLen: 16384
    vllm: {max-num-seqs: 64, gpu-memory-utilization: 0.5, dtype: bfloat16}
    nodePool: {count: 2, spot: true, zones: [1, 2]}
  - name: phi
    displayName: Phi
    preset: phi-4
    instanceType: Standard_NC24ads_A100_v4
    staticIP: 10.10.7.5
    estimatedTokensPerMinute: 500000
    enabled: true
  - name: gemma
    displayName: Gemma
    preset: gemma-3-4b-instruct
    instanceType: Standard_NC24ads_A100_v4
    staticIP: 10.10.7.6
    estimatedTokensPerMinute: 500000
    enabled: true
    modelAccessSecret: hf-token
foundryModels:
  - name: gpt-main
    modelName: gpt-5.6-terra
    version: "2025-04-14"
    skuName: GlobalStandard
    capacity: 100
    enabled: true
    description: The usual one
    aliases: [gpt-old, gpt-older]
    contentFilter: strict
    versionUpgrade: OnceCurrentVersionExpired
    price: {inputPerMillion: 2.5, outputPerMillion: 8.5}
  - name: gpt-west
    modelName: gpt-5.6-luna
    version: "2025-04-14"
    location: germanywestcentral
    skuName: GlobalStandard
    capacity: 100
    enabled: true
    capabilities: [chat, responses]
  - name: embed
    modelName: text-embedding-3-large
    version: "1"
    skuName: Standard
    capacity: 120
    enabled: true
  - name: other
    modelName: Mistral-Large-3
    format: Mistral AI
    version: "1"
    skuName: GlobalStandard
    capacity: 50
    enabled: true
  - name: pooled
    modelName: gpt-6-astra
    version: "2024-11-20"
    enabled: true
    deployments:
      - {name: pooled-ptu, location: swedencentral, skuName: ProvisionedManaged, capacity: 50, priority: 1, weight: 10}
      - {name: pooled-paygo, location: germanywestcentral, skuName: GlobalStandard, capacity: 100, priority: 2, weight: 20}
      - {name: pooled-last, location: westus3, skuName: GlobalStandard, capacity: 100, priority: 3}
accessGroups:
  - name: basics
    models:
      - {name: gpt-west, tokensPerMinute: 5000, dailyTokenQuota: 200000}
      - {name: embed, tokensPerMinute: 6000, tokenQuota: {tokens: 300000, period: Weekly}}
"#;

const FULL: &str = r"team:
  name: full
  displayName: Team Full
  owner: full@contoso.com
  costCenter: CC-1
enabled: true
models:
  foundry:
    - {name: gpt-main, tokensPerMinute: 10000, dailyTokenQuota: 500000, callsPerMinute: 60, concurrency: 3, maxOutputTokens: 1000, estimatePrompts: true}
    - {name: pooled, tokensPerMinute: 20000, tokenQuota: {tokens: 3000000, period: Monthly}}
  kaito:
    - {name: mistral, tokensPerMinute: 30000, tokenQuota: none}
groups: [basics]
limits: {tokensPerMinute: 50000, tokenQuota: {tokens: 60000000, period: Monthly}, callsPerMinute: 90}
environments: [lab]
entraGroupId: 3f2504e0-4f89-41d3-9a0c-0305e82c3301
auth: {entra: {tenantId: 9a0b1c2d-3e4f-4a5b-8c6d-7e8f9a0b1c2d, audiences: [api://full.contoso.com], clientIds: [b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e]}}
keys: {count: 2, keyVault: true}
foundryProject: {enabled: true, location: germanywestcentral}
";

const FEW: &str = r"team:
  name: few
  displayName: Team Few
  owner: few@contoso.com
  costCenter: CC-2
models:
  kaito:
    - {name: phi, tokensPerMinute: 30000, dailyTokenQuota: 9000000}
    - {name: gemma, tokensPerMinute: 30000, dailyTokenQuota: 9000000}
keys: {keyVault: false}
foundryProject: {enabled: false}
";

const APP: &str = r#"app: {name: chat, team: full, displayName: AI chat, namespace: chats, production: true}
environments: [lab]
registry: contoso.azurecr.io
keyVault: {name: kv-chat, resourceGroup: rg-chat}
components:
  backend:
    image: {repository: chat/backend, digest: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    port: 8000
    replicas: {min: 2, max: 10, cpu: 70, memory: 80}
    resources: {cpu: 250m, memory: 512Mi, memoryLimit: 1Gi}
    probes: {live: /healthz, ready: /readyz}
    env: {LOG_LEVEL: info}
    secrets: {SEARCH_CONFIGURATION: search-configuration}
    metrics: /metrics
    writable: [/tmp, /data]
  frontend:
    image: {repository: chat/frontend, digest: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
    port: 3000
    replicas: {fixed: 2}
    resources: {cpu: 100m, memory: 256Mi, memoryLimit: 512Mi}
    probes: {live: /live, ready: /ready}
    calls: [backend]
ingress:
  host: chat.contoso.com
  class: eg
  namespace: gateways
  tls: {issuer: public}
  origins: ["https://portal.contoso.com"]
  jwt: {tenant: 11111111-2222-3333-4444-555555555555, audience: "api://chat", scopes: [chat.use]}
  routes:
    - {path: /api, to: backend, stream: true, auth: jwt}
    - {path: /, to: frontend, stream: false, auth: none}
egress:
  internet: true
  to:
    - {name: postgres, cidr: 10.10.3.0/24, port: 5432}
migrations: {component: backend, command: [alembic, upgrade, head], timeoutSeconds: 600}
monitoring: {stack: prometheus, namespace: watch}
"#;
