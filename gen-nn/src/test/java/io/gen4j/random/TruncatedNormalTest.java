package io.gen4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncatedNormalTest {

    private static RandomGenerator source() {
        return new RandomStreams(1).stream("test", 0);
    }

    /** The variance of a standard normal distribution within ±1 is 1 - 2 φ(1) / (2 Φ(1) - 1) = 0.2911. */
    @Test
    void staysWithinTheThreshold() {
        TruncatedNormal normal = new TruncatedNormal(source(), 1);
        int n = 100_000;
        double squares = 0;
        double sum = 0;
        double greatest = 0;
        for (int i = 0; i < n; i++) {
            double drawn = normal.nextGaussian();
            sum += drawn;
            squares += drawn * drawn;
            greatest = Math.max(greatest, Math.abs(drawn));
        }
        assertEquals(0, sum / n, 0.01);
        assertEquals(0.2911, squares / n, 0.005);
        assertTrue(greatest <= 1 && greatest > 0.99, "greatest is " + greatest);
    }

    @Test
    void aWideThresholdChangesNothing() {
        RandomGenerator plain = source();
        TruncatedNormal normal = new TruncatedNormal(source(), 100);
        for (int i = 0; i < 100; i++) {
            assertEquals(plain.nextGaussian(), normal.nextGaussian());
        }
        assertEquals(plain.nextLong(), normal.nextLong());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e-4, Double.NaN})
    void refusesThresholdsThatHardlyANumberPasses(double threshold) {
        String message = assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(source(), threshold))
                .getMessage();
        assertTrue(message.startsWith("truncation is " + threshold), message);
    }
}
