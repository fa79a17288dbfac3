#!/bin/bash
# Kills processes of a real Spark cluster in the middle of trainings, and compares the models with those of undisturbed ones.
#
#     tools/spark-kill-test.sh HOME JAR [ROUNDS]
#
# HOME is a directory for tools/spark-cluster.sh, JAR the jar for spark-submit. For vae and dcgan each, ROUNDS times (by default 10):
# kill -9 of an executor, of a worker, and of the driver, which is then submitted again with the same arguments. Each must end
# with the bytes of the undisturbed training. FAMILIES and KINDS, lists, choose some of them.
set -euo pipefail
tools=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
home=$(cd "$1" && pwd)
jar=$(realpath "$2")
rounds=${3:-10}
scratch=$home/kill-test
started=$("$tools/spark-cluster.sh" start "$home")
trap '"$tools/spark-cluster.sh" stop "$home"' EXIT
echo "$started"
master=$(cat "$home/run/master")
# These trainings are over before the optimising compiler pays off.
export SPARK_SUBMIT_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
rm -rf "$scratch"
mkdir -p "$scratch"
java -cp "$jar" "$tools/spark/Digits.java" "$scratch/data" 1000

declare -A settings=(
    [vae]='{"latent": 3, "hidden": 16, "batchSize": 4, "epochs": 6}'
    [dcgan]='{"latent": 3, "features": 4, "batchSize": 8, "epochs": 5, "conditional": true}'
)

# submit FAMILY NAME: trains in the background, with checkpoints and output in directories of that name.
submit() {
    "$home/bin/spark-submit" --master "$master" --driver-memory 1g \
        --conf "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
        --conf spark.executor.memory=512m \
        "$jar" train --images "$scratch/data" --format idx --family "$1" --settings "${settings[$1]}" \
        --shards 2 --parallelism 2 --timeout-seconds 60 --checkpoint-dir "$scratch/$2/checkpoints" --out "$scratch/$2/out" \
        >> "$scratch/$2.log" 2>&1 &
    driver=$!
}

# await_checkpoint NAME COUNT: until a training has written so many checkpoints, so it is within a later epoch.
await_checkpoint() {
    while [ "$(find "$scratch/$1/checkpoints" -name 'step-*.safetensors' 2> /dev/null | wc -l)" -lt "$2" ]; do
        if ! kill -0 "$driver" 2> /dev/null; then
            echo "$1: the training ended too early: see $scratch/$1.log" >&2
            return 1
        fi
        sleep 0.05
    done
    sleep "0.0$((RANDOM % 90 + 10))"
}

# round FAMILY KIND NUMBER: prints whether the model is the undisturbed one.
round() {
    local name=$1-$2-$3 victim worker status=0
    submit "$1" "$name"
    await_checkpoint "$name" $((1 + $3 % 2)) || return 1
    worker=$((1 + RANDOM % 2))
    case $2 in
        executor) victim=$(pgrep -P "$(cat "$home/run/worker-$worker.pid")" | head -n 1) ;;
        worker) victim=$(cat "$home/run/worker-$worker.pid") ;;
        driver) victim=$driver ;;
    esac
    kill -9 "$victim"
    if [ -e "$scratch/$name/out/model.zip" ]; then
        echo "$name: killed too late, the training was over" >&2
        return 1
    fi
    if [ "$2" = worker ]; then
        "$tools/spark-cluster.sh" worker "$home" "$worker"
    fi
    if [ "$2" = driver ]; then
        wait "$driver" 2> /dev/null || :
        submit "$1" "$name"
    fi
    wait "$driver" 2> /dev/null || status=$?
    if [ $status -ne 0 ]; then
        echo "$name: exit code $status: see $scratch/$name.log" >&2
        return 1
    fi
    cmp "$scratch/$1-undisturbed/out/model.zip" "$scratch/$name/out/model.zip"
}

declare -A good
failed=0
for family in ${FAMILIES:-vae dcgan}; do
    submit "$family" "$family-undisturbed"
    wait "$driver" || {
        echo "the undisturbed training of $family failed: see $scratch/$family-undisturbed.log" >&2
        exit 1
    }
done
for number in $(seq 1 "$rounds"); do
    for family in ${FAMILIES:-vae dcgan}; do
        for kind in ${KINDS:-executor worker driver}; do
            case=$family-$kind
            if round "$family" "$kind" "$number"; then
                good[$case]=$((${good[$case]:-0} + 1))
            else
                failed=1
            fi
            echo "$family, kill -9 of the $kind: ${good[$case]:-0} of $number ended with the same bytes"
        done
    done
done
exit $failed
