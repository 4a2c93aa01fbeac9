# Completion of scf for zsh: source <(scf completion zsh)
_scf() {
  local -a words
  words=("${(@f)$(scf "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
  if [[ -n ${words[1]} ]]; then compadd -- "${words[@]}"; else _files; fi
}
compdef _scf scf
