#!/usr/bin/env bash
# Estimates both models that ship from their recipes and the data folder, tests the one frozen at
# 2018 on the years after it, keeps the result with both, puts the files in their places, and
# prints what changed. Nothing is replaced unless all of this could be done.
# Usage: rebuild-models.sh [PROGRAM [DATA]]
set -euo pipefail

cd "$(dirname "$0")/.."
program=${1:-.build/release/dovetail}
data=${2:-../shared/data}
models=(Sources/BuiltInModels/us-equities scenarios/models/us-equities-2018)

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
frozen=scenarios/models/us-equities-2018.recipe.yaml
printf '== test of %s\n' "$frozen"
# A test that rejects is a result, and the program then ends with 1.
"$program" validate --recipe "$frozen" --data "$data" --json -o "$new/validation.json" ||
  [ $? -eq 1 ]
for model in "${models[@]}"; do
  printf '== %s\n' "$model.recipe.yaml"
  "$program" calibrate --recipe "$model.recipe.yaml" --data "$data" \
    --validation "$new/validation.json" -o "$new/$(basename "$model").yaml"
done

for model in "${models[@]}"; do
  made="$new/$(basename "$model").yaml"
  printf '== %s.yaml: %s bytes, SHA-256 %s\n' \
    "$model" "$(wc -c <"$made")" "$(sha256sum "$made" | cut -d ' ' -f 1)"
  if cmp -s "$made" "$model.yaml"; then
    echo 'unchanged'
    continue
  fi
  if [ -e "$model.yaml" ]; then
    # `models diff` says more where the program has it; lines are what any version can compare.
    if ! "$program" models diff "$model.yaml" "$made" 2>/dev/null; then
      git --no-pager diff --no-index --stat -- "$model.yaml" "$made" || true
    fi
  fi
  cp "$made" "$model.yaml"
  echo 'replaced'
done
echo 'The built-in model is part of the program: build again, then record its hash and the goldens.'
