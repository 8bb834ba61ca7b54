#!/usr/bin/env bash
# Runs a scenario, or a comparison, as an array of Slurm jobs: one shard each, and a job that
# merges them when all are done. Submitting the same again goes on with what is there.
set -euo pipefail

usage() {
  cat <<'EOF'
Usage: submit.sh -n SHARDS -d FOLDER [options] run FILE [options of dovetail]
       submit.sh -n SHARDS -d FOLDER [options] compare FILE FILE... [options of dovetail]
       submit.sh --cancel FOLDER

  -n SHARDS         into how many jobs the run is divided, 1 to 100000
  -d FOLDER         where the parts, the logs and the result go; all nodes must see it
  -c CPUS           threads of each shard (default 1)
  -m MEMORY         memory of each shard, as sbatch and --max-memory take it (default 500M)
  -t TIME           time limit of each shard, as sbatch takes it (default: the partition's)
  -j JOBS           at most so many shards at once (default: no limit)
  -r TRIES          starts of a shard that fails, the first one among them (default 3)
  -s OPTION         one more option for sbatch, such as -s --partition=long; may be repeated
  -p PROGRAM        the program (default: dovetail from the PATH)
  --dry-run         print what would be submitted, and do nothing
  --cancel FOLDER   cancel what was submitted for the folder; its parts stay, and can be gone on with

Example:
  scripts/slurm/submit.sh -n 64 -d /scratch/cut run december-cut.yaml --paths 100000000
EOF
}

fail() {
  printf 'submit.sh: %s\n' "$*" >&2
  exit "${code:-64}"
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
shards='' folder='' cpus=1 memory=500M time='' at_once='' tries=3 program='' dry_run=no
extra=()

is_count() { [[ $1 =~ ^[1-9][0-9]{0,5}$ ]]; }

cancel() {
  [ -r "$1/jobs" ] || { code=66 fail "there is no $1/jobs: nothing was submitted for it"; }
  local ids
  mapfile -t ids <"$1/jobs"
  scancel -- "${ids[@]}"
  echo "cancelled ${ids[*]}"
}

while [ $# -gt 0 ]; do
  case $1 in
  -h | --help) usage && exit 0 ;;
  --dry-run) dry_run=yes && shift ;;
  --cancel)
    [ $# -eq 2 ] || fail '--cancel takes the folder alone'
    cancel "$2"
    exit 0
    ;;
  -n | -d | -c | -m | -t | -j | -r | -s | -p)
    [ $# -ge 2 ] || fail "$1 needs a value"
    case $1 in
    -n) shards=$2 ;;
    -d) folder=$2 ;;
    -c) cpus=$2 ;;
    -m) memory=$2 ;;
    -t) time=$2 ;;
    -j) at_once=$2 ;;
    -r) tries=$2 ;;
    -s) extra+=("$2") ;;
    -p) program=$2 ;;
    esac
    shift 2
    ;;
  run | compare) break ;;
  *) fail "unknown option $1; --help lists them" ;;
  esac
done

[ -n "$shards" ] || fail 'give -n SHARDS; --help says more'
[ -n "$folder" ] || fail 'give -d FOLDER; --help says more'
is_count "$shards" || fail "-n takes 1 to 100000, not $shards"
[ "$shards" -le 100000 ] || fail "-n takes 1 to 100000, not $shards"
is_count "$cpus" || fail "-c takes a number of threads, not $cpus"
is_count "$tries" || fail "-r takes a number of starts, not $tries"
[ -z "$at_once" ] || is_count "$at_once" || fail "-j takes a number of jobs, not $at_once"
[[ $memory =~ ^[1-9][0-9]*[KMGT]$ ]] || fail "-m takes a size such as 500M, not $memory"
[ $# -ge 2 ] || fail 'what is to be run? give run FILE or compare FILE FILE'
for word in "$@"; do
  case $word in
  --shard* | --part* | --resume | --threads* | --max-memory* | -o | --output* | --json | --csv | --force)
    fail "$word is decided by this script"
    ;;
  esac
done
[ -n "$program" ] || program=$(command -v dovetail) || fail 'dovetail is not in the PATH; give -p'
if [ "$dry_run" = no ]; then
  command -v sbatch >/dev/null || { code=66 fail 'there is no sbatch here: submit from a login node'; }
  mkdir -p -- "$folder/logs" || { code=73 fail "cannot create $folder"; }
fi

array=1-$shards${at_once:+%$at_once}
common=(--parsable --job-name=dovetail --open-mode=append "${extra[@]}")
shard_job=(sbatch "${common[@]}" --array="$array" --requeue --ntasks=1 --cpus-per-task="$cpus"
  --mem="$memory" ${time:+--time="$time"} --output="$folder/logs/shard-%a.log"
  "$here/shard.sh" "$folder" "$shards" "$tries" "$program" "$memory" "$@")
# `dovetail merge` reads one part at a time; the second pass is short.
merge_job=("${common[@]}" --ntasks=1 --cpus-per-task="$cpus" --mem="$memory"
  --kill-on-invalid-dep=yes --output="$folder/logs/merge.log"
  "$here/merge.sh" "$folder" "$shards" "$program")

if [ "$dry_run" = yes ]; then
  printf '%q ' "${shard_job[@]}" && echo
  printf '%q ' sbatch --dependency=afterok:ARRAY "${merge_job[@]}" && echo
  exit 0
fi

array_id=$("${shard_job[@]}") || { code=74 fail 'sbatch refused the shards'; }
array_id=${array_id%%;*}
printf '%s\n' "$array_id" >"$folder/jobs"
merge_id=$(sbatch --dependency="afterok:$array_id" "${merge_job[@]}") || {
  scancel -- "$array_id"
  code=74 fail 'sbatch refused the merge; the shards are cancelled'
}
merge_id=${merge_id%%;*}
printf '%s\n' "$merge_id" >>"$folder/jobs"
cat <<EOF
shards: job $array_id, $shards of them · merge: job $merge_id, when all are done
watch:  squeue -j $array_id,$merge_id     logs: $folder/logs
result: $folder/result.json, and as a table in $folder/result.txt
cancel: $0 --cancel $folder
EOF
