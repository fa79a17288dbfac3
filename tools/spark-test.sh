#!/bin/sh
# Runs the app on Spark, and a real standalone cluster in which processes are killed: spark-test.sh [ROUNDS]. Needs Maven's Spark.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$root/tools/spark-cluster.sh" home "$scratch/spark"
export SPARK_HOME="$scratch/spark"
gen=$root/gen

$gen train vae --data synthetic --limit 400 --epochs 2 --hidden 16 --latent 3 --batch-size 20 --spark 'local-cluster[2,1,1024]' \
    --spark-conf spark.executor.memory=512m --out "$scratch/vae"
test -s "$scratch/vae/model.zip"
test ! -e "$scratch/vae/spark"
$gen sample --run "$scratch/vae" --count 1000 --spark 'local[2]' --out "$scratch/digits.idx"
$gen sample --run "$scratch/vae" --count 20 --spark 'local[2]' --out "$scratch/pictures"
test "$(find "$scratch/pictures" -name '*.png' | wc -l)" -eq 20
$gen train vae --data "$scratch/digits.idx" --epochs 1 --hidden 16 --latent 3 --out "$scratch/again"

for jar in "$root"/gen-spark/target/gen-spark-*-submit.jar; do
    "$root/tools/spark-kill-test.sh" "$scratch/spark" "$jar" "${1:-1}"
done
echo "Spark: the app trained and drew, and killed processes changed nothing"
