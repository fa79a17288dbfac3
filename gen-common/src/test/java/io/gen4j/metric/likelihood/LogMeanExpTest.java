package io.gen4j.metric.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LogMeanExpTest {

    private static double of(double... numbers) {
        LogMeanExp mean = new LogMeanExp();
        for (double number : numbers) {
            mean.add(number);
        }
        return mean.get();
    }

    @Test
    void isTheLogarithmOfTheMean() {
        assertEquals(Math.log((1 + 2 + 3) / 3.0), of(Math.log(1), Math.log(3), Math.log(2)), 1e-12);
    }

    @Test
    void neitherOverflowsNorVanishes() {
        assertEquals(-1e5 + Math.log(0.5), of(-1e5, -2e5), 1e-9);
        assertEquals(1e5 + Math.log(0.5), of(-1e5, 1e5), 1e-9);
        assertEquals(-1e5, of(-1e5, -1e5, -1e5), 1e-9);
    }

    @Test
    void anImpossibleDrawCountsAsZero() {
        assertEquals(Math.log(0.5), of(Double.NEGATIVE_INFINITY, 0), 1e-12);
        assertEquals(Double.NEGATIVE_INFINITY, of(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }

    @Test
    void passesOnWhatIsNoNumber() {
        assertTrue(Double.isNaN(of(0, Double.NaN, 1)));
    }
}
