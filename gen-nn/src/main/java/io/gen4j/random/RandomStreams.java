package io.gen4j.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random streams from one seed. Use them wherever a result must be reproducible.
 *
 * <p>A purpose and an index, such as a step, name a stream. The stream starts again each time you ask for it, so no
 * state passes from step to step. A training that stops and resumes at step n therefore draws the same numbers as one
 * without a break.
 *
 * @param seed any value
 */
public record RandomStreams(long seed) implements RandomSource {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY = factory("L64X128MixRandom");

    /** Java 17 looks for algorithms by the context class loader, and those of plug-in hosts may know none. */
    private static RandomGeneratorFactory<RandomGenerator> factory(String algorithm) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(RandomStreams.class.getClassLoader());
        try {
            return RandomGeneratorFactory.of(algorithm);
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    @Override
    public RandomGenerator stream(String purpose, long index) {
        return FACTORY.create(mix(mix(mix(seed) + purpose.hashCode()) + index));
    }

    /**
     * The finalizer of SplitMix64 (Steele, Lea and Flood 2014). Every bit of the result depends on every bit of the
     * argument.
     */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
