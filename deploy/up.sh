#!/usr/bin/env bash
# Installs the platform in a cluster, or brings an installation to this version; data and running functions stay.
#   deploy/up.sh kind|tke|onprem [--render]     --render: prints what would be applied
# Settings, all of them optional:
#   KUBECONFIG, SCF_KUBE_CONTEXT     the cluster; kind makes one of its own, scf-aspire
#   SCF_REGISTRY, SCF_IMAGE_TAG      where the images of deploy/images.sh were pushed to, e.g. registry.example.com/scf; their tag
#   SCF_PUBLIC_HOST, SCF_GATEWAY_URL the address that callers use, where it is not the node's or the load balancer's
#   ConnectionStrings__scf, ConnectionStrings__redis   a Postgres database and a Redis of yours, instead of the pods; both
#   SCF_OTLP_ENDPOINT                OpenTelemetry collector
#   SCF_WAIT                         longest wait for everything to be ready, 10m
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source cluster.sh

overlay=${1:-}
[[ -d overlays/$overlay && -n $overlay ]] || fail "say which kind of cluster: kind, tke or onprem."
render_only=false
[[ ${2:-} == --render ]] && render_only=true

$render_only || [[ $overlay != kind ]] || kind_cluster
find_cluster "$overlay"
$render_only || kube get --raw /version >/dev/null || fail "the cluster does not answer: look at KUBECONFIG."

keep_secrets
./make-secrets.sh
instance "$overlay"
if $render_only; then
  kustomize
  exit
fi

if local_volumes; then make_folder; fi
if [[ $overlay == kind ]]; then load_into_kind; fi
kube apply --server-side --force-conflicts -f <(kustomize)
wait_ready
if [[ $overlay == tke && -z ${SCF_PUBLIC_HOST:-} ]]; then
  # The URLs that are given out begin with the balancer's address, which is known only now.
  wait_balancers
  instance "$overlay"
  kube apply --server-side --force-conflicts -f <(kustomize)
  wait_ready
fi
tell
