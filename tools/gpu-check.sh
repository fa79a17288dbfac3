#!/bin/sh
# Checks Gen4J on an NVIDIA card in about ten minutes, and writes a report to attach to a bug report:
#   tools/gpu-check.sh [REPORT]
# It needs what docs/gpu.md lists, and what a build needs: JDK 17 and Maven 3.8. It trains on drawn digits, and downloads
# no images.
set -u
cd "$(dirname "$0")/.." || exit 1
report=${1:-gpu-report.txt}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

say() {
    echo "$*" | tee -a "$report"
}

# check NAME COMMAND...: runs the command, and adds its last lines to the report.
check() {
    name=$1
    shift
    started=$(date +%s)
    if "$@" > "$work/log" 2>&1; then
        result=ok
    else
        result="FAILED (exit code $?)"
        failures=$((failures + 1))
    fi
    say "== $name: $result, $(($(date +%s) - started)) s"
    tail -n 40 "$work/log" | sed 's/^/   /' >> "$report"
}

: > "$report" || exit 1
say "Gen4J on a card, $(date -u +%Y-%m-%dT%H:%M:%SZ), commit $(git rev-parse --short HEAD 2> /dev/null || echo unknown)"
check "driver and card" nvidia-smi
check "gen info" ./gen --cuda info
if [ "$failures" -gt 0 ]; then
    say "stopped: the card cannot be used; the lines above say why"
    exit 1
fi

# The tests of the ND4J engine: layers, steps against PyTorch, a hundred steps against the host's engine.
check "equality tests" mvn -q -Pcuda verify -pl gen-nn,gen-common,gen-vae,gen-gan,gen-cgan,gen-dcgan \
    -Dtest='DeviceNetworkTest,Device*PyTorchTest,EngineEqualityTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=None -Dfailsafe.failIfNoSpecifiedTests=false

for model in ae vae gan cgan dcgan; do
    check "one epoch of $model" ./gen --cuda train "$model" --epochs 1 --data synthetic --limit 6000 --out "$work/$model"
    check "a sample of $model" ./gen --cuda sample --run "$work/$model" --out "$work/$model.png"
done

check "bench, ND4J engine" env GEN_ENGINE=nd4j ./gen --cuda bench --seconds 5 --data synthetic --limit 6000
check "bench, host engine" env GEN_ENGINE=host ./gen --cuda bench --seconds 5 --data synthetic --limit 6000

say "$failures of the checks failed; the report is $report"
[ "$failures" -eq 0 ]
