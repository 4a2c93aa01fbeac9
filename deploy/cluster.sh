# What up.sh, down.sh and bind.sh share. Sourced, not run; from deploy/.

namespace=scf
services=(api scheduler trigger-gateway trigger-queue metering operator)

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

context=()
kube() { kubectl "${context[@]}" "$@"; }
kustomize() { kubectl kustomize local; }

# find_cluster OVERLAY: which cluster kubectl speaks to.
find_cluster() {
  command -v kubectl >/dev/null || fail "kubectl is missing."
  if [[ -n ${SCF_KUBE_CONTEXT:-} ]]; then
    context=(--context "$SCF_KUBE_CONTEXT")
  elif [[ $1 == kind ]]; then
    context=(--context kind-scf-aspire)
  fi
}

kind_cluster() {
  [[ -z ${SCF_KUBE_CONTEXT:-} ]] || return 0
  command -v kind >/dev/null || fail "kind is missing."
  kind get clusters 2>/dev/null | grep -qx scf-aspire || kind create cluster --name scf-aspire --config overlays/kind/cluster.yaml
}

# The images of this machine's engine; those of a registry are pulled.
load_into_kind() {
  [[ -z ${SCF_REGISTRY:-} ]] || return 0
  ./images.sh --load kind
}

# An installation's secrets are its own: a checkout without the files takes them back from the cluster before anything is made.
keep_secrets() {
  local folder=base/secrets entry secret key file
  [[ -s $folder/master.key ]] && return
  kube get namespace "$namespace" -o name >/dev/null 2>&1 || return 0
  for entry in internal-key/key/internal.key master-key/key/master.key \
    postgres/password/postgres.password redis/password/redis.password; do
    IFS=/ read -r secret key file <<<"$entry"
    restore "$secret" "{.data.${key//./\\.}}" "$folder/$file"
  done
  local id
  id=$(kube -n "$namespace" get secret first-credential -o 'jsonpath={.data.SCF_SECRET_ID}' 2>/dev/null | base64 -d) || return 0
  [[ -n $id ]] || return 0
  (umask 077 && printf 'SCF_SECRET_ID=%s\nSCF_SECRET_KEY=%s\n' "$id" "$(kube -n "$namespace" get secret first-credential -o 'jsonpath={.data.SCF_SECRET_KEY}' | base64 -d)" >"$folder/first-credential.env")
}

# restore SECRET PATH FILE
restore() {
  local value
  value=$(kube -n "$namespace" get secret "$1" -o "jsonpath=$2" 2>/dev/null) || return 0
  [[ -n $value ]] || return 0
  mkdir -p "$(dirname "$3")"
  (umask 077 && base64 -d <<<"$value" >"$3")
}

external_data() { [[ -n ${ConnectionStrings__scf:-} || -n ${ConnectionStrings__redis:-} || -s components/external-data/secrets/servers.env ]]; }

# No storage class, and a Postgres of the cluster's own.
local_volumes() {
  external_data && return 1
  [[ -n ${SCF_LOCAL_VOLUMES:-} ]] || [[ -z $(kube get storageclass -o name 2>/dev/null) ]]
}

# A folder of one node: the first, unless one is labelled.
make_folder() {
  local node images
  node=$(kube get nodes -l scfaspire.io/postgres -o 'jsonpath={.items[*].metadata.name}')
  if [[ -z $node ]]; then
    node=$(kube get nodes -o 'jsonpath={.items[0].metadata.name}')
    kube label node "$node" scfaspire.io/postgres=
  fi
  echo "Postgres keeps its data in /var/lib/scf-aspire/postgres of node ${node%% *}: the cluster has no storage class."
  kube -n kube-system delete pod scf-postgres-folder --ignore-not-found --wait
  images=$(kustomize | grep -oE 'image: .*postgres:[^ ]+' | head -1)
  kube apply -f <(sed "s|image: postgres:15|$images|" components/local-volumes/folder.yaml)
  kube -n kube-system wait pod scf-postgres-folder --for=jsonpath='{.status.phase}'=Succeeded --timeout=2m
  kube -n kube-system delete pod scf-postgres-folder --wait=false
}

