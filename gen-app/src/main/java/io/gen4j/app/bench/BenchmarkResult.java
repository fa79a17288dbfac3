package io.gen4j.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The result of the benchmark for one model.
 *
 * @param engine program and version
 * @param model name of the family
 * @param batch images in one update, and in one sample
 * @param threads number of threads of the native libraries
 * @param trainImagesPerSecond training images per second
 * @param sampleImagesPerSecond drawn images per second
 * @param gemmShare the training's FLOP/s, counted by direct sums, as a share of a large GEMM's; convolutions with fewer
 *     products raise it
 * @param waitingShare the share of the training's time in which threads waited for each other
 * @param peakMemoryMegabytes peak resident memory of the process so far; 0 if the system does not report it
 */
public record BenchmarkResult(
        @JsonProperty("engine") String engine,
        @JsonProperty("model") String model,
        @JsonProperty("batch") int batch,
        @JsonProperty("threads") int threads,
        @JsonProperty("train_images_per_s") double trainImagesPerSecond,
        @JsonProperty("sample_images_per_s") double sampleImagesPerSecond,
        @JsonProperty("gemm_share") double gemmShare,
        @JsonProperty("waiting_share") double waitingShare,
        @JsonProperty("peak_memory_mb") long peakMemoryMegabytes) {

    /**
     * The share of the training's time for all the rest: passes over activations, weights and gradients, which wait for
     * memory, and the packing of matrices.
     */
    @JsonProperty("memory_share")
    public double memoryShare() {
        return Math.max(0, Math.round(100 * (1 - gemmShare - waitingShare)) / 100.0);
    }

    /** What takes the largest share of the training's time. */
    @JsonProperty("bound")
    public String bound() {
        if (gemmShare >= memoryShare() && gemmShare >= waitingShare) {
            return "arithmetic";
        }
        return memoryShare() >= waitingShare ? "memory" : "waiting";
    }
}
