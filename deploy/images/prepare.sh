#!/bin/sh
# Runs once, while a runtime image is built: the user, the mount points and the interpreter that docs/specs/function-pods.md promises.
# prepare [PROGRAM PACKAGE NAME...]: the interpreter, the package it comes from where it is missing, its names under /var/lang.
set -eu

group=$(getent group 1000 | cut -d: -f1)
if [ -z "$group" ]; then groupadd --gid 1000 qcloud; elif [ "$group" != qcloud ]; then groupmod --new-name qcloud "$group"; fi
user=$(getent passwd 1000 | cut -d: -f1)
if [ -z "$user" ]; then
  useradd --uid 1000 --gid 1000 --home-dir /home/qcloud --create-home --shell /bin/sh qcloud
else
  usermod --login qcloud --home /home/qcloud --move-home "$user"
fi
mkdir -p /var/user /opt /run/scf /tmp /home/qcloud
chmod 1777 /tmp

if [ $# -gt 0 ]; then
  program=$1 package=$2
  shift 2
  if ! command -v "$program" >/dev/null; then
    apt-get update
    # A Debian without manual pages lacks the folders that Java's package links into.
    mkdir -p /usr/share/man/man1
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package"
    rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
  fi
  for name in "$@"; do
    mkdir -p "/var/lang/$name/bin"
    ln -sf "$(readlink -f "$(command -v "$program")")" "/var/lang/$name/bin/$program"
  done
  # What would be made anew at each start, in folders that nobody may write to.
  case $program in
    python3) python3 -m compileall -q /var/runtime/python ;;
    java) java -Xshare:dump >/dev/null || echo "No archive of classes: Java starts more slowly." ;;
  esac
fi
rm /var/runtime/prepare
