package io.gen4j.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The result for one model.
 *
 * @param engine program and version
 * @param model family's name
 * @param batch images in one update, and in one sample
 * @param threads that the native libraries were given
 * @param trainImagesPerSecond training images per second
 * @param sampleImagesPerSecond images drawn per second
 * @param gemmShare minimum arithmetic of training per second, as a share of a large matrix product's
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
