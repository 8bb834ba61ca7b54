#!/usr/bin/env bash
# Merges the parts of all shards; submit.sh submits it to run when they are done. The job fails
# where the result's expectations do: its exit code is dovetail's.
set -uo pipefail

folder=$1 shards=$2 program=$3
parts=()
for ((number = 1; number <= shards; number++)); do parts+=("$folder/$number.part"); done

"$program" merge "${parts[@]}" -o "$folder/result.json" --force --color never \
  --threads "${SLURM_CPUS_PER_TASK:-1}" >"$folder/result.txt.new"
code=$?
if [ -s "$folder/result.txt.new" ]; then
  mv -f "$folder/result.txt.new" "$folder/result.txt"
else
  rm -f "$folder/result.txt.new"
fi
exit "$code"
