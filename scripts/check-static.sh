#!/usr/bin/env bash
# Installs the package of build-static.sh in a bare Debian in a temporary folder, runs the program
# there, and compares its result byte for byte with that of the program built the usual way.
#
# Needs root and debootstrap. Usage: check-static.sh [PROGRAM] [MIRROR]
set -euo pipefail

cd "$(dirname "$0")/.."
program=${1:-.build/release/dovetail}
mirror=${2:-}
package=$(ls .build/static/dovetail_*.deb)

if readelf -l .build/static/dovetail | grep -q INTERP; then
  echo 'check-static: the program is linked dynamically' >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null 2>&1; then
  echo 'check-static: a bare Debian needs root and debootstrap' >&2
  exit 1
fi

root=$(mktemp -d)
leave() {
  if mountpoint -q "$root/proc"; then umount "$root/proc"; fi
  rm -rf --one-file-system "$root"
}
trap leave EXIT
echo 'check-static: making a bare Debian'
# shellcheck disable=SC2086
debootstrap --variant=minbase bookworm "$root" $mirror >"$root.log" 2>&1 \
  || { tail "$root.log" >&2; rm -f "$root.log"; exit 1; }
rm -f "$root.log"
cp "$package" "$root/tmp/"
# Swift's runtime looks for its own path in /proc, which every running Debian has.
mount -t proc proc "$root/proc"
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }

inside dpkg -i "/tmp/$(basename "$package")"
inside dovetail --version
inside dovetail init /root/my.yaml
inside dovetail check /root/my.yaml >/dev/null
example=/usr/share/doc/dovetail/examples/december-cut.yaml
arguments=(--paths 10000 --quiet --json)
inside dovetail run "$example" "${arguments[@]}" >"$root/tmp/found.json"
"$program" run "$root$example" "${arguments[@]}" >"$root/tmp/expected.json"
cmp "$root/tmp/expected.json" "$root/tmp/found.json"
inside dpkg -r dovetail >/dev/null
if inside sh -c 'command -v dovetail'; then
  echo 'check-static: the package left its program behind' >&2
  exit 1
fi
echo 'check-static: the package installs, runs and gives the same bytes in a bare Debian'
