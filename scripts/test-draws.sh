#!/usr/bin/env bash
# Tests the kernel's words with dieharder, in the orders in which a study and its neighbours read
# them; installs dieharder where it is missing. Usage: test-draws.sh PROGRAM [SEED]
#
# dieharder calls a p-value WEAK below 0.5 % from either end and FAILED below 0.0001 %. Of right
# words one p-value in 100 is weak, and one in 500,000 fails; a test that fails is repeated with
# other words, and only a second failure counts: with 89 p-values a false alarm in 3·10⁹ runs.
set -euo pipefail

program=${1:?usage: test-draws.sh PROGRAM [SEED]}
seed=${2:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

if ! command -v dieharder >/dev/null 2>&1; then
  command -v apt-get >/dev/null 2>&1 || { echo 'dieharder is needed' >&2; exit 1; }
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "test-draws: running ${as_root[*]} apt-get install dieharder"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends dieharder
fi

# One test: its rows, which hold the name, what was varied, and the verdict.
rows() { # ORDER SEED TEST...
  local order=$1 seed=$2
  shift 2
  # The generator ends when the test has read enough.
  { "$program" words --order "$order" --seed "$seed" || true; } \
    | dieharder -g 200 "$@" 2>/dev/null | grep -E 'PASSED|WEAK|FAILED' | tr -d ' '
}

# All tests that dieharder's author calls good, but the suspect ones (5, 6, 7, 14).
study=('-d 0' '-d 1' '-d 2' '-d 3' '-d 4' '-d 8' '-d 9' '-d 10' '-d 11' '-d 12' '-d 13' '-d 15'
  '-d 16' '-d 17' '-d 100' '-d 101' '-d 102' '-d 200 -n 4' '-d 201 -n 3' '-d 202 -n 5'
  '-d 203 -n 7' '-d 204' '-d 205' '-d 206' '-d 207' '-d 208' '-d 209')
# For addresses that differ in one part: ranks, ones, runs, permutations, lagged sums, bits.
neighbours=('-d 2' '-d 8' '-d 15' '-d 100' '-d 202 -n 5' '-d 203 -n 3')

passed=0 weak=0 failed=0
examine() { # ORDER TEST
  local order=$1 name tuple p verdict found
  # A test is words of its own: -d 17, or -d 200 -n 4.
  # shellcheck disable=SC2086
  found=$(rows "$order" "$seed" $2)
  if grep -q FAILED <<<"$found"; then
    echo "$order  $2  failed once, repeated with other words"
    # shellcheck disable=SC2086
    found=$(rows "$order" $((seed + 1)) $2)
  fi
  [ -n "$found" ] || { echo "$order  $2  gave no result" >&2; failed=$((failed + 1)); return; }
  while IFS='|' read -r name tuple _ _ p verdict; do
    case $verdict in
      PASSED) passed=$((passed + 1)) ;;
      WEAK) weak=$((weak + 1)); echo "$order  $name $tuple  p = $p  weak" ;;
      *) failed=$((failed + 1)); echo "$order  $name $tuple  p = $p  FAILED" ;;
    esac
  done <<<"$found"
}

echo "test-draws: dieharder on the kernel's words, seed $seed"
for test in "${study[@]}"; do examine study "$test"; done
for order in paths streams steps seeds; do
  for test in "${neighbours[@]}"; do examine "$order" "$test"; done
done
echo "test-draws: $passed passed, $weak weak, $failed failed of $((passed + weak + failed))"
[ "$failed" -eq 0 ]
