package io.gen4j.nn.internal;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.function.Consumer;

/** Shares out a layer among the threads by its columns: each computes some outputs, for all rows of the batch. */
public final class ColumnPartition {

    /** BLAS's kernels compute so many numbers at once. */
    private static final int GRAIN = 16;

    /** Fewer columns are not worth a second thread. */
    private static final int LEAST = 64;

    private ColumnPartition() {}

    /**
     * Some columns.
     *
     * @param from the first
     * @param to the one after the last
     */
    public record Slice(int from, int to) {

        public int width() {
            return to - from;
        }
    }

    /** Has {@code task} done for all columns; where their bounds lie depends on how many threads there are alone. */
    public static void run(int columns, Consumer<Slice> task) {
        WorkerPool team = WorkerPool.shared();
        int parts = HostMemory.isLocal() ? Math.min(team.size(), Math.max(1, columns / LEAST)) : 1;
        team.run(parts, part -> task.accept(new Slice(bound(columns, part, parts), bound(columns, part + 1, parts))));
    }

    private static int bound(int columns, int part, int parts) {
        return part == parts ? columns : (int) ((long) columns * part / parts / GRAIN * GRAIN);
    }
}
