#!/usr/bin/env bash
# Builds one self-contained program, .build/static/dovetail, and its Debian package beside it. It
# needs no library of the machine it runs on. Flags after `--` go to `swift build`.
set -euo pipefail

cd "$(dirname "$0")/.."
folder=.build/static
swift build -c release --product dovetail --scratch-path "$folder/build" \
  --static-swift-stdlib -Xswiftc -static-executable "$@"
binary=$(swift build -c release --product dovetail --scratch-path "$folder/build" \
  --static-swift-stdlib -Xswiftc -static-executable --show-bin-path)/dovetail
strip -o "$folder/dovetail" "$binary"

if ! command -v dpkg-deb >/dev/null 2>&1; then
  echo "build-static: $folder/dovetail; no package, since dpkg-deb is not here"
  exit 0
fi

version=$("$folder/dovetail" --version)
architecture=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
install -Dm755 "$folder/dovetail" "$root/usr/bin/dovetail"
install -Dm644 docs/dovetail.1 "$root/usr/share/man/man1/dovetail.1"
gzip -9n "$root/usr/share/man/man1/dovetail.1"
install -Dm644 scripts/debian-copyright "$root/usr/share/doc/dovetail/copyright"
install -Dm644 CHANGELOG.md "$root/usr/share/doc/dovetail/changelog"
gzip -9n "$root/usr/share/doc/dovetail/changelog"
(cd scenarios && find . -name '*.yaml' -exec \
  install -Dm644 {} "$root/usr/share/doc/dovetail/examples/{}" \;)
# The notices of what is linked in, as they came with it.
licenses="$root/usr/share/doc/dovetail/licenses"
keep() { # NAME FILE...
  local name=$1 file
  shift
  for file in "$@"; do
    [ -f "$file" ] && install -Dm644 "$file" "$licenses/$name" && return
  done
  echo "build-static: no notice of $name found" >&2
}
doc=/usr/share/doc
keep gsl "$doc/libgsl-dev/copyright" "$doc/libgsl27/copyright"
keep glibc "$doc/libc6-dev/copyright" "$doc/libc6/copyright"
keep gcc "$doc/libstdc++-12-dev/copyright" "$doc/libgcc-12-dev/copyright" "$doc/libgcc-s1/copyright"
keep libmd "$doc/libmd-dev/copyright" "$doc/libmd0/copyright"
swift_folder=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
keep swift "$swift_folder/share/swift/LICENSE.txt"
checkouts="$folder/build/checkouts"
keep swift-argument-parser "$checkouts/swift-argument-parser/LICENSE.txt"
keep yams "$checkouts/Yams/LICENSE"

mkdir "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: dovetail
Version: $version
Architecture: $architecture
Maintainer: $(git log -1 --format='%an <%ae>' 2>/dev/null || echo 'Dovetail maintainers')
Installed-Size: $(du -sk "$root/usr" | cut -f1)
Section: science
Priority: optional
Description: scenarios for US equities, from a text file to return distributions
 Simulates what Federal Reserve decisions, inflation and jobs releases and
 other shocks do to sectors, industries, cap segments and styles, and says how
 sure each number is. The program is linked statically and needs no library.
CONTROL
package="$folder/dovetail_${version}_$architecture.deb"
dpkg-deb --root-owner-group --build "$root" "$package" >/dev/null
echo "build-static: $folder/dovetail ($(du -h "$folder/dovetail" | cut -f1)) and $package"
