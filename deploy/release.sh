#!/usr/bin/env bash
# Makes what is released, into one folder with SHA256SUMS: deploy/release.sh [--skip part]… FOLDER [part…]
#
#   packages   the .NET tool and the libraries, for NuGet
#   programs   self-contained single files, for Linux on x64 and ARM64
#   debian     Debian packages of these, with the systemd units; lintian must find nothing, and is a part of its own to skip: --skip lintian
#   image      container images for both, as archives that podman and docker load; the base comes from mcr.microsoft.com
#   sbom       a software bill of materials, in CycloneDX
#
# Without parts it makes all of them, in this order. The version is that of Directory.Build.props. A part that cannot be made is told of at the end, and the exit code is 1;
# one that is skipped is told of, too, and costs nothing.
set -euo pipefail
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

project=src/ScriptGrid/ScriptGrid.csproj
runtimes=(linux-x64 linux-arm64)
base=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# A build of its own, so that the checkout's stays as it is.
publish() {
  dotnet publish "$project" --configuration Release --runtime "$1" --artifacts-path "$work/build" --verbosity quiet "${@:2}" \
    -p:ContinuousIntegrationBuild=true -p:PublishReadyToRun=true -p:PublishSingleFile=true -p:DebugType=embedded --self-contained
}

# The embedded Redis with code for these machines in it (ReadyToRun), so that tests which use it start in half the time.
compile_ahead() {
  local runtime
  for runtime in "${runtimes[@]}" win-x64; do
    dotnet publish src/ScriptGrid.EmbeddedRedis --configuration Release --runtime "$runtime" --no-self-contained --artifacts-path "$work/ahead/build" --output "$work/ahead/packed/$runtime" \
      --verbosity quiet -p:ContinuousIntegrationBuild=true -p:PublishReadyToRun=true || return
  done
}

make_packages() {
  local packable
  compile_ahead || return
  for packable in src/*/*.csproj; do
    if [ "$(dotnet msbuild "$packable" -getProperty:IsPackable)" = true ]; then
      dotnet pack "$packable" --configuration Release --artifacts-path "$work/build" --output "$folder" --verbosity quiet -p:ContinuousIntegrationBuild=true -p:CompiledAhead="$work/ahead/packed" || return
    fi
  done
}

# The program for a runtime, made once for all parts.
program() {
  local built="$work/$1"
  if [ ! -x "$built/scriptgrid" ]; then
    publish "$1" --output "$built" >&2 || return
  fi
  echo "$built/scriptgrid"
}

make_programs() {
  local runtime name built
  for runtime in "${runtimes[@]}"; do
    name=scriptgrid-$version-$runtime
    built=$(program "$runtime") || return
    install -D --target-directory "$work/$name" "$built" || return
    install --mode 644 --target-directory "$work/$name" LICENSE NOTICE "deploy/scriptgrid@.service" || return
    tar --create --gzip --file "$folder/$name.tar.gz" --directory "$work" --owner=0 --group=0 --sort=name --mtime="@$SOURCE_DATE_EPOCH" "$name" || return
  done
}

make_debian() {
  local runtime built package
  for runtime in "${runtimes[@]}"; do
    built=$(program "$runtime") || return
    package=$(deploy/debian/build.sh "$built" "$version" "${runtime/linux-/}" "$folder") || return
    if is_skipped lintian; then
      echo "debian: nothing checked $package, since lintian is skipped"
    elif command -v lintian >/dev/null; then
      lintian --fail-on error,warning --tag-display-limit 0 --allow-root "$package" || return
    else
      echo "debian: lintian is not installed, and nothing else checks $package: install it, or leave it out by --skip lintian" >&2
      return 1
    fi
  done
}

make_image() {
  local runtime name
  for runtime in "${runtimes[@]}"; do
    name=scriptgrid-$version-$runtime-image.tar.gz
    if ! dotnet publish "$project" --configuration Release --runtime "$runtime" --artifacts-path "$work/build" --verbosity quiet -p:ContinuousIntegrationBuild=true -p:PublishReadyToRun=true \
      -target:PublishContainer -p:ContainerBaseImage="$base" -p:ContainerRepository=scriptgrid -p:ContainerImageTag="$version" -p:ContainerArchiveOutputPath="$folder/$name" > "$work/image.log" 2>&1; then
      grep --max-count 1 --only-matching --extended-regexp 'error [A-Z]+[0-9]+: .*' "$work/image.log" >&2
      echo "image: $name was not made. It is built on $base: where that cannot be had, leave it out by --skip image" >&2
      return 1
    fi
  done
}

make_sbom() {
  dotnet tool restore >/dev/null && dotnet restore "$project" --verbosity quiet &&
    dotnet tool run dotnet-CycloneDX "$project" --output "$folder" --filename "scriptgrid-$version.cdx.json" --output-format Json \
      --set-name scriptgrid --set-version "$version" --disable-package-restore >/dev/null
}

is_skipped() {
  [[ " ${skipped[*]} " == *" $1 "* ]]
}

skipped=()
while [ "${1:-}" = --skip ]; do
  [ $# -gt 1 ] && { [ "$2" = lintian ] || declare -F "make_$2" >/dev/null; } || usage
  skipped+=("$2")
  shift 2
done
[ $# -gt 0 ] || usage
parts=(packages programs debian image sbom)
[ $# -eq 1 ] || parts=("${@:2}")
for part in "${parts[@]}"; do
  declare -F "make_$part" >/dev/null || usage
done

mkdir -p "$1"
folder=$(realpath "$1")
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(dotnet msbuild "$project" -getProperty:Version)

missing=()
for part in "${parts[@]}"; do
  if is_skipped "$part"; then
    echo "== $part is skipped"
    continue
  fi

  echo "== $part of scriptgrid $version"
  "make_$part" || missing+=("$part")
done

(cd "$folder" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\0' | sort -z | xargs -0 --no-run-if-empty sha256sum > SHA256SUMS && cat SHA256SUMS)
if [ ${#missing[@]} -gt 0 ]; then
  echo "Not made: ${missing[*]}. What failed is said above." >&2
  exit 1
fi
