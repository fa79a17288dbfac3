package io.gen4j.reference;

import io.gen4j.interop.Tensor;
import io.gen4j.random.RandomSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Gives the numbers that another program drew, as it wrote them down: by {@code PURPOSE/INDEX}. */
record RecordedRandom(Map<String, Tensor> draws) implements RandomSource {

    @Override
    public RandomGenerator stream(String purpose, long index) {
        Tensor recorded = draws.get(purpose + "/" + index);
        if (recorded == null) {
            return new Replay(new float[0], new long[0]);
        }
        return recorded.type().isFloat()
                ? new Replay(recorded.floats(), new long[0])
                : new Replay(new float[0], recorded.longs());
    }

    /** Fails where other numbers are asked for, or more of them; what is never asked for need not be there. */
    private static final class Replay implements RandomGenerator {

        private final float[] normal;
        private final long[] integers;
        private int position;

        Replay(float[] normal, long[] integers) {
            this.normal = normal;
            this.integers = integers;
        }

        @Override
        public double nextGaussian() {
            return normal[position++];
        }

        @Override
        public int nextInt(int origin, int bound) {
            return (int) integers[position++];
        }

        @Override
        public long nextLong() {
            throw new UnsupportedOperationException("only normal draws and bounded integers were recorded");
        }
    }
}
