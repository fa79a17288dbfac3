#!/bin/bash
# Trains and serves at once for some minutes, with clients that draw, and writes the resident memory of both every ten seconds.
# Fails if a request does, or if memory is not flat within 5 percent.
#
#     tools/soak.sh [MINUTES] [DIRECTORY] [CLIENTS]
#
# Memory is looked at after WARM_UP minutes, by default 10, which come on top. Java's heap has a fixed size and is touched at the
# start, since it would otherwise grow to whatever suits the collector: what is left to grow is the memory outside. What lives
# in the heap is counted at the beginning and at the end. GEN is the program, by default the jar of the last build; SERVE the
# one that serves, by default the same.
set -euo pipefail
minutes=${1:-30}
directory=${2:-$(mktemp -d)}
clients=${3:-4}
warm_up=$((${WARM_UP:-10} * 60))
root=$(cd "$(dirname "$0")/.." && pwd)
program=${GEN:-java -Xms256m -Xmx256m -XX:+AlwaysPreTouch -jar $root/gen-app/target/gen-app.jar}
server=${SERVE:-$program}
port=${PORT:-8099}
runs=$directory/runs
mkdir -p "$runs"

# A run to draw with, from the start.
$program train vae --limit 2000 --epochs 1 --hidden 64 --latent 4 --out "$runs/first" > "$directory/first.log"
(exec $program train gan --limit 2000 --epochs 1000000 --hidden 64 --out "$runs/long" > "$directory/train.log" 2>&1) &
training=$!
(exec $server serve --runs "$runs" --port "$port" > "$directory/serve.log" 2>&1) &
serving=$!
processes=("$training" "$serving")
trap 'kill "${processes[@]}" 2> /dev/null || true' EXIT
until curl -fsS "http://127.0.0.1:$port/api/runs" > /dev/null 2>&1; do sleep 1; done

end=$(($(date +%s) + warm_up + minutes * 60))
client() {
    local good=0 bad=0 seed=$1 run status
    while [ "$(date +%s)" -lt $end ]; do
        run=first
        [ $((seed % 2)) -eq 0 ] && [ -e "$runs/long/model.zip" ] && run=long
        status=$(curl -s -o /dev/null -w '%{http_code}' -X POST "http://127.0.0.1:$port/api/runs/$run/samples" \
            -H 'Content-Type: application/json' -d "{\"count\": 16, \"seed\": $seed}")
        if [ "$status" = 200 ]; then good=$((good + 1)); else
            bad=$((bad + 1))
            echo "status $status of $run" >> "$directory/errors.log"
        fi
        seed=$((seed + 1))
        sleep "${PAUSE:-0.2}"
    done
    echo "$good $bad" > "$directory/client-$1"
}
drawing=()
for ((i = 1; i <= clients; i++)); do
    client "${i}0000" &
    drawing+=($!)
done
processes+=("${drawing[@]}")

resident() { awk '/VmRSS/ { print $2 }' "/proc/$1/status"; }
# What is left in the heap after a collection, in KiB.
live() { jcmd "$1" GC.run > /dev/null && jcmd "$1" GC.heap_info | sed -n 's/.*heap.* used \([0-9]*\)K.*/\1/p'; }
began=$(date +%s)
watch() {
    while [ "$(date +%s)" -lt "$1" ]; do
        echo "$(($(date +%s) - began)),$(resident $training),$(resident $serving)" >> "$directory/memory.csv"
        sleep 10
    done
}
heap() { echo "live heap in KiB, $1: training $(live $training), serving $(live $serving)"; }
echo "seconds,training_kib,serving_kib" > "$directory/memory.csv"
watch $((began + warm_up))
heap "after the warm-up"
watch "$end"
heap "at the end"
wait "${drawing[@]}"
kill -TERM $training
wait $training || echo "the training ended with the exit code $?"
tail -1 "$directory/train.log"
code=0
cat "$directory"/client-* | awk '
    { good += $1; bad += $2 }
    END { print good " requests answered, " bad + 0 " not"; exit !good || bad }' || code=1
awk -F, -v after=$warm_up '
    $1 ~ /^[0-9]+$/ && $1 >= after {
        for (i = 2; i <= 3; i++) {
            if (!least[i] || $i < least[i]) least[i] = $i
            if ($i > most[i]) most[i] = $i
        }
    }
    END {
        name[2] = "training"; name[3] = "serving"
        for (i = 2; i <= 3; i++) {
            range = 100 * (most[i] - least[i]) / most[i]
            printf "%s: %.1f to %.1f MiB, within %.1f %%\n", name[i], least[i] / 1024, most[i] / 1024, range
            if (range > 5) bad = 1
        }
        exit bad
    }' "$directory/memory.csv" || code=1
exit $code
