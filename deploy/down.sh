#!/usr/bin/env bash
# Takes the platform out of a cluster. What it stores stays unless --data is said: the volume of Postgres, the secrets, the CRDs with their objects.
#   deploy/down.sh kind|tke|onprem [--data]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source cluster.sh

overlay=${1:-}
[[ -d overlays/$overlay && -n $overlay ]] || fail "say which kind of cluster: kind, tke or onprem."
data=false
[[ ${2:-} == --data ]] && data=true
find_cluster "$overlay"

if $data && [[ $overlay == kind && -z ${SCF_KUBE_CONTEXT:-} ]]; then
  kind delete cluster --name scf-aspire
  exit
fi

keep_secrets
# Function pods go first, while there is somebody to account for their calls.
kube delete pods --all-namespaces -l app.kubernetes.io/managed-by=scf-aspire --ignore-not-found --wait
kube -n "$namespace" delete deployment,statefulset,service,horizontalpodautoscaler,poddisruptionbudget,networkpolicy,role,rolebinding \
  -l app.kubernetes.io/part-of=scf-aspire --ignore-not-found --wait
# Those that a Scheduler made while it went.
kube delete pods --all-namespaces -l app.kubernetes.io/managed-by=scf-aspire --ignore-not-found --wait=false
kube delete rolebinding,networkpolicy --all-namespaces -l app.kubernetes.io/part-of=scf-aspire --ignore-not-found
if $data; then
  kube delete namespace "$namespace" scf-functions --ignore-not-found --wait
  kube delete persistentvolume scf-postgres --ignore-not-found
  kube delete clusterrole,clusterrolebinding,customresourcedefinition -l app.kubernetes.io/part-of=scf-aspire --ignore-not-found
  rm -rf local
  echo "The platform and its data are gone from the cluster; base/secrets and, where the cluster had no storage class, /var/lib/scf-aspire of the node are left to be removed by hand."
else
  echo "The platform is gone; its data is kept: deploy/up.sh $overlay brings it back."
fi
