#!/usr/bin/env bash
# Checks the protos with buf. The google/api files come from the NuGet package folder, so no registry of protos is asked.
#   BUF          the buf program; found on PATH or installed from npm into artifacts/tools/buf when unset
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
buf_version=1.75.0

find_buf() {
  if [[ -n ${BUF:-} ]]; then echo "$BUF"; return; fi
  if command -v buf >/dev/null; then command -v buf; return; fi
  local home=$root/artifacts/tools/buf
  if [[ ! -x $home/node_modules/.bin/buf ]]; then
    echo "installing buf $buf_version from npm into artifacts/tools/buf" >&2
    npm install --silent --no-audit --no-fund --prefix "$home" "@bufbuild/buf@$buf_version" >&2
  fi
  echo "$home/node_modules/.bin/buf"
}

version=$(sed -n 's/.*"Google.Api.CommonProtos" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props")
protos=${NUGET_PACKAGES:-$HOME/.nuget/packages}/google.api.commonprotos/$version/content/protos
if [[ ! -d $protos ]]; then
  echo "lint.sh: $protos does not exist: run 'dotnet restore services/Contracts' first" >&2
  exit 1
fi

buf=$(find_buf)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/Protos/." "$work"
cp -r "$protos/google" "$work/google"
cd "$work"
"$buf" lint --disable-symlinks
"$buf" format --diff --exit-code --path scf/v1 >&2
echo "protos: buf lint passed"
