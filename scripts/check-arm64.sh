#!/usr/bin/env bash
# Compares the bits of the kernel on x86-64 with those on arm64, emulated by QEMU: every function of
# Sources/CKernel, compiled for both by the same clang. The whole program is not built for arm64:
# Swift's toolchain for Linux has no standard library for another processor than its own.
#
# Needs clang, qemu-user, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross (Debian's names).
set -euo pipefail

cd "$(dirname "$0")/.."
for program in clang qemu-aarch64 aarch64-linux-gnu-gcc; do
  command -v "$program" >/dev/null 2>&1 || { echo "check-arm64: $program is missing" >&2; exit 1; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# GSL's headers are the same everywhere; of its library the kernel needs nothing.
mkdir "$folder/include"
ln -s "$(pkg-config --variable=includedir gsl)/gsl" "$folder/include/gsl"
compile() { # OUTPUT FLAG...
  local output=$1
  shift
  clang -O2 -Wall -Werror -ISources/CKernel/include "-I$folder/include" "$@" \
    Sources/CKernel/*.c scripts/kernel-bits.c -lm -o "$output"
}
compile "$folder/x86"
compile "$folder/arm" --target=aarch64-linux-gnu -static -fuse-ld=bfd

"$folder/x86" 1 >"$folder/expected"
status=0
for level in 3 4; do
  if "$folder/x86" "$level" >"$folder/found"; then
    diff -u "$folder/expected" "$folder/found" || status=1
  else
    echo "check-arm64: this processor has no level $level"
  fi
done
qemu-aarch64 "$folder/arm" 1 >"$folder/found"
diff -u "$folder/expected" "$folder/found" || status=1
[ "$status" -eq 0 ] || { echo 'check-arm64: the bits differ' >&2; exit 1; }
echo "check-arm64: $(wc -l <"$folder/expected") results have the same bits on x86-64 and arm64"
