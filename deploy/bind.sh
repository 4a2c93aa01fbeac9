#!/usr/bin/env bash
# Lets functions run in a namespace of the cluster: rights for the Scheduler in it, and a fence around the functions.
#   deploy/bind.sh NAMESPACE [--undo]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source cluster.sh

[[ ${1:-} =~ ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$ ]] || fail "say which namespace."
find_cluster ""
case ${2:-} in
  "") kube apply -n "$1" -f bind/access.yaml -f bind/network.yaml ;;
  --undo) kube delete -n "$1" --ignore-not-found -f bind/access.yaml -f bind/network.yaml ;;
  *) fail "$2: there is --undo." ;;
esac
