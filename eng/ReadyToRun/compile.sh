#!/usr/bin/env bash
# compile.sh OUT COMPILER FRAMEWORK ASPNETCORE < ASSEMBLIES: leaves in OUT a ReadyToRun image of each assembly, which is its IL and machine code beside
# it. Compiles what is not there yet or has changed. Several projects that build at once share OUT and take turns. Fails only by leaving images out:
# whoever finds none takes the assembly as it is.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 0
out=$1 compiler=$2 framework=$3 aspnetcore=$4

mkdir -p "$out"
exec 9>"$out/lock"
flock 9

if [[ ! -x $compiler ]]; then
  # A package source that does not serve the compiler is asked once a day.
  [[ -n $(find "$out/none" -mtime -1 2>/dev/null) ]] && exit 0
  dotnet restore Compiler.csproj --verbosity quiet >"$out/restore.log" 2>&1 9>&-
  [[ -f $compiler ]] && chmod +x "$compiler"
fi
if [[ ! -x $compiler || ! -d $framework || ! -d $aspnetcore ]]; then
  touch "$out/none"
  exit 0
fi

mapfile -t assemblies
work=$(mktemp -d "$out/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
references=(-r "$framework/*.dll" -r "$aspnetcore/*.dll")
wanted=()
while read -r sum path; do
  name=${path##*/}
  references+=(-r "$path")
  [[ -f $out/$name.sum && $(<"$out/$name.sum") == "$compiler $sum" ]] && continue
  # Its own name in a folder of ours: the compiler writes beside what it reads.
  cp "$path" "$work/$name" && printf '%s' "$compiler $sum" >"$work/$name.sum"
  wanted+=("$work/$name")
done < <(sha256sum -- "${assemblies[@]}")
((${#wanted[@]})) || exit 0

compile() { "$compiler" "$@" --single-file-compilation --out-near-input "${references[@]}" -O >>"$out/compile.log" 2>&1 9>&-; }

: >"$out/compile.log"
# One that cannot be compiled ends the run for all: then each by itself.
compile "${wanted[@]}" || for path in "${wanted[@]}"; do [[ -f ${path%.dll}.ni.dll ]] || compile "$path"; done
for path in "${wanted[@]}"; do
  name=${path##*/} image=${path%.dll}.ni.dll
  # Without an image the old one must not pass for it, and the compiler need not try again.
  if [[ -f $image ]]; then mv "$image" "$out/$name"; else rm -f "$out/$name"; fi
  mv "$path.sum" "$out/$name.sum"
done
