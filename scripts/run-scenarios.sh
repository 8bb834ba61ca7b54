#!/usr/bin/env bash
# Checks and runs every scenario of the project with the given program.
# Usage: run-scenarios.sh PROGRAM
set -euo pipefail

cd "$(dirname "$0")/.."
program=${1:-.build/release/dovetail}
for scenario in scenarios/*.yaml; do
  printf '== %s\n' "$scenario"
  "$program" check --width 100 "$scenario"
  "$program" run --width 100 --quiet "$scenario"
done
