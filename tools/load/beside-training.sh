#!/bin/bash
# Plays many clients at a studio for a minute, with a training beside it in another process. Fails if a request fails, if the
# training does not write the same bytes as it does alone, or if the studio's memory grows.
#
#     tools/load/beside-training.sh [CLIENTS] [SECONDS] [DIRECTORY]
#
# By default 200 clients, 60 seconds and a temporary directory. GEN is the program, by default the jar of the last build. Its heap
# has a fixed size and is touched at the start, so what grows is the memory outside.
set -euo pipefail
clients=${1:-200}
seconds=${2:-60}
directory=${3:-$(mktemp -d)}
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${GEN:-java -Xms256m -Xmx256m -XX:+AlwaysPreTouch -jar $root/gen-app/target/gen-app.jar}
port=${PORT:-8098}
runs=$directory/runs
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2} # as ./gen sets it
mkdir -p "$runs"

train() {
    $program train gan --data synthetic --limit 2000 --epochs "${EPOCHS:-40}" --seed 7 --out "$1" > "$1.log"
}
resident() { awk '/VmRSS/ { print $2 }' "/proc/$1/status"; }

$program train vae --data synthetic --limit 1000 --epochs 1 --hidden 64 --latent 4 --out "$runs/drawn" > "$directory/drawn.log"
train "$runs/alone"
(exec $program serve --runs "$runs" --port "$port" > "$directory/serve.log" 2>&1) &
serving=$!
trap 'kill $serving 2> /dev/null || true' EXIT
until curl -fsS "http://127.0.0.1:$port/ready" > /dev/null 2>&1; do sleep 0.2; done

# Twice a short load first: the server compiles its code and fills its pools.
for i in 1 2; do
    java "$root/tools/load/StudioLoad.java" "http://127.0.0.1:$port" drawn "$clients" "${WARM_UP:-15}"
done
echo "resident before: $(($(resident $serving) / 1024)) MiB"
train "$runs/beside" &
training=$!
(
    while kill -0 $serving 2> /dev/null; do
        echo "$SECONDS,$(resident $serving)"
        sleep 1
    done
) > "$directory/memory.csv" 2> /dev/null &
watching=$!
load=$(java "$root/tools/load/StudioLoad.java" "http://127.0.0.1:$port" drawn "$clients" "$seconds")
kill $watching
echo "$load"
ended=""
grep -q running "$runs/beside/status.json" || ended=", which ended before the clients did: give EPOCHS more than ${EPOCHS:-40}"
wait $training
code=0
[[ $load == *" 0 errors"* ]] || code=1
for file in model.zip networks/discriminator.zip; do
    if cmp -s "$runs/alone/$file" "$runs/beside/$file"; then
        echo "training: $file has the same bytes as alone$ended"
    else
        echo "training: $file has other bytes than alone"
        code=1
    fi
done
awk -F, '
    !least || $2 < least { least = $2 }
    $2 > most { most = $2 }
    END {
        range = 100 * (most - least) / most
        printf "resident under load: %.1f to %.1f MiB, within %.1f %%\n", least / 1024, most / 1024, range
        exit range > 5
    }' "$directory/memory.csv" || code=1
exit $code
