{{- define "scriptgrid.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "scriptgrid.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else if contains (include "scriptgrid.name" .) .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "scriptgrid.name" .) | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "scriptgrid.selector" -}}
app.kubernetes.io/name: {{ include "scriptgrid.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "scriptgrid.labels" -}}
{{ include "scriptgrid.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "scriptgrid.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "scriptgrid.fullname" .) }}
{{- else }}
{{- .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{- /* The secret's name; empty where there is none. */ -}}
{{- define "scriptgrid.secret" -}}
{{- if .Values.secret.existing }}
{{- .Values.secret.existing }}
{{- else if .Values.secret.data }}
{{- include "scriptgrid.fullname" . }}
{{- end }}
{{- end }}

{{- /* The path that every endpoint lives below, without a slash at its end; empty for none. */ -}}
{{- define "scriptgrid.prefix" -}}
{{- $path := .Values.web.routePrefix -}}
{{- if and (not $path) .Values.web.externalUrl }}
{{- $path = (urlParse .Values.web.externalUrl).path -}}
{{- end }}
{{- $path | trimSuffix "/" }}
{{- end }}

{{- /* "true" where clients of the cluster are served. */ -}}
{{- define "scriptgrid.gateway" -}}
{{- if and (eq .Values.mode "cluster") (or .Values.cluster.clientSecretKey .Values.cluster.clientTls.caKey .Values.cluster.tls.caKey) }}true{{ end }}
{{- end }}

{{- /* The files of a section of TLS, which are keys of the secret. */ -}}
{{- define "scriptgrid.tlsFiles" -}}
{{- $names := dict "caKey" "ca_file" "certKey" "cert_file" "keyKey" "key_file" -}}
{{- range $value, $name := $names }}
{{- with index $ $value }}
{{ $name }}: /run/secrets/scriptgrid/{{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Refuses a key that Helm, which reads YAML 1.1, took for a truth value. */ -}}
{{- define "scriptgrid.refuseTruthKeys" -}}
{{- $at := .at -}}
{{- if kindIs "map" .value }}
{{- range $key, $value := .value }}
{{- if has $key (list "true" "false") }}
{{- fail (printf "%s has the key %s: to Helm, on and off without quotes are true and false; write them in quotes" $at $key) }}
{{- end }}
{{- include "scriptgrid.refuseTruthKeys" (dict "at" (printf "%s.%s" $at $key) "value" $value) }}
{{- end }}
{{- else if kindIs "slice" .value }}
{{- range $index, $value := .value }}
{{- include "scriptgrid.refuseTruthKeys" (dict "at" (printf "%s[%d]" $at $index) "value" $value) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The port of an address or a URL; the default where it names none. */ -}}
{{- define "scriptgrid.port" -}}
{{- if regexMatch "\\$\\{[^}]*\\}$" (toString .address | regexFind "^([a-z]+://)?[^/?#]*") }}
{{- fail (printf "networkPolicy cannot tell the port of %s: put ports that variables name into networkPolicy.egress, with all others, or turn networkPolicy off" .address) }}
{{- end }}
{{- $host := regexReplaceAll "^[a-z]+://" (toString .address) "" | regexFind "^[^/?#]*" -}}
{{- regexFind ":[0-9]+$" $host | trimPrefix ":" | default .default }}
{{- end }}

{{- define "scriptgrid.urlPort" -}}
{{- include "scriptgrid.port" (dict "address" . "default" (hasPrefix "https:" (toString .) | ternary "443" "80")) }}
{{- end }}

{{- /* The ports of name servers, as JSON: that of the cluster's, and those that sources name. */ -}}
{{- define "scriptgrid.namePorts" -}}
{{- $ports := list "53" -}}
{{- range .Values.config.target_groups }}
{{- with .dns }}
{{- range .servers }}
{{- $ports = append $ports (include "scriptgrid.port" (dict "address" . "default" "53")) }}
{{- end }}
{{- end }}
{{- end }}
{{- $ports | uniq | toJson }}
{{- end }}

{{- /* The TCP ports that ScriptGrid connects to, as far as the values tell, as JSON. */ -}}
{{- define "scriptgrid.egressPorts" -}}
{{- $ports := list "6379" "26379" -}}
{{- if and (eq .Values.mode "cluster") (eq .Values.cluster.membership "postgresql") }}
{{- $ports = append $ports "5432" }}
{{- end }}
{{- range .Values.config.target_groups }}
{{- range .targets }}
{{- if not (hasPrefix "unix:" (toString .)) }}
{{- $ports = append $ports (include "scriptgrid.port" (dict "address" . "default" "6379")) }}
{{- end }}
{{- end }}
{{- with .redis_cluster }}
{{- range .seeds }}
{{- $ports = append $ports (include "scriptgrid.port" (dict "address" . "default" "6379")) }}
{{- end }}
{{- end }}
{{- with .sentinel }}
{{- range .addresses }}
{{- $ports = append $ports (include "scriptgrid.port" (dict "address" . "default" "26379")) }}
{{- end }}
{{- end }}
{{- with .dns }}
{{- with .port }}
{{- $ports = append $ports (include "scriptgrid.port" (dict "address" (printf ":%v" .) "default" "6379")) }}
{{- end }}
{{- end }}
{{- with .http_sd }}
{{- $ports = append $ports (include "scriptgrid.urlPort" .url) }}
{{- end }}
{{- end }}
{{- with .Values.config.otlp }}
{{- with .endpoint }}
{{- $ports = append $ports (include "scriptgrid.urlPort" .) }}
{{- end }}
{{- end }}
{{- range .Values.networkPolicy.ports }}
{{- $ports = append $ports (toString .) }}
{{- end }}
{{- $ports | uniq | toJson }}
{{- end }}

{{- /* scriptgrid.yml: that of the values, with the TLS of the cluster. */ -}}
{{- define "scriptgrid.config" -}}
{{- include "scriptgrid.refuseTruthKeys" (dict "at" "config" "value" .Values.config) }}
{{- $config := deepCopy .Values.config -}}
{{- if eq .Values.mode "cluster" }}
{{- with .Values.cluster.tls }}
{{- if .caKey }}
{{- $tls := merge (include "scriptgrid.tlsFiles" . | fromYaml) (dict "server_name" .serverName) -}}
{{- $config = mergeOverwrite $config (dict "cluster" (dict "tls" $tls)) -}}
{{- end }}
{{- end }}
{{- with .Values.cluster.clientTls }}
{{- if or .caKey .certKey }}
{{- $config = mergeOverwrite $config (dict "cluster" (dict "client_tls" (include "scriptgrid.tlsFiles" . | fromYaml))) -}}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{- /* What a probe asks. */ -}}
{{- define "scriptgrid.probe" -}}
httpGet:
  path: {{ include "scriptgrid.prefix" .root }}{{ .path }}
  port: http
  {{- if .root.Values.web.tls }}
  scheme: HTTPS
  {{- end }}
  {{- with .root.Values.web.probeHeaders }}
  httpHeaders:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{- /* How Prometheus reaches a page, beside its port. */ -}}
{{- define "scriptgrid.scrape" -}}
path: {{ include "scriptgrid.prefix" . }}/metrics
scheme: {{ .Values.web.tls | ternary "https" "http" }}
{{- with .Values.serviceMonitor.tlsConfig }}
tlsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.serviceMonitor.basicAuth }}
basicAuth:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.serviceMonitor.authorization }}
authorization:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* What is about targets keeps its series when another pod tells of it: after a change of the configuration, or when a target moves. */ -}}
{{- define "scriptgrid.lastingSeries" -}}
metricRelabelings:
  - sourceLabels: [__name__]
    regex: redis_.*
    targetLabel: instance
    replacement: ""
  - sourceLabels: [__name__]
    regex: redis_.*
    targetLabel: pod
    replacement: ""
{{- end }}

