#!/usr/bin/env bash
# Where the processor time of a model's training goes, in percent: step-profile.sh MODEL [SECONDS] [options of gen bench]
# Needs Linux's perf. One thread, so that nothing waits. The lines sum to 100.
set -euo pipefail

model=${1:?"name a model: vae, gan, cgan or dcgan"}
seconds=${2:-12}
shift $(($# < 2 ? $# : 2))
home=$(cd "$(dirname "$0")/../.." && pwd)
samples=$(mktemp)
trap 'rm -f "$samples"' EXIT

# The JVM names its compiled methods for perf at its end.
export JAVA_TOOL_OPTIONS="-XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit"
"$home/gen" bench "$model" --threads 1 --seconds "$seconds" "$@" > /dev/null 2>&1 &
program=$!
sleep $((3 + seconds / 3))
perf record --quiet --freq 499 --event cpu-clock --output "$samples" --pid "$program" -- sleep $((seconds * 2 / 3)) > /dev/null
wait "$program"

# The training runs on the thread "java"; the JVM's compilers have their own. What has no name was made at run time by oneDNN: its
# products and convolutions.
perf report --input "$samples" --comms java --no-children --fields overhead,symbol 2> /dev/null | awk '
    $1 !~ /%$/ { next }
    { share = $1; sub("%", "", share) }
    /0x0000|sgemm|brgemm|gemm_driver/ { sum["products and convolutions"] += share; next }
    /Winograd|VectorLoops/ { sum["Winograd transforms"] += share; next }
    /Adam|ChannelBlocks.work|MovingAverage/ { sum["Adam and moving average"] += share; next }
    /ChannelStatistics|BatchNormalization/ { sum["batch normalisation"] += share; next }
    /Im2Col|MatrixConvolution|ChannelOrder/ { sum["im2col and order of channels"] += share; next }
    /memmove|memcpy|jni_|StubRoutines/ { sum["copies between Java and native memory"] += share; next }
    /Dropout/ { sum["dropout"] += share; next }
    /CrossEntropy|Loss|Reparameterization/ { sum["loss"] += share; next }
    /Random|StandardNormal|Gaussian/ { sum["noise"] += share; next }
    /InputRows|memcmp|Divergence/ { sum["checks"] += share; next }
    /Activation|DenseLayerKernel|BiasPass/ { sum["biases and activations"] += share; next }
    { sum["the rest: the JVM, the kernel, small steps"] += share }
    END {
        for (part in sum) total += sum[part]
        for (part in sum) printf "%5.1f %%  %s\n", 100 * sum[part] / total, part
    }' | sort -rn
