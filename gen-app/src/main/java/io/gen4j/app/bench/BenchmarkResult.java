package io.gen4j.app.bench;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one model reached.
 *
 * @param engine program and version
 * @param model family's name
 * @param batch images in one update, and in one sample
 * @param threads that the native libraries were given
 * @param trainImagesPerSecond images learnt from, a second
 * @param sampleImagesPerSecond images drawn, a second
 * @param gemmShare the arithmetic that training needs, by what a matrix product of this machine does in the same time
 * @param peakMemoryMegabytes the most that the process has held resident so far; 0 where the system does not tell
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
