# How ./run and ./test build. Sourced after machine.sh, not run.

build_log=artifacts/build.log

# build_quietly WHAT ARGUMENT...: builds in Release with the local runner, and names each part on one line as it is done. Fails with the errors.
build_quietly() {
  local what=$1 status=0 server="scfaspire-$$-$RANDOM" line
  shift
  mkdir -p artifacts
  # One compiler server for all projects of the build instead of one compiler each; it is this build's own, so that its end harms no other build.
  trap "stop_compiler_server $server" EXIT
  dotnet build "$what" -c Release -p:UseAspire=false "$@" \
    -p:UseSharedCompilation=true -p:SharedCompilationId="$server" -nodeReuse:false --nologo -v minimal -tl:off -clp:NoSummary 2>&1 |
    while IFS= read -r line; do
      printf '%s\n' "$line"
      if [[ $line =~ ^\ +([A-Za-z.]+)\ -\>\  ]]; then printf ' %s' "${BASH_REMATCH[1]}" >&3; fi
    done 3>&1 >"$build_log" || status=${PIPESTATUS[0]}
  echo
  stop_compiler_server "$server"
  trap - EXIT
  ((status == 0)) && return
  # The same error is told once, whichever projects meet it.
  { grep -E '(: |^|file )(error|warning) ' "$build_log" || tail -20 "$build_log"; } | sed -E "s| *\[[^]]*\]$||; s|$PWD/||; s|^ *||" | sort -u | head -30 >&2 || true
  fail "$what was not built; all of the build's output is in $build_log."
}

stop_compiler_server() {
  local process
  for process in $(grep -las -- "[p]ipename:$1" /proc/[0-9]*/cmdline); do
    process=${process#/proc/}
    kill "${process%/cmdline}" 2>/dev/null || true
  done
}
