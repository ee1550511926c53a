#!/usr/bin/env bash
# Makes what secure.yaml needs, for trying out: deploy/compose/secure/make-secrets.sh [FOLDER]. An authority for silos and one for clients, a certificate of each, a web
# configuration, and tokens. Containers run as another user than yours, so all of it may be read by everybody on this machine: use none of it elsewhere.
set -euo pipefail
umask 022

folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
cd "$folder"

# authority NAME
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=ScriptGrid $1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout "$1-ca.key" -out "$1-ca.pem" 2>/dev/null
}

# certificate AUTHORITY NAME USAGE
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$2.key" -out "$2.csr" 2>/dev/null
  openssl x509 -req -in "$2.csr" -CA "$1-ca.pem" -CAkey "$1-ca.key" -CAcreateserial -days 90 -out "$2.pem" 2>/dev/null \
    -extfile <(printf 'subjectAltName=DNS:scriptgrid,DNS:localhost,DNS:silo-1,DNS:silo-2,DNS:silo-3,IP:127.0.0.1\nextendedKeyUsage=%s\n' "$3")
  rm "$2.csr"
}

token() {
  openssl rand -hex 16
}

authority silos
authority clients
certificate silos silo serverAuth,clientAuth
certificate clients client clientAuth
token > prometheus-token
token > admin-tokens
cat > web.yml <<YAML
tls_server_config: {cert_file: silo.pem, key_file: silo.key}
YAML
chmod 644 ./*
echo "Made in $(pwd):"
ls
