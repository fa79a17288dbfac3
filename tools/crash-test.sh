#!/bin/bash
# Kills short trainings at random moments with SIGKILL, resumes each, and compares what comes of them with a training that was
# never stopped: weights, metrics, evaluation and pictures, byte for byte.
#
#     tools/crash-test.sh [RUNS] [DIRECTORY] [TRAIN ARGUMENTS...]
#
# GEN is the program, by default the jar of the last build.
set -euo pipefail
runs=${1:-100}
directory=${2:-$(mktemp -d)}
shift $(($# < 2 ? $# : 2))
arguments=("$@")
[ ${#arguments[@]} -gt 0 ] || arguments=(vae --limit 500 --epochs 4 --hidden 32 --latent 4)
root=$(cd "$(dirname "$0")/.." && pwd)
program=${GEN:-java -jar $root/gen-app/target/gen-app.jar}
gen() { $program "$@"; }

mkdir -p "$directory"
started=$(date +%s%N)
gen train "${arguments[@]}" --checkpoint-minutes 0.002 --out "$directory/whole" > "$directory/whole.log"
milliseconds=$((($(date +%s%N) - started) / 1000000))
echo "a whole training takes $milliseconds ms"

# The column of the speed may differ.
rows() { sed 's/,[^,]*$//' "$1/metrics.csv"; }
same() {
    cmp -s "$1/model.zip" "$2/model.zip" \
        && diff -q <(rows "$1") <(rows "$2") > /dev/null \
        && { [ ! -e "$1/evaluation.csv" ] || cmp -s "$1/evaluation.csv" "$2/evaluation.csv"; } \
        && diff -rq "$1/samples" "$2/samples" > /dev/null
}

resumed=0 equal=0 early=0 late=0
for ((i = 1; i <= runs; i++)); do
    run=$directory/$i
    after=$(((RANDOM * 32768 + RANDOM) % milliseconds))
    (exec $program train "${arguments[@]}" --checkpoint-minutes 0.002 --out "$run" > "$run.log" 2>&1) &
    process=$!
    sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
    kill -KILL $process 2> /dev/null || late=$((late + 1))
    wait $process 2> /dev/null || true
    if [ ! -e "$run/config.json" ]; then
        # Killed while Java started or the data was read: there is no run yet.
        early=$((early + 1)) i=$((i - 1))
        rm -rf "$run" "$run.log"
        continue
    fi
    step=$(ls "$run/checkpoints" 2> /dev/null | tail -1)
    if gen resume "$run" >> "$run.log" 2>&1; then
        resumed=$((resumed + 1))
        if same "$directory/whole" "$run"; then
            equal=$((equal + 1))
            rm -rf "$run"
        else
            echo "run $i, killed after $after ms at ${step:-no checkpoint}, differs: $run"
        fi
    else
        echo "run $i, killed after $after ms at ${step:-no checkpoint}, does not resume: $run.log"
    fi
    echo "$i killed after $after ms at ${step:-no checkpoint}: $resumed resumed, $equal equal"
done
echo "$runs killed: $resumed resumed, $equal equal to the whole one; beside them $early before there was a run, $late after the end"
[ $resumed -eq "$runs" ] && [ $equal -eq "$runs" ]
