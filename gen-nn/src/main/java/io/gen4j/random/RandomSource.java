package io.gen4j.random;

import java.util.random.RandomGenerator;

/**
 * The source of a training's random numbers. Usually {@link RandomStreams}; implement it for a generator of your own.
 */
@FunctionalInterface
public interface RandomSource {

    /**
     * Returns a stream at its start.
     *
     * @param purpose the use of the numbers; streams of different purposes are independent
     * @param index the number of the stream within the purpose, for instance a step or an epoch; any number
     */
    RandomGenerator stream(String purpose, long index);
}