{{- /* What the pods of a Deployment and of a StatefulSet have in common. */ -}}
{{- define "scriptgrid.pod" -}}
{{- $isCluster := eq .Values.mode "cluster" -}}
{{- $secret := include "scriptgrid.secret" . -}}
{{- $web := .Values.web -}}
{{- if and (not $secret) (or $web.configKey $web.bearerTokenKey $web.adminTokenKey .Values.cluster.tls.caKey .Values.cluster.clientTls.caKey) }}
{{- fail "keys of a secret need secret.existing or secret.data" }}
{{- end }}
{{- if and $web.bearerTokenKey (not $web.probeHeaders) }}
{{- fail "with web.bearerTokenKey nobody learns whether a pod is ready who does not log in; give web.probeHeaders a token" }}
{{- end }}
{{- if and $web.tls (not $web.configKey) }}
{{- fail "web.tls says what the file of web.configKey does; give web.configKey" }}
{{- end }}
metadata:
  labels:
    {{- include "scriptgrid.selector" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ printf "%s%s" (include "scriptgrid.config" .) (toYaml .Values.scripts) | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "scriptgrid.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $isCluster | ternary 45 30 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1654
    runAsGroup: 1654
    fsGroup: 1654
    seccompProfile:
      type: RuntimeDefault
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  containers:
    - name: scriptgrid
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - {{ $isCluster | ternary "silo" "serve" }}
        - --config.file=/etc/scriptgrid/scriptgrid.yml
        - --web.listen-address=:9121
        - --log.level={{ .Values.log.level }}
        - --log.format={{ .Values.log.format }}
        {{- with $web.configKey }}
        - --web.config.file=/run/secrets/scriptgrid/{{ . }}
        {{- end }}
        {{- with $web.bearerTokenKey }}
        - --web.bearer-token-file=/run/secrets/scriptgrid/{{ . }}
        {{- end }}
        {{- with $web.adminTokenKey }}
        - --web.admin.bearer-token-file=/run/secrets/scriptgrid/{{ . }}
        {{- end }}
        {{- with $web.routePrefix }}
        - --web.route-prefix={{ . }}
        {{- end }}
        {{- with $web.externalUrl }}
        - --web.external-url={{ . }}
        {{- end }}
        {{- if $isCluster }}
        - --cluster.id={{ .Values.cluster.id }}
        - --cluster.membership={{ .Values.cluster.membership }}
        - --cluster.connection-file=/run/secrets/scriptgrid/{{ .Values.cluster.connectionKey }}
        {{- with .Values.cluster.clientSecretKey }}
        - --cluster.client-secret-file=/run/secrets/scriptgrid/{{ . }}
        {{- end }}
        {{- end }}
        {{- with .Values.extraArgs }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      env:
        - name: DOTNET_EnableDiagnostics  # whose sockets need a directory to write to
          value: "0"
        {{- if $isCluster }}
        - name: SCRIPTGRID_CLUSTER_ADDRESS
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        - name: http
          containerPort: 9121
        {{- if $isCluster }}
        - name: silo
          containerPort: 11111
        {{- if include "scriptgrid.gateway" . }}
        - name: gateway
          containerPort: 30000
        {{- end }}
        {{- end }}
      startupProbe:
        {{- include "scriptgrid.probe" (dict "root" . "path" "/-/healthy") | nindent 8 }}
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        {{- include "scriptgrid.probe" (dict "root" . "path" "/-/healthy") | nindent 8 }}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        {{- include "scriptgrid.probe" (dict "root" . "path" "/-/ready") | nindent 8 }}
        periodSeconds: 5
        timeoutSeconds: 5
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: config
          mountPath: /etc/scriptgrid
          readOnly: true
        {{- if $secret }}
        - name: secret
          mountPath: /run/secrets/scriptgrid
          readOnly: true
        {{- end }}
  volumes:
    - name: config
      projected:
        sources:
          - configMap:
              name: {{ include "scriptgrid.fullname" . }}
          {{- if .Values.scripts }}
          - configMap:
              name: {{ include "scriptgrid.fullname" . }}-scripts
              items:
                {{- range $file, $text := .Values.scripts }}
                - key: {{ $file }}
                  path: scripts/{{ $file }}
                {{- end }}
          {{- end }}
    {{- if $secret }}
    - name: secret
      secret:
        secretName: {{ $secret }}
        defaultMode: 0440
    {{- end }}
  {{- with .Values.topologySpread }}
  topologySpreadConstraints:
    {{- range . }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "scriptgrid.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
