{{- define "archive.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "archive.labels" -}}
app.kubernetes.io/name: archive
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "archive.selector" -}}
app.kubernetes.io/name: archive
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "archive.image" -}}
{{- $repository := required "image.repository must say where the image was pushed" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- /* A tree of settings as variables: Archive__Sources__slack__Api. */ -}}
{{- define "archive.variables" -}}
{{- $name := .name -}}
{{- range $key, $value := .value -}}
{{- if or (kindIs "map" $value) (kindIs "slice" $value) -}}
{{- include "archive.variables" (dict "name" (printf "%s__%v" $name $key) "value" $value) -}}
{{- else }}
- name: {{ $name }}__{{ $key }}
  value: {{ if kindIs "string" $value }}{{ $value | quote }}{{ else }}{{ $value | toJson | quote }}{{ end }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* What pods of every kind have in common. */ -}}
{{- define "archive.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "archive.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{- define "archive.env" -}}
- name: Archive__Store__Engine
  value: postgresql
- name: Archive__Store__PostgreSql__ConnectionStringFile
  value: /secrets/archive/application.connection
- name: Archive__Store__PostgreSql__KeysConnectionStringFile
  value: /secrets/archive/keys.connection
- name: Archive__Index__Engine
  value: elasticsearch
{{- range $i, $node := required "elasticsearch.nodes must name at least one node" .Values.elasticsearch.nodes }}
- name: Archive__Index__Elasticsearch__Nodes__{{ $i }}
  value: {{ $node | quote }}
{{- end }}
- name: Archive__Index__Elasticsearch__Prefix
  value: {{ .Values.elasticsearch.prefix | quote }}
- name: Archive__Index__Elasticsearch__Username
  value: {{ .Values.elasticsearch.username | quote }}
- name: Archive__Index__Elasticsearch__PasswordFile
  value: /secrets/archive/elasticsearch.password
- name: Archive__Index__Elasticsearch__CertificateAuthorityFile
  value: /secrets/archive/ca.crt
- name: Archive__Jobs__Engine
  value: postgresql
- name: Archive__Logging__Format
  value: json
{{- if .Values.metrics.enabled }}
- name: Archive__Telemetry__Prometheus
  value: "true"
- name: Archive__Telemetry__Scrape__TokenFile
  value: /secrets/metrics/token
{{- end }}
{{- include "archive.variables" (dict "name" "Archive" "value" .Values.settings.archive) }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "archive.ownerEnv" -}}
- name: Archive__Store__PostgreSql__OwnerConnectionStringFile
  value: /secrets/owner/owner.connection
- name: Archive__Store__PostgreSql__KeysOwnerConnectionStringFile
  value: /secrets/owner/keys-owner.connection
{{- end -}}

{{- /* Mounts of every pod; the data folder itself is mounted by each as it needs it. */ -}}
{{- define "archive.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: archive-secrets, mountPath: /secrets/archive, readOnly: true}
{{- if .Values.settings.registerConfigMap }}
- {name: register, mountPath: /data/register.csv, subPath: register.csv, readOnly: true}
{{- end }}
{{- if .Values.metrics.enabled }}
- {name: metrics-token, mountPath: /secrets/metrics, readOnly: true}
{{- end }}
{{- end -}}

{{- define "archive.volumes" -}}
- name: tmp
  emptyDir: {sizeLimit: 1Gi} # large files on their way, encrypted
- name: data
  persistentVolumeClaim: {claimName: {{ required "data.existingClaim must name a claim" .Values.data.existingClaim }}}
- name: archive-secrets
  secret: {secretName: {{ .Values.secrets.archive }}, defaultMode: 0440}
{{- if .Values.settings.registerConfigMap }}
- name: register
  configMap: {name: {{ .Values.settings.registerConfigMap }}}
{{- end }}
{{- if .Values.metrics.enabled }}
- name: metrics-token
  secret: {secretName: {{ required "metrics.tokenSecret must name a Secret" .Values.metrics.tokenSecret }}, defaultMode: 0440}
{{- end }}
{{- end -}}

{{- define "archive.ownerVolume" -}}
- name: owner-secrets
  secret: {secretName: {{ .Values.secrets.owner }}, defaultMode: 0440}
{{- end -}}
