package io.gen4j.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams that all follow from one seed. A stream is named by its purpose and an index, such as the
 * step that it serves, and starts afresh each time that it is asked for: nothing is carried from step to step, so a
 * training that stops and resumes at step n draws what it would have drawn.
 *
 * @param seed any value
 */
public record RandomStreams(long seed) implements RandomSource {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    @Override
    public RandomGenerator stream(String purpose, long index) {
        return FACTORY.create(mix(mix(mix(seed) + purpose.hashCode()) + index));
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of the result depends on every bit given. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
