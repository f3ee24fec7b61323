{{/*
Labels of every object. The chart's version is left out on purpose: it would touch every Workspace whenever a
template changes, and KAITO reconciles a Workspace on each touch.
*/}}
{{- define "kaito-models.labels" -}}
app.kubernetes.io/name: kaito-models
app.kubernetes.io/instance: {{ .Release.Name | toJson }}
app.kubernetes.io/managed-by: {{ .Release.Service | toJson }}
{{- end -}}

{{/*
What JSON Schema cannot say: values of different places that have to agree. The compiler never breaks these rules; a
hand edit can, and then nothing is installed. Every finding is reported at once.
*/}}
{{- define "kaito-models.check" -}}
{{- $faults := list -}}
{{- $seen := dict -}}
{{- range $i, $model := .Values.models -}}
{{- $place := printf "models[%d] (%s)" $i $model.name -}}
{{- $unique := dict "name" $model.name "slug" $model.slug "staticIP" $model.staticIP "workspace.name" $model.workspace.name "config.name" $model.config.name -}}
{{- range $field, $value := $unique -}}
{{- $key := printf "%s %s" $field $value -}}
{{- if hasKey $seen $key -}}
{{- $faults = append $faults (printf "%s: %s %q is also that of %s" $place $field $value (get $seen $key)) -}}
{{- else -}}
{{- $_ := set $seen $key $place -}}
{{- end -}}
{{- end -}}
{{- if ne $model.workspace.matchLabels.apps $model.slug -}}
{{- $faults = append $faults (printf "%s: workspace.matchLabels.apps must be the slug %q: two Workspaces with one label take each other's nodes" $place $model.slug) -}}
{{- end -}}
{{- if ne $model.service.name (printf "%s-ilb" $model.slug) -}}
{{- $faults = append $faults (printf "%s: service.name must be \"%s-ilb\": another name is another load balancer" $place $model.slug) -}}
{{- end -}}
{{- if ne (get $model.service.selector "kaito.sh/workspace") $model.workspace.name -}}
{{- $faults = append $faults (printf "%s: service.selector selects the pods of another Workspace than %q" $place $model.workspace.name) -}}
{{- end -}}
{{- $config := printf "%s-config-%s" $model.slug (sha256sum $model.config.content | trunc 10) -}}
{{- if ne $model.config.name $config -}}
{{- $faults = append $faults (printf "%s: config.name must be %q, made from its content: under an old name no pod would restart with the new content" $place $config) -}}
{{- end -}}
{{- end -}}
{{- if $faults -}}
{{- fail (printf "these values contradict themselves:\n- %s" (join "\n- " $faults)) -}}
{{- end -}}
{{- end -}}
