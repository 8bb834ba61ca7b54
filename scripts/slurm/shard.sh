#!/usr/bin/env bash
# One shard of a run, as a task of an array job; submit.sh submits it. A shard that fails is queued
# again until it was started TRIES times, and goes on from its part.
set -uo pipefail

folder=$1 shards=$2 tries=$3 program=$4 memory=$5
shift 5

number=$SLURM_ARRAY_TASK_ID
task=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
start=$((${SLURM_RESTART_COUNT:-0} + 1))
part=$folder/$number.part

say() { printf '%s shard %s/%s: %s\n' "$(date -u +%FT%TZ)" "$number" "$shards" "$*"; }

told_to_stop=no
child=''
# shellcheck disable=SC2317 # the trap calls it
stop() {
  told_to_stop=yes
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT

say "start $start of $tries, job $task, on ${SLURMD_NODENAME:-?}"
"$program" "$@" --shard "$number/$shards" --part "$part" --resume \
  --threads "${SLURM_CPUS_PER_TASK:-1}" --max-memory "$memory" &
child=$!
echo "$child" >"$folder/logs/shard-$number.pid"
code=0
wait "$child" || code=$?
# A signal ends the wait, not the program, which saves its state first.
while kill -0 "$child" 2>/dev/null; do
  code=0
  wait "$child" || code=$?
done
rm -f "$folder/logs/shard-$number.pid"

if [ "$code" -eq 0 ]; then
  say 'done'
  exit 0
fi
if [ "$told_to_stop" = yes ]; then
  say "told to stop; $part has what was done, and submitting again goes on from it"
  exit 143
fi
case $code in
64 | 65 | 66 | 73)
  say "failed with $code, which another try cannot change"
  exit "$code"
  ;;
esac
if [ "$start" -ge "$tries" ]; then
  say "failed with $code in the last of $tries starts"
  exit "$code"
fi
say "failed with $code; queued again"
# This ends the script: Slurm kills a task that is queued again.
scontrol requeue "$task" || exit "$code"
sleep 60
exit "$code"
