package io.gen4j.nn.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.random.RandomStreams;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {

    /** Chances beside those that a sixteenth of bits can tell. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 3e-6, 7.6e-6, 1e-5, 1e-4, 1e-3, 0.0039, 0.00391, 0.3, 0.5, 0.999})
    void dropsAsManyAsTheChanceSays(double chance) {
        int values = 4_000_000;
        Dropout dropout = new Dropout(chance);
        dropout.draw(values, 1000, new RandomStreams(1).stream("dropout", 1));
        float[] ones = new float[values];
        Arrays.fill(ones, 1f);
        dropout.apply(ones, 0, values);
        int dropped = 0;
        for (float value : ones) {
            dropped += value == 0f ? 1 : 0;
        }
        double deviation = Math.sqrt(values * chance * (1 - chance));
        assertEquals(values * chance, dropped, 5 * deviation + 0.002 * values * chance);
    }

    /** A training must draw the same numbers for ever: each row begins with a new one, which serves four values. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 9, 256})
    void takesSixteenBitsPerValue(int width) {
        RandomGenerator random = new RandomStreams(1).stream("dropout", 1);
        float[] expected = new float[3 * width];
        for (int i = 0; i < expected.length; i += width) {
            long bits = 0;
            for (int j = 0; j < width; j++) {
                bits = j % 4 == 0 ? random.nextLong() : bits >>> 16;
                expected[i + j] = (bits & 0xffff) < 0.4 * 65_536 ? 0f : 1 / 0.6f;
            }
        }
        float[] drawn = new Dropout(0.4).draw(3 * width, width, new RandomStreams(1).stream("dropout", 1));
        assertArrayEquals(expected, drawn, 1e-6f);
    }
}