# instance OVERLAY: the overlay with this installation's settings, in local/.
instance() {
  local host=${SCF_PUBLIC_HOST:-} gateway=${SCF_GATEWAY_URL:-} components=() address
  if external_data; then
    if [[ -n ${ConnectionStrings__scf:-} && -n ${ConnectionStrings__redis:-} ]]; then
      mkdir -p components/external-data/secrets
      (umask 077 && printf 'scf=%s\nredis=%s\n' "$ConnectionStrings__scf" "$ConnectionStrings__redis" >components/external-data/secrets/servers.env)
    elif [[ -n ${ConnectionStrings__scf:-}${ConnectionStrings__redis:-} ]]; then
      fail "name both servers: ConnectionStrings__scf and ConnectionStrings__redis."
    fi
    components+=(external-data)
  elif local_volumes; then
    components+=(local-volumes)
  fi
  case $1 in
    kind) host=${host:-127.0.0.1} gateway=${gateway:-http://$host:8082} ;;
    onprem)
      [[ -n $host ]] || host=$(kube get nodes -o 'jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}' 2>/dev/null) || host=127.0.0.1
      gateway=${gateway:-http://$host:30082}
      ;;
    tke)
      [[ -n $host ]] || host=$(balancer api-public)
      address=$(balancer gateway-public)
      gateway=${gateway:-http://${address:-127.0.0.1}:8082}
      ;;
  esac
  mkdir -p local
  {
    echo "# Written by deploy/up.sh."
    echo "apiVersion: kustomize.config.k8s.io/v1beta1"
    echo "kind: Kustomization"
    echo "resources:"
    echo "  - ../overlays/$1"
    if ((${#components[@]})); then
      echo "components:"
      printf '  - ../components/%s\n' "${components[@]}"
    fi
    echo "configMapGenerator:"
    echo "  - name: platform"
    echo "    namespace: $namespace"
    echo "    behavior: merge"
    echo "    literals:"
    printf '      - %s\n' "public-host=${host:-127.0.0.1}" "gateway-url=$gateway"
    printf '      - %s\n' "agent-image=${SCF_REGISTRY:-scfaspire}/runtime-agent:${SCF_IMAGE_TAG:-0.1.0}" "runtime-image=${SCF_REGISTRY:-scfaspire}/runtime-{runtime}:${SCF_IMAGE_TAG:-0.1.0}"
    if [[ -n ${SCF_OTLP_ENDPOINT:-} ]]; then echo "      - otlp-endpoint=$SCF_OTLP_ENDPOINT"; fi
    images
  } >local/kustomization.yaml
}

images() {
  local name
  [[ -n ${SCF_REGISTRY:-}${SCF_IMAGE_TAG:-} ]] || return 0
  echo "images:"
  for name in api scheduler trigger metering operator; do
    echo "  - { name: scfaspire/$name, newName: ${SCF_REGISTRY:-scfaspire}/$name, newTag: \"${SCF_IMAGE_TAG:-0.1.0}\" }"
  done
}

# balancer SERVICE: its address, once it has one.
balancer() {
  kube -n "$namespace" get service "$1" -o 'jsonpath={.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}' 2>/dev/null || true
}

# Two minutes at most for the cloud to give the Services their addresses.
wait_balancers() {
  local service tries
  for service in api-public gateway-public; do
    for ((tries = 60; tries > 0; tries--)); do
      [[ -z $(balancer "$service") ]] || break
      sleep 2
    done
    ((tries > 0)) || fail "$service has no address yet: look at kubectl -n $namespace describe service $service, and run this again."
  done
}

wait_ready() {
  local limit=${SCF_WAIT:-10m} service
  if ! external_data; then
    kube -n "$namespace" rollout status statefulset/postgres --timeout="$limit"
    kube -n "$namespace" rollout status deployment/redis --timeout="$limit"
  fi
  for service in "${services[@]}"; do
    kube -n "$namespace" rollout status "deployment/$service" --timeout="$limit" || {
      kube -n "$namespace" get pods >&2
      fail "$service is not ready; look at: kubectl -n $namespace describe pods -l app.kubernetes.io/name=$service"
    }
  done
}

tell() {
  local host gateway http=8080 grpc=8081
  gateway=$(sed -n 's/.*gateway-url=//p' local/kustomization.yaml)
  host=$(sed -n 's/.*public-host=//p' local/kustomization.yaml)
  if [[ $(kube -n "$namespace" get service api-public -o 'jsonpath={.spec.type}') == NodePort && $overlay != kind ]]; then http=30080 grpc=30081; fi
  echo "The platform is ready."
  echo "  SCF endpoint, REST  http://$host:$http"
  echo "  gRPC                http://$host:$grpc"
  echo "  gateway             $gateway"
  echo "  first credential    $PWD/base/secrets/first-credential.env"
}
