#!/bin/bash
# Trains and serves at once for some minutes, with clients that draw, and writes the resident memory of both every ten seconds.
#
#     tools/soak.sh [MINUTES] [DIRECTORY] [CLIENTS]
#
# GEN is the program, by default the jar of the last build; SERVE the one that serves, by default the same.
set -euo pipefail
minutes=${1:-30}
directory=${2:-$(mktemp -d)}
clients=${3:-4}
root=$(cd "$(dirname "$0")/.." && pwd)
program=${GEN:-java -jar $root/gen-app/target/gen-app.jar}
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

end=$(($(date +%s) + minutes * 60))
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
for ((i = 1; i <= clients; i++)); do
    client "${i}0000" &
    processes+=($!)
done

echo "seconds,training_kib,serving_kib" > "$directory/memory.csv"
began=$(date +%s)
while [ "$(date +%s)" -lt $end ]; do
    resident() { awk '/VmRSS/ { print $2 }' "/proc/$1/status"; }
    echo "$(($(date +%s) - began)),$(resident $training),$(resident $serving)" >> "$directory/memory.csv"
    sleep 10
done
sleep 3
kill -INT $training
wait $training || echo "the training ended with the exit code $?"
tail -1 "$directory/train.log"
cat "$directory"/client-* | awk '{ good += $1; bad += $2 } END { print good " requests answered, " bad + 0 " not" }'
