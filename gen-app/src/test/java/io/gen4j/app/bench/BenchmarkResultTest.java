package io.gen4j.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkResultTest {

    @ParameterizedTest
    @CsvSource({
        "0.6, 0.1, 0.3, arithmetic",
        "0.3, 0.2, 0.5, memory",
        "0.2, 0.5, 0.3, waiting",
        "1.0, 0.1, 0.0, arithmetic"
    })
    void namesTheLargestShare(double arithmetic, double waiting, double memory, String bound) {
        BenchmarkResult result = new BenchmarkResult("gen4j", "vae", 128, 2, 1, 1, arithmetic, waiting, 1);
        assertEquals(memory, result.memoryShare(), 1e-9);
        assertEquals(bound, result.bound());
    }

    /** Two threads, ten seconds: four alone, six together, in which one of them worked for half of the time. */
    @Test
    void countsThreadsWithoutWork() {
        Timing timing = new Timing(20, 10_000_000_000L, 6_000_000_000L, 9_000_000_000L, 2);
        assertEquals((4 + 3) / 20.0, timing.waiting(), 1e-9);
        assertEquals(2, timing.rate(), 1e-9);
    }

    @Test
    void oneThreadNeverWaits() {
        assertEquals(0, new Timing(1, 1000, 0, 0, 1).waiting(), 1e-9);
    }
}
