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
 * @param gemmShare the training's minimum FLOP/s as a share of a large GEMM's
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
        @JsonProperty("peak_memory_mb") long peakMemoryMegabytes) {}
