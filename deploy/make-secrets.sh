#!/usr/bin/env bash
# Makes the secrets of deploy/base that are not there yet. Keep the folder: what is stored can be read with its master key alone.
# deploy/make-secrets.sh [FOLDER]
set -euo pipefail
umask 077
folder=${1:-$(dirname "${BASH_SOURCE[0]}")/base/secrets}
mkdir -p "$folder"
cd "$folder"

random() { head -c "$1" /dev/urandom; }
hex() { random "$1" | od -An -v -tx1 | tr -d ' \n'; }

[[ -s internal.key ]] || hex 32 >internal.key
[[ -s master.key ]] || random 32 | base64 -w 0 >master.key
[[ -s postgres.password ]] || hex 24 >postgres.password
[[ -s redis.password ]] || hex 24 >redis.password
[[ -s first-credential.env ]] || printf 'SCF_SECRET_ID=AKID%s\nSCF_SECRET_KEY=%s\n' "$(hex 16)" "$(hex 16)" >first-credential.env
echo "Secrets are in $PWD."
