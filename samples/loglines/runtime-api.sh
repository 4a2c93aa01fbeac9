# The HTTP Runtime API, by curl where there is one and by bash's own sockets where not.

api_host=${SCF_RUNTIME_API:-127.0.0.1}
api_port=${SCF_RUNTIME_API_PORT:-9001}

# runtime_call METHOD PATH BODY: prints the answer's body; fails unless the status is 2xx.
runtime_call() {
  if command -v curl >/dev/null; then
    if [[ $1 == GET ]]; then
      curl -sS --fail "http://$api_host:$api_port$2"
    else
      curl -sS --fail -X "$1" -H 'Content-Type: application/json' --data-binary "$3" "http://$api_host:$api_port$2"
    fi
    return
  fi

  local status line
  exec {api}<>"/dev/tcp/$api_host/$api_port" || return 1
  # HTTP/1.0: the answer comes in one piece and ends with the connection.
  LC_ALL=C printf '%s %s HTTP/1.0\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "$api_host" "$(LC_ALL=C; echo "${#3}")" "$3" >&"$api"
  read -r _ status _ <&"$api"
  while IFS= read -r line <&"$api" && [[ ${line%$'\r'} ]]; do :; done
  cat <&"$api"
  exec {api}>&-
  [[ $status == 2* ]]
}

runtime_ready() { runtime_call POST /runtime/init/ready ' ' >/dev/null; }

# Waits for the next event and prints it.
runtime_next() { runtime_call GET /runtime/invocation/next ''; }

# runtime_respond response|error BODY
runtime_respond() { runtime_call POST "/runtime/invocation/$1" "$2" >/dev/null; }
