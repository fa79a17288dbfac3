package io.gen4j.random;

import java.util.random.RandomGenerator;

/** Where a training draws its random numbers from. Usually {@link RandomStreams}. */
@FunctionalInterface
public interface RandomSource {

    /**
     * A stream, at its start.
     *
     * @param purpose what the numbers are for: streams of different purposes are unrelated
     * @param index which of the purpose's streams, for instance a step or an epoch
     */
    RandomGenerator stream(String purpose, long index);
}
