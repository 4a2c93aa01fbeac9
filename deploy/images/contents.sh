# What is in which image: lays each one's files out in a folder of its own and has it built. Sourced by images.sh, from the repository's root.

service_images=(api scheduler trigger metering agent)
[[ -d services/Operator ]] && service_images+=(operator)
runtime_images=(node python php java custom)
staging=artifacts/images

tag=${SCF_IMAGE_TAG:-0.1.0}
# The whole name, as a cluster reads the short one.
image_name() { echo "${SCF_REGISTRY:-docker.io/scfaspire}/$1:$tag"; }

# The images to build on: those of registries, or one made of a folder.
bases() {
  if [[ -z ${SCF_ROOTFS:-} ]]; then
    debian=${SCF_DEBIAN_BASE:-docker.io/library/debian:bookworm-slim}
    dotnet=${SCF_SERVICE_BASE:-mcr.microsoft.com/dotnet/aspnet:10.0}
    agent=${SCF_AGENT_BASE:-$dotnet}
    node=${SCF_NODE_BASE:-docker.io/library/node:20-bookworm-slim}
    python=${SCF_PYTHON_BASE:-docker.io/library/python:3.10-slim-bookworm}
    php=${SCF_PHP_BASE:-docker.io/library/php:8.2-cli-bookworm}
    java=${SCF_JAVA_BASE:-docker.io/library/eclipse-temurin:17-jre}
    return
  fi
  [[ -x $SCF_ROOTFS/bin/sh ]] || fail "SCF_ROOTFS=$SCF_ROOTFS is no system's root folder: debootstrap --variant=minbase --include=ca-certificates bookworm $SCF_ROOTFS"
  debian=$(image_name base) dotnet=$(image_name dotnet)
  agent=$debian node=$debian python=$debian php=$debian java=$debian
  if ! engine_has "$debian"; then
    local context=$staging/base
    mkdir -p "$context"
    tar -C "$SCF_ROOTFS" --numeric-owner --one-file-system --exclude=./var/cache/apt/archives/*.deb --exclude=./var/lib/apt/lists/* --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* \
      -cf "$context/rootfs.tar" .
    engine_build "$debian" deploy/images/rootfs.Dockerfile "$context"
    rm "$context/rootfs.tar"
  fi
  if ! engine_has "$dotnet"; then
    local root
    root=$(dirname "$(readlink -f "$(command -v dotnet)")")
    fresh "$staging/dotnet/dotnet"
    cp -r "$root/host" "$staging/dotnet/dotnet/"
    mkdir -p "$staging/dotnet/dotnet/shared"
    cp -r "$root/shared/Microsoft.NETCore.App" "$root/shared/Microsoft.AspNetCore.App" "$staging/dotnet/dotnet/shared/"
    engine_build "$dotnet" deploy/images/dotnet.Dockerfile "$staging/dotnet" "BASE=$debian"
  fi
}

fresh() { rm -rf "$1" && mkdir -p "$1"; }

# content NAME: builds one image, and its other names.
content() {
  case $1 in
    api) service api Api ;;
    scheduler) service scheduler Scheduler ;;
    trigger) service trigger Trigger ;;
    metering) service metering Metering ;;
    operator) service operator Operator ;;
    agent) agent_image ;;
    node) runtime node "$node" node nodejs20.19 nodejs18.15 ;;
    python) runtime python "$python" python python3.10 ;;
    php) runtime php "$php" php php8.0 php7.4 ;;
    java) runtime java "$java" java java11 java8 ;;
    custom) runtime custom "$debian" "" customruntime go1 ;;
    postgres) data_server postgres 15 ;;
    redis) data_server redis 7 ;;
    *) fail "$1: there are ${service_images[*]} ${runtime_images[*]} postgres redis." ;;
  esac
}

# publish PROJECT OPTION...: the folder of what is published is $published.
publish() {
  local project=$1
  shift
  published=artifacts/publish/$project/release
  rm -rf "$published"
  dotnet publish "services/$project" -c Release -p:UseAspire=false -p:RunAnalyzers=false -nodeReuse:false --nologo -v quiet "$@" >&2
}

# service IMAGE PROJECT
service() {
  local context=$staging/$1
  publish "$2"
  program "$published" "$context" "$2"
  built_on "$1" deploy/images/service.Dockerfile "$context" "BASE=$dotnet"
}

# program FROM CONTEXT PROJECT: a published program, as /app of an image.
program() {
  fresh "$2"
  cp -r "$1" "$2/app"
  rm -f "$2"/app/*.pdb "$2"/app/*.dbg
  ln -s "ScfAspire.$3" "$2/app/service"
  chmod -R go+rX "$2/app"
}

# The agent is a program of its own where this machine can compile it so, and then needs no .NET.
agent_image() {
  local context=$staging/agent base=$agent
  if command -v gcc >/dev/null && publish RuntimeAgent --use-current-runtime --artifacts-path artifacts/native -p:NativeAgent=true; then
    published=artifacts/native/publish/RuntimeAgent/release
  else
    echo "The agent's image runs on the .NET runtime: it cannot be compiled ahead of time here." >&2
    publish RuntimeAgent
    base=$dotnet
  fi
  program "$published" "$context" RuntimeAgent
  # Bootstraps are in the runtimes' images.
  rm -rf "$context/app/runtimes"
  built_on runtime-agent deploy/images/service.Dockerfile "$context" "BASE=$base"
}

# runtime NAME BASE LANGUAGE RUNTIME...: one image under the names of its runtimes.
runtime() {
  local name=$1 base=$2 language=$3 context=$staging/runtime-$1 files first other
  shift 3
  files=$context/files
  fresh "$files/var/runtime"
  cp services/Runtimes/launch "$files/var/runtime/launch"
  cp deploy/images/prepare.sh "$files/var/runtime/prepare"
  chmod 755 "$files/var/runtime/launch" "$files/var/runtime/prepare"
  if [[ $language == java ]]; then
    java_bootstrap "$files/var/runtime/java" || return 0
  elif [[ -n $language ]]; then
    cp -r "services/Runtimes/$language" "$files/var/runtime/$language"
    find "$files/var/runtime" -name __pycache__ -prune -exec rm -rf {} +
  fi
  # Debian's Node is older than this machine's, which is one file.
  if [[ $name == node && -n ${SCF_ROOTFS:-} ]] && command -v node >/dev/null; then
    mkdir -p "$files/usr/local/bin"
    cp -L "$(node -p process.execPath)" "$files/usr/local/bin/node"
  fi
  chmod -R go+rX "$files"
  first=runtime-$1
  built_on "$first" "deploy/images/runtime-$name.Dockerfile" "$context" "BASE=$base"
  shift
  for other; do
    engine_tag "$(image_name "$first")" "$(image_name "runtime-$other")"
    built+=("$(image_name "runtime-$other")")
  done
}

# java_bootstrap FOLDER: false, with a word, where this machine has no compiler for it.
java_bootstrap() {
  if ! command -v javac >/dev/null; then
    echo "No image for Java: javac is missing (apt-get install openjdk-17-jdk-headless)." >&2
    return 1
  fi
  local classes=$staging/java-classes
  fresh "$classes"
  mkdir -p "$1"
  find services/Runtimes/java -name '*.java' -print0 | xargs -0 javac -nowarn --release 17 -encoding UTF-8 -d "$classes"
  jar --create --file "$1/scf-runtime.jar" -C "$classes" .
}

# data_server NAME VERSION
data_server() {
  local context=$staging/$1 image
  fresh "$context"
  if [[ $1 == postgres ]]; then
    cp deploy/images/postgres-entrypoint.sh "$context/entrypoint"
    chmod 755 "$context/entrypoint"
  fi
  image=${SCF_REGISTRY:-docker.io/scfaspire}/$1:$2
  engine_build "$image" "deploy/images/$1.Dockerfile" "$context" "BASE=$debian"
  built+=("$image")
}

# built_on NAME DOCKERFILE CONTEXT ARGUMENT...
built_on() {
  local image
  image=$(image_name "$1")
  shift
  engine_build "$image" "$@"
  built+=("$image")
}
