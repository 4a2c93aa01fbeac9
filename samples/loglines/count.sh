# What the function does.

# event_field NAME: the text of a field of the event, for events as simple as this function's.
event_field() {
  local pattern="\"$1\"[[:space:]]*:[[:space:]]*\"([^\"]*)\""
  if [[ $2 =~ $pattern ]]; then echo "${BASH_REMATCH[1]}"; fi
}

# count_levels EVENT: how many lines of each level the log has, and which answer was the slowest.
# Event: {"file"?: name of the log, "contains"?: text that lines must have}.
count_levels() {
  local file contains time level rest milliseconds lines=0 slowest=-1 slowest_line=""
  file=$(event_field file "$1")
  file=${file:-access-log.txt}
  contains=$(event_field contains "$1")
  if [[ ! -f ${file##*/} ]]; then
    echo "there is no log named $file"
    return 1
  fi

  local -A count=([INFO]=0 [WARN]=0 [ERROR]=0)
  while read -r time level rest; do
    [[ $time && $rest == *"$contains"* ]] || continue
    lines=$((lines + 1))
    count[$level]=$((${count[$level]:-0} + 1))
    milliseconds=${rest##* }
    milliseconds=${milliseconds%ms}
    if ((milliseconds > slowest)); then
      slowest=$milliseconds
      slowest_line="$time ${rest#* }"
    fi
  done <"${file##*/}"
  echo "$lines lines of ${file##*/}" >&2
  printf '{"file":"%s","lines":%d,"levels":{"INFO":%d,"WARN":%d,"ERROR":%d},"slowest":"%s"}\n' \
    "${file##*/}" "$lines" "${count[INFO]}" "${count[WARN]}" "${count[ERROR]}" "${slowest_line//\"/}"
}
