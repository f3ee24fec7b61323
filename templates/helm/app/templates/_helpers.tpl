{{/*
Labels by which pods of one component are selected. Called with the root and a component's name. No version: a selector
can never be changed.
*/}}
{{- define "app.selector" -}}
app.kubernetes.io/name: {{ .root.Values.app.name | toJson }}
app.kubernetes.io/component: {{ .component | toJson }}
{{- end -}}

{{/* Labels of every object. */}}
{{- define "app.labels" -}}
app.kubernetes.io/name: {{ .Values.app.name | toJson }}
app.kubernetes.io/instance: {{ .Release.Name | toJson }}
app.kubernetes.io/managed-by: {{ .Release.Service | toJson }}
platgen/team: {{ .Values.app.team | toJson }}
platgen/environment: {{ .Values.app.environment | toJson }}
{{- end -}}

{{/* Pod Security "restricted", and one user without a name. */}}
{{- define "app.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "app.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* What a container may write to, and the vault's secrets. Called with a component. */}}
{{- define "app.mounts" -}}
{{- range $index, $folder := .writable }}
- name: {{ printf "writable-%d" $index | toJson }}
  mountPath: {{ $folder | toJson }}
{{- end }}
{{- if .secrets }}
- name: vault
  mountPath: /mnt/vault
  readOnly: true
{{- end }}
{{- end -}}

{{/* Called with a component and the name of its SecretProviderClass. */}}
{{- define "app.volumes" -}}
{{- range $index, $folder := .component.writable }}
- name: {{ printf "writable-%d" $index | toJson }}
  emptyDir:
    sizeLimit: 1Gi
{{- end }}
{{- if .component.secrets }}
- name: vault
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ .class | toJson }}
{{- end }}
{{- end -}}

{{/* Variables that hold secrets. Called with a component and the name of the Secret. */}}
{{- define "app.secretVariables" -}}
{{- range .component.secrets }}
- name: {{ .variable | toJson }}
  valueFrom:
    secretKeyRef:
      name: {{ $.secret | toJson }}
      key: {{ .secret | toJson }}
{{- end }}
{{- end -}}

{{/*
The vault's secrets of one component. `objects` is a text that holds YAML texts, by contract of the provider; a name of
a secret has letters, digits and dashes only. Called with the root, a component, a name, and whose client id it is.
*/}}
{{- define "app.secretProvider" -}}
provider: azure
parameters:
  usePodIdentity: "false"
  clientID: {{ .clientId | toJson }}
  tenantId: {{ .root.Values.identity.tenantId | toJson }}
  keyvaultName: {{ .root.Values.keyVault | toJson }}
  objects: |
    array:
      {{- range .secrets }}
      - |
        objectName: {{ . }}
        objectType: secret
      {{- end }}
secretObjects:
  - secretName: {{ printf "%s-secrets" .name | toJson }}
    type: Opaque
    data:
      {{- range .secrets }}
      - objectName: {{ . | toJson }}
        key: {{ . | toJson }}
      {{- end }}
{{- end -}}

{{/* Who is let out, and where to: names, public addresses, and the declared ranges. */}}
{{- define "app.egress" -}}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
{{- if .Values.egress.internet }}
# Public addresses only: no private range, and not the nodes' metadata service.
- to:
    - ipBlock:
        cidr: 0.0.0.0/0
        except:
          - 10.0.0.0/8
          - 100.64.0.0/10
          - 169.254.0.0/16
          - 172.16.0.0/12
          - 192.168.0.0/16
  ports:
    - protocol: TCP
      port: 443
{{- end }}
{{- range .Values.egress.to }}
# {{ .name }}
- to:
    - ipBlock:
        cidr: {{ .cidr | toJson }}
  ports:
    - protocol: TCP
      port: {{ .port | int64 }}
{{- end }}
{{- end -}}
