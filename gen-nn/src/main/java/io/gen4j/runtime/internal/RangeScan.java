package io.gen4j.runtime.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks for numbers outside a range in an array without gaps. It runs in every update, so the threads of the pool share
 * the array.
 */
public final class RangeScan {

    /** Two blocks of this size fit into a first-level cache. */
    private static final int BLOCK = 2048;

    /** Waking a thread takes longer than reading fewer numbers. */
    private static final int SMALLEST_PART = 8 * BLOCK;

    private final INDArray array;
    private final float centre;
    private final float most;

    private RangeScan(INDArray array, float centre, float most) {
        this.array = array;
        this.centre = centre;
        this.most = most;
    }

    /**
     * The index of the first number further than {@code most} from the centre, or NaN; -1 if there is none. Numbers are
     * counted by their position in memory.
     */
    public static long firstBeyond(INDArray array, float centre, float most) {
        return new RangeScan(array, centre, most).firstBeyond();
    }

    /** Whether no number is infinite or NaN. */
    public static boolean isFinite(INDArray array) {
        return firstBeyond(array, 0, Float.MAX_VALUE) < 0;
    }

    private long firstBeyond() {
        WorkerPool pool = WorkerPool.shared();
        long length = array.length();
        int parts = (int) Math.max(1, Math.min(pool.size(), length / SMALLEST_PART));
        AtomicBoolean beyond = new AtomicBoolean();
        pool.run(parts, part -> {
            if (!isWithin(length * part / parts, length * (part + 1) / parts)) {
                beyond.set(true);
            }
        });
        return beyond.get() ? find() : -1;
    }

    private boolean isWithin(long from, long to) {
        float[] values = new float[BLOCK];
        float[] greatest = new float[BLOCK];
        for (long start = from; start < to; start += BLOCK) {
            int length = (int) Math.min(BLOCK, to - start);
            HostMemory.read(array, start, values, length);
            Arrays.fill(values, length, BLOCK, centre);
            keepGreatest(values, centre, greatest);
        }
        return firstBeyond(greatest, BLOCK, 0, most) == BLOCK;
    }

    /**
     * The JIT compiles this loop to vector instructions, and NaN stays. It does so with neither a single maximum nor a
     * part of an array.
     */
    private static void keepGreatest(float[] values, float centre, float[] greatest) {
        for (int i = 0; i < greatest.length; i++) {
            greatest[i] = Math.max(greatest[i], Math.abs(values[i] - centre));
        }
    }

    private long find() {
        float[] values = new float[BLOCK];
        for (long start = 0; start < array.length(); start += BLOCK) {
            int length = (int) Math.min(BLOCK, array.length() - start);
            HostMemory.read(array, start, values, length);
            int i = firstBeyond(values, length, centre, most);
            if (i < length) {
                return start + i;
            }
        }
        return -1;
    }

    private static int firstBeyond(float[] values, int length, float centre, float most) {
        int i = 0;
        while (i < length && Math.abs(values[i] - centre) <= most) {
            i++;
        }
        return i;
    }
}
