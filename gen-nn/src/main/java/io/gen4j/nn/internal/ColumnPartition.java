package io.gen4j.nn.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.function.Consumer;

/** Splits a layer among threads by its columns: each thread computes some outputs for all rows of the batch. */
public final class ColumnPartition {

    /** The number of columns that BLAS's kernels compute at once. */
    private static final int GRAIN = 16;

    /** The least number of columns that is worth another thread. */
    private static final int LEAST = 64;

    private ColumnPartition() {}

    /**
     * A range of columns.
     *
     * @param from the first column
     * @param to the column after the last one
     */
    public record Slice(int from, int to) {

        public int width() {
            return to - from;
        }
    }

    /** Runs {@code task} for all columns. The bounds of the slices depend only on the number of threads. */
    public static void run(int columns, Consumer<Slice> task) {
        WorkerPool team = WorkerPool.shared();
        int parts = HostMemory.isLocal() ? Math.min(team.size(), Math.max(1, columns / LEAST)) : 1;
        team.run(parts, part -> task.accept(new Slice(bound(columns, part, parts), bound(columns, part + 1, parts))));
    }

    private static int bound(int columns, int part, int parts) {
        return part == parts ? columns : (int) ((long) columns * part / parts / GRAIN * GRAIN);
    }
}
