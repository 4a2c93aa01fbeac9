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

# build_native_agent: compiles the agent that was built ahead of time, and puts that program beside it, with a note of what it is made of. Where it
# cannot be compiled here it says so, and the agent that was built is used as it is. After a change of the sources too: who works on them does not wait for it.
build_native_agent() {
  local folder=artifacts/bin/RuntimeAgent/release log=artifacts/native-agent.log native of
  native=$folder/ScfAspire.RuntimeAgent.native
  of=$(cd "$folder" && LC_ALL=C && cat ScfAspire.*.dll ScfAspire.RuntimeAgent.deps.json | sha256sum | cut -d' ' -f1)
  [[ -x $native && $(cat "$native.of" 2>/dev/null) == "$of" ]] && return
  if [[ -x $native && ${SCF_NATIVE_AGENT:-} != always ]]; then
    echo "The agent runs on the .NET runtime: it has changed since it was compiled ahead of time (SCF_NATIVE_AGENT=always compiles it each time, in some two minutes)."
    return
  fi
  rm -f "$native" "$native.of"
  if [[ $(cat "$log.failed" 2>/dev/null) == "$of" ]]; then
    echo "The agent runs on the .NET runtime: compiling it ahead of time failed ($log)."
  elif ! command -v gcc >/dev/null; then
    echo "The agent runs on the .NET runtime: there is no gcc to link it as a program of its own."
  else
    printf 'Compiling the agent ahead of time (once, some two minutes) ...'
    local begun=$SECONDS
    if dotnet publish services/RuntimeAgent -c Release --use-current-runtime --artifacts-path artifacts/native -p:NativeAgent=true -p:UseAspire=false \
      -p:RunAnalyzers=false -nodeReuse:false --nologo -v minimal -tl:off >"$log" 2>&1 &&
      cp artifacts/native/publish/RuntimeAgent/release/ScfAspire.RuntimeAgent "$native.new"; then
      mv "$native.new" "$native"
      echo "$of" >"$native.of"
      echo " $((SECONDS - begun)) s."
    else
      echo "$of" >"$log.failed"
      echo " failed ($log): it runs on the .NET runtime."
    fi
  fi
}
