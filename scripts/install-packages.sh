#!/usr/bin/env bash
# Installs the system packages that building (or testing) needs and that are missing; says what
# it does, and does nothing where all is there. Usage: install-packages.sh build|test
set -euo pipefail

purpose=${1:-build}

say() { printf 'dovetail set-up: %s\n' "$*"; }

has_library() { command -v pkg-config >/dev/null 2>&1 && pkg-config --exists "$1"; }

missing=()
command -v pkg-config >/dev/null 2>&1 || missing+=(pkg-config)
has_library gsl || missing+=(libgsl-dev)
has_library libmd || missing+=(libmd-dev)
if [ "$purpose" = test ]; then
  # The independent simulations under Tests/Oracles are NumPy programs.
  python3 -c 'import numpy' >/dev/null 2>&1 || missing+=(python3-numpy)
fi

if ! command -v swift >/dev/null 2>&1; then
  say 'Swift 6.3 or later is needed: https://www.swift.org/install' >&2
  exit 1
fi
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
  say "no apt-get here; please install what Debian calls: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    say "neither root nor sudo; please have installed: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

say "missing: ${missing[*]}"
say "running: ${as_root[*]} apt-get update"
"${as_root[@]}" apt-get update -qq
say "running: ${as_root[*]} apt-get install -y --no-install-recommends ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}"
