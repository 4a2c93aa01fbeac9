# What ./run and ./test need of the machine. Sourced, not run.

missing_packages=()
missing_reasons=()
redis_missing=false

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# need COMMAND PACKAGE WHY: notes the Debian package when the command is missing.
need() {
  command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 || -x /sbin/$1 ]] || { missing_packages+=("$2"); missing_reasons+=("$2 ($3)"); }
}

# need_language NAME: what a language that is not on every machine needs; a name that is none of them is an error.
need_language() {
  case $1 in
    php) need php php-cli "PHP functions" ;;
    go) need go golang-go "builds Go functions" ;;
    java)
      # Debian's oldest that the bootstrap fits; a compiler, since the build makes the bootstrap and the sample.
      if apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1; then need javac openjdk-17-jdk-headless "Java functions"; else need javac default-jdk-headless "Java functions"; fi
      ;;
    *) fail "--with $1: no such runtime; there are php, java and go." ;;
  esac
}

# show_language NAME: which program of this machine stands in for the versions that functions name.
show_language() {
  case $1 in
    php) echo "PHP functions (Php7.4, Php8.0) run on PHP $(php -r 'echo PHP_VERSION;')." ;;
    java) echo "Java functions (Java8, Java11) run on $(java -version 2>&1 | head -1)." ;;
    go) echo "Go functions (Go1) bring their own program; $(go version | cut -d' ' -f3) builds the sample." ;;
  esac
}

# build_samples NAME: makes what the language's samples deploy.
build_samples() {
  case $1 in
    java) (cd samples/ledger && javac --release 17 -d build src/*.java && cp transactions.csv build/) || fail "samples/ledger was not built." ;;
    go) (cd samples/routes && CGO_ENABLED=0 go build -trimpath -o build/main .) || fail "samples/routes was not built." ;;
  esac
}

need_postgres() {
  local server
  for server in $(command -v postgres || true) /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /usr/local/pgsql/bin/postgres; do
    [[ -x $server ]] && return
  done
  missing_packages+=(postgresql)
  missing_reasons+=("postgresql (stores)")
}

# Aspire's Redis and Postgres are containers, unless connection strings name servers. A client without an engine is no engine.
need_containers() {
  if [[ -n ${ConnectionStrings__redis:-} && -n ${ConnectionStrings__scf:-} ]]; then return; fi
  if timeout 10 docker info >/dev/null 2>&1 || timeout 10 podman info >/dev/null 2>&1; then return; fi
  fail "--aspire: Redis and Postgres are containers there, and no container engine answers: start Docker or Podman, or name servers by ConnectionStrings__redis and ConnectionStrings__scf."
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing: install it (https://dot.net) and try again."
  local version
  version=$(dotnet --version 2>/dev/null) || fail "no .NET SDK fits global.json (10.0.400 or later of .NET 10): install it (https://dot.net) and try again."
  [[ $version == 10.* ]] || fail ".NET SDK 10 is needed, this is $version."
}

# Redis has a stand-in that comes with the build, so it is installed where that is possible and never missed.
need_redis() {
  case ${SCF_REDIS:-} in
    '') command -v redis-server >/dev/null || redis_missing=true ;;
    redis-server) need redis-server redis-server "capacity state" ;;
    garnet) ;;
    *) fail "SCF_REDIS=$SCF_REDIS: it is redis-server or garnet." ;;
  esac
}

# Installs everything noted. Says what and why; asks nothing.
install_needed() {
  if ((!${#missing_packages[@]})) && ! $redis_missing; then return; fi
  if command -v apt-get >/dev/null && ((EUID == 0)); then
    local wanted=("${missing_packages[@]}") reasons=("${missing_reasons[@]}")
    if $redis_missing; then wanted+=(redis-server) reasons+=("redis-server (capacity state)"); fi
    echo "Missing: $(list "${reasons[@]}"). Installing ..."
    apt_install "${wanted[@]}" && return
    # Perhaps the stand-in is all that is needed.
    if ((${#missing_packages[@]})); then fail "apt-get could not install ${wanted[*]}."; fi
  elif ((${#missing_packages[@]})); then
    echo "Missing: $(list "${missing_reasons[@]}")."
    if command -v apt-get >/dev/null; then fail "not root: run 'sudo apt-get install ${missing_packages[*]}' and try again."; fi
    fail "install these with this machine's package manager and try again: ${missing_packages[*]}"
  fi
  echo "No redis-server, and none can be installed here: Garnet takes its place."
  export SCF_REDIS=garnet
}

list() {
  local text
  text=$(printf ', %s' "$@")
  echo "${text:2}"
}

# apt_install PACKAGE...: tells what apt-get complained of when it fails.
apt_install() {
  # The platform starts instances of its own: the packages' own services stay off.
  local policy=/usr/sbin/policy-rc.d made=false log status=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    made=true
  fi
  log=$(mktemp)
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 || status=$?
  if $made; then rm -f "$policy"; fi
  if ((status)); then tail -5 "$log" >&2; fi
  rm -f "$log"
  return "$status"
}
