# Completion of scf for fish: scf completion fish | source
complete -c scf -a '(scf "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
