#!/usr/bin/env bash
# Builds the images of the services and of the function runtimes with docker, podman or buildah.
#   deploy/images.sh [--save FOLDER] [--load kind|containerd] [--push] [IMAGE...]
#     IMAGE      services, data (Postgres, Redis), runtimes; or single ones: api, agent, node, python, php, java, custom ...; services and runtimes unless said
#     --save     writes an archive of each image, for machines without a registry
#     --load     puts them into the cluster of kind that deploy/up.sh made, or into this machine's containerd
#     --push     to SCF_REGISTRY
# Settings, all of them optional:
#   SCF_ENGINE           docker, podman or buildah: the first that works
#   SCF_REGISTRY         begins the images' names, e.g. registry.example.com/scf; without it scfaspire
#   SCF_IMAGE_TAG        0.1.0
#   SCF_ROOTFS           a folder with a Debian (debootstrap --variant=minbase --include=ca-certificates bookworm FOLDER): everything is built on it and on this
#                        machine's .NET and Node, and nothing is pulled
#   SCF_SERVICE_BASE     mcr.microsoft.com/dotnet/aspnet:10.0
#   SCF_AGENT_BASE       debian:bookworm-slim with libssl3; also of data and custom: SCF_DEBIAN_BASE
#   SCF_NODE_BASE, SCF_PYTHON_BASE, SCF_PHP_BASE, SCF_JAVA_BASE   images with the interpreter
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source deploy/images/engine.sh
source deploy/images/contents.sh

names=() save="" load="" push=false
while (($#)); do
  case $1 in
    --save) save=${2:?--save takes a folder} && shift ;;
    --load) load=${2:?--load takes kind or containerd} && shift ;;
    --push) push=true ;;
    services) names+=("${service_images[@]}") ;;
    runtimes) names+=("${runtime_images[@]}") ;;
    data) names+=(postgres redis) ;;
    -*) fail "$1: there are --save, --load and --push." ;;
    *) names+=("$1") ;;
  esac
  shift
done
((${#names[@]})) || names=("${service_images[@]}" "${runtime_images[@]}")
[[ $load == "" || $load == kind || $load == containerd ]] || fail "--load $load: it is kind or containerd."
$push && [[ -z ${SCF_REGISTRY:-} ]] && fail "--push goes to SCF_REGISTRY."

find_engine
bases
built=()
for name in "${names[@]}"; do
  content "$name"
done
for image in "${built[@]}"; do
  if $push; then engine_push "$image"; fi
  if [[ -n $save$load ]]; then
    folder=${save:-$staging/archives}
    mkdir -p "$folder"
    archive=$folder/$(tr '/:' '--' <<<"${image#docker.io/}").tar
    engine_save "$image" "$archive"
    case $load in
      kind) kind load image-archive "$archive" --name scf-aspire ;;
      containerd) ctr --namespace k8s.io images import "$archive" ;;
    esac
    [[ -n $save ]] || rm "$archive"
  fi
done
printf 'Built %s\n' "${built[@]}"
