#!/usr/bin/env bash
# Starts a real Slurm on the loopback of this machine, runs 8 shards on its two nodes, kills one on
# the way, and compares what is merged with one run, byte for byte. Everything is in a temporary
# folder and is gone afterwards; nothing under /etc is read or written.
# Usage: test-local.sh [PROGRAM]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
program=$(realpath "${1:-$root/.build/release/dovetail}")
scenario=$root/scenarios/december-cut.yaml
paths=${DOVETAIL_SLURM_PATHS:-1600000}
patience=${DOVETAIL_SLURM_PATIENCE:-300}
shards=8 victim=3

say() { printf 'slurm test: %s\n' "$*"; }

install_packages() {
  local missing=()
  command -v slurmctld >/dev/null || missing+=(slurmctld)
  command -v slurmd >/dev/null || missing+=(slurmd)
  command -v sbatch >/dev/null || missing+=(slurm-client)
  command -v munged >/dev/null || missing+=(munge)
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

PATH=$PATH:/usr/sbin
[ -x "$program" ] || { say "there is no program $program: make build"; exit 66; }
install_packages

work=$(mktemp -d /tmp/dovetail-slurm-XXXXXX)
chmod 755 "$work"
daemons=() jobs=()

finish() {
  local code=$? pid
  trap - EXIT INT TERM
  if [ ${#jobs[@]} -gt 0 ]; then
    scancel -- "${jobs[@]}" 2>/dev/null || true
    await 30 'the tasks to end' nothing_runs || true
  fi
  for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${daemons[@]}"; do
    for _ in {1..50}; do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null || true
  done
  # What runs a task outlives its daemon where it cannot report; ours have our log open.
  for pid in $(pgrep -x slurmstepd); do
    find "/proc/$pid/fd" -lname "$work/*" 2>/dev/null | grep -q . && kill -KILL "$pid"
  done
  if [ "$code" -ne 0 ]; then
    say "failed with $code; the ends of the logs follow"
    for log in "$work"/*.log "$work"/run/logs/*.log; do
      [ ! -s "$log" ] || { echo "--- $log" && tail -n 15 "$log"; }
    done
  fi
  rm -rf -- "$work"
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits until a command succeeds, or fails with what it waited for.
await() {
  local seconds=$1 what=$2
  shift 2
  local end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { say "gave up after $seconds s: $what"; return 1; }
    sleep 0.05
  done
}

used_ports=' '
free_port() {
  while :; do
    port=$((20000 + RANDOM % 20000))
    [[ $used_ports != *" $port "* ]] || continue
    used_ports+="$port "
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
  done
}

# A daemon of its own session, whose id is kept so that it alone is ended.
start_daemon() {
  local log=$1
  shift
  setsid "$@" >"$log" 2>&1 </dev/null &
  daemons+=($!)
}

start_munge() {
  mkdir -m 755 "$work/munge"
  (umask 077 && head -c 1024 /dev/urandom >"$work/munge/key")
  start_daemon "$work/munged.log" munged --foreground --socket="$work/munge/socket" \
    --key-file="$work/munge/key" --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" \
    --log-file="$work/munge/log"
  await 20 'munge' munge -n --socket="$work/munge/socket"
}

write_configuration() {
  local host user ctld node1 node2
  host=$(hostname -s) user=$(id -un)
  free_port && ctld=$port
  free_port && node1=$port
  free_port && node2=$port
  mkdir "$work/state" "$work/spool-n1" "$work/spool-n2"
  : >"$work/plugstack.conf"
  export SLURM_CONF=$work/slurm.conf
  cat >"$SLURM_CONF" <<EOF
ClusterName=dovetail
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$ctld
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
# A task that is queued again waits until its credential has expired.
AuthInfo=socket=$work/munge/socket,cred_expire=10
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
PlugStackConfig=$work/plugstack.conf
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool-%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd-%n.log
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
MinJobAge=3600
SchedulerParameters=sched_interval=2,batch_sched_delay=0
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$node1 CPUs=1 RealMemory=2000
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$node2 CPUs=1 RealMemory=2000
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
EOF
}

start_slurm() {
  start_daemon "$work/slurmctld.out.log" slurmctld -D -f "$SLURM_CONF"
  await 30 'slurmctld' scontrol ping
  for node in n1 n2; do
    start_daemon "$work/slurmd-$node.out.log" slurmd -D -f "$SLURM_CONF" -N "$node"
  done
  await 30 'both nodes' both_idle
}

both_idle() { [ "$(sinfo -h -N -t idle -o %N | sort | xargs)" = 'n1 n2' ]; }

nothing_runs() { [ -z "$(squeue -h -t running,completing -o %i)" ]; }

# Kills the program of one shard as soon as it runs.
kill_victim() {
  await "$patience" "shard $victim" test -s "$work/run/logs/shard-$victim.pid"
  kill -KILL "$(cat "$work/run/logs/shard-$victim.pid")"
}

# Notes what was submitted for a folder: the array, and `merge`.
remember() {
  local new
  mapfile -t new <"$1/jobs"
  jobs+=("${new[@]}")
  merge=${new[1]}
}

state_of() { scontrol show job "$1" -o | grep -o 'JobState=[A-Z]*' | head -n 1; }

is_over() { [[ $(state_of "$1") =~ COMPLETED|FAILED|CANCELLED|TIMEOUT|NODE_FAIL ]]; }

say "one run of $paths paths"
"$program" run "$scenario" --paths "$paths" --threads 1 --json >"$work/whole.json"
start_munge
write_configuration
start_slurm
say "Slurm $(slurmctld -V | cut -d' ' -f2) is up with two nodes"

submit=("$root/scripts/slurm/submit.sh" -n "$shards" -d "$work/run" -m 500M -r 3 -p "$program"
  run "$scenario" --paths "$paths")
"${submit[@]}"
remember "$work/run"
kill_victim
say "killed shard $victim"
await "$patience" 'the merge' is_over "$merge"
state_of "$merge" | grep -q COMPLETED || { say "the merge ended as $(state_of "$merge")"; exit 1; }
grep -q "shard $victim/$shards: failed with 137; queued again" \
  "$work/run/logs/shard-$victim.log" || { say 'the killed shard was not queued again'; exit 1; }
grep -q "shard $victim/$shards: start 2 of 3" "$work/run/logs/shard-$victim.log"
cmp "$work/whole.json" "$work/run/result.json"
say "merged $shards shards, one of them killed and queued again: the bytes of one run"

say 'a scenario that is wrong fails at once, and its merge never starts'
printf 'dovetail: 2\n' >"$work/wrong.yaml"
"$root/scripts/slurm/submit.sh" -n 2 -d "$work/wrong" -p "$program" run "$work/wrong.yaml" >/dev/null
remember "$work/wrong"
await "$patience" 'the merge that cannot be' is_over "$merge"
state_of "$merge" | grep -q CANCELLED
if grep -q 'start 2' "$work"/wrong/logs/shard-*.log; then
  say 'a wrong scenario was tried twice'
  exit 1
fi

say 'a run that is cancelled keeps its parts, and goes on when it is submitted again'
again=("$root/scripts/slurm/submit.sh" -n 2 -d "$work/again" -p "$program"
  run "$scenario" --paths "$paths")
"${again[@]}" >/dev/null
remember "$work/again"
await "$patience" 'a shard to run' test -s "$work/again/logs/shard-1.pid"
"$root/scripts/slurm/submit.sh" --cancel "$work/again" >/dev/null
await "$patience" 'the cancelled merge' is_over "$merge"
await "$patience" 'the shard to be told' grep -q 'told to stop' "$work/again/logs/shard-1.log"
await "$patience" 'the tasks to end' nothing_runs
"${again[@]}" >/dev/null
remember "$work/again"
await "$patience" 'the merge' is_over "$merge"
cmp "$work/whole.json" "$work/again/result.json"
say 'passed'
