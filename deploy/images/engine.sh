# docker, podman or buildah behind four names. Sourced by images.sh.

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# A client alone is no engine.
works() {
  case $1 in
    docker) timeout 10 docker info >/dev/null 2>&1 ;;
    podman) timeout 10 podman info >/dev/null 2>&1 ;;
    buildah) command -v buildah >/dev/null ;;
    *) fail "SCF_ENGINE=$1: it is docker, podman or buildah." ;;
  esac
}

find_engine() {
  local candidate
  for candidate in ${SCF_ENGINE:-docker podman buildah}; do
    if works "$candidate"; then
      engine=$candidate
      return
    fi
  done
  fail "no docker, podman or buildah works here (apt-get install buildah)."
}

# engine_build IMAGE DOCKERFILE CONTEXT ARGUMENT=VALUE...
engine_build() {
  local image=$1 file=$2 context=$3 argument options=()
  shift 3
  for argument; do options+=(--build-arg "$argument"); done
  case $engine in
    docker) docker build --quiet "${options[@]}" --tag "$image" --file "$file" "$context" ;;
    podman) podman build --quiet --format docker "${options[@]}" --tag "$image" --file "$file" "$context" ;;
    # As in a container that may build no container of its own: no namespaces asked for.
    buildah) buildah bud --quiet --format docker --isolation "${BUILDAH_ISOLATION:-chroot}" --network host "${options[@]}" --tag "$image" --file "$file" "$context" ;;
  esac
}

engine_tag() { "$engine" tag "$1" "$2"; }

engine_push() { "$engine" push "$1"; }

engine_has() {
  case $engine in
    buildah) buildah inspect --type image "$1" >/dev/null 2>&1 ;;
    *) "$engine" image inspect "$1" >/dev/null 2>&1 ;;
  esac
}

# engine_save IMAGE ARCHIVE
engine_save() {
  rm -f "$2"
  case $engine in
    docker) docker save --output "$2" "$1" ;;
    podman) podman save --quiet --format docker-archive --output "$2" "$1" ;;
    buildah) buildah push --quiet "$1" "docker-archive:$2:$1" ;;
  esac
}
