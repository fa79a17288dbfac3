#!/bin/sh
# Checks Gen4J on an NVIDIA card in about ten minutes, and writes a report to attach to a bug report:
#   tools/gpu-check.sh [--processor] [REPORT]
# It needs what docs/gpu.md lists, and what a build needs: JDK 17 and Maven 3.8. It trains on drawn digits, and downloads
# no images. With --processor, the ND4J engine runs on the processor and on fewer images: to try the script without a card.
set -u
usage() {
    echo "usage: tools/gpu-check.sh [--processor] [REPORT]" >&2
    exit 2
}
cuda=--cuda
profile=-Pcuda
images=6000
seconds=5
case ${1:-} in
    --processor)
        shift
        cuda=
        profile=
        images=200
        seconds=1
        export GEN_ENGINE=nd4j
        ;;
    -*) usage ;;
esac
[ $# -le 1 ] || usage
# The report's name is one in the caller's directory.
case ${1:-gpu-report.txt} in
    /*) report=$1 ;;
    *) report=$PWD/${1:-gpu-report.txt} ;;
esac
cd "$(dirname "$0")/.." || exit 1
[ ! -e "$report" ] || {
    echo "gpu-check: $report: exists, choose another name or remove it" >&2
    exit 2
}
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
[ -z "$cuda" ] || check "driver and card" nvidia-smi
check "gen info" ./gen $cuda info
if [ "$failures" -gt 0 ]; then
    say "stopped: the card cannot be used; $report says why"
    exit 1
fi

# The tests of the ND4J engine: layers, steps against PyTorch, a hundred steps against the host's engine.
check "equality tests" mvn -q $profile verify -pl gen-nn,gen-common,gen-vae,gen-gan,gen-cgan,gen-dcgan \
    -Dtest='DeviceNetworkTest,DeviceAugmentationTest,Device*PyTorchTest,EngineEqualityTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=None -Dfailsafe.failIfNoSpecifiedTests=false

# train MODEL OPTION...: an epoch and a sample.
train() {
    name=$*
    run=$work/$(echo "$name" | tr -d ' ')
    check "one epoch of $name" ./gen $cuda train "$@" --epochs 1 --data synthetic --limit "$images" --out "$run"
    check "a sample of $name" ./gen $cuda sample --run "$run" --out "$run.png"
}

for model in ae vae gan cgan dcgan; do
    train "$model"
done
for model in vae gan cgan dcgan; do
    train "$model" --preset best
done

for engine in nd4j host; do
    check "bench, engine $engine" env GEN_ENGINE=$engine ./gen $cuda bench --seconds $seconds --data synthetic --limit "$images"
done

say "$failures of the checks failed; the report is $report"
[ "$failures" -eq 0 ]
