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
[ ${#arguments[@]} -gt 0 ] || arguments=(gan --limit 500 --epochs 8 --hidden 32)
root=$(cd "$(dirname "$0")/.." && pwd)
program=${GEN:-java -jar $root/gen-app/target/gen-app.jar}

now() { echo $(($(date +%s%N) / 1000000)); }

# Starts a training into a directory; returns when that is there.
start() {
    (exec $program train "${arguments[@]}" --checkpoint-minutes 0.002 --out "$1" > "$1.log" 2>&1) &
    process=$!
    while [ ! -e "$1/config.json" ] && kill -0 $process 2> /dev/null; do sleep 0.01; done
}

# The column of the speed may differ.
rows() { sed 's/,[^,]*$//' "$1/metrics.csv"; }
same() {
    cmp -s "$1/model.zip" "$2/model.zip" \
        && diff -q <(rows "$1") <(rows "$2") > /dev/null \
        && { [ ! -e "$1/evaluation.csv" ] || cmp -s "$1/evaluation.csv" "$2/evaluation.csv"; } \
        && diff -rq "$1/samples" "$2/samples" > /dev/null
}

mkdir -p "$directory"
start "$directory/whole"
began=$(now)
wait $process
milliseconds=$(($(now) - began))
echo "a whole training takes $milliseconds ms from the moment that its directory is there"

resumed=0 equal=0
for ((i = 1; i <= runs; i++)); do
    run=$directory/$i
    after=$(((RANDOM * 32768 + RANDOM) % milliseconds))
    start "$run"
    sleep "$(printf '%d.%03d' $((after / 1000)) $((after % 1000)))"
    if ! kill -KILL $process 2> /dev/null; then
        # The machine has become faster; that run counts for nothing.
        milliseconds=$((after < milliseconds ? after : milliseconds))
        rm -rf "$run" "$run.log"
        i=$((i - 1))
        continue
    fi
    wait $process 2> /dev/null || true
    step=$(ls "$run/checkpoints" 2> /dev/null | tail -1 || true)
    if $program resume "$run" >> "$run.log" 2>&1; then
        resumed=$((resumed + 1))
        if same "$directory/whole" "$run"; then
            equal=$((equal + 1))
            rm -rf "$run"
        else
            echo "run $i differs: $run"
        fi
    else
        echo "run $i does not resume: $run.log"
    fi
    echo "$i killed after $after ms at ${step:-no checkpoint}: $resumed resumed, $equal equal"
done
echo "$runs runs were killed: $resumed resumed, $equal equal to the whole one"
[ $resumed -eq "$runs" ] && [ $equal -eq "$runs" ]
