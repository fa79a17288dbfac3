package io.gen4j.app.studio.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An executor that joins simultaneous requests for one network into batches. An idle network starts at once. Requests
 * that arrive during a call go together into the next call. If the waiting rows fit into one call, an answer takes at
 * most the current call and one more.
 */
final class BatchingExecutor implements AutoCloseable {

    /** The network, called on one thread. */
    @FunctionalInterface
    interface RowFunction {
        /**
         * Computes one output row per input row.
         *
         * @param rows {@code [n, inputs]}
         * @param labels one per row, or none at all
         * @return {@code [n, outputs]}, owned by the caller
         */
        INDArray apply(INDArray rows, int[] labels);
    }

    private record Request(INDArray rows, int[] labels, CompletableFuture<INDArray> result) {
        int size() {
            return (int) rows.size(0);
        }
    }

    private final RowFunction function;
    private final int rowsInOneCall;
    private final int rowsWaiting;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Thread worker;
    private int waitingRows;
    private boolean closed;

    /**
     * Starts a thread, which ends with {@link #close()}.
     *
     * @param rowsInOneCall the maximum number of rows in a joined call; a larger request gets its own call
     * @param rowsWaiting the maximum number of waiting rows; further requests are refused
     */
    BatchingExecutor(String name, RowFunction function, int rowsInOneCall, int rowsWaiting) {
        this.function = function;
        this.rowsInOneCall = rowsInOneCall;
        this.rowsWaiting = rowsWaiting;
        worker = new Thread(this::work, name);
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Applies the function and waits for the result.
     *
     * @param rows still owned by the caller
     * @param labels one per row, or none at all, as in all other calls
     * @return owned by the caller
     * @throws RejectedExecutionException if too many rows already wait, or this executor is closed
     */
    INDArray apply(INDArray rows, int[] labels) {
        try {
            return submit(rows, labels).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private synchronized CompletableFuture<INDArray> submit(INDArray rows, int[] labels) {
        Request request = new Request(rows, labels, new CompletableFuture<>());
        if (closed || waitingRows + request.size() > rowsWaiting) {
            throw new RejectedExecutionException("too many requests wait for this model: try again later");
        }
        waiting.add(request);
        waitingRows += request.size();
        notifyAll();
        return request.result();
    }

    /** The number of rows that wait for the next calls. */
    synchronized int waitingRows() {
        return waitingRows;
    }

    private void work() {
        for (List<Request> batch = next(); !batch.isEmpty(); batch = next()) {
            run(batch);
        }
    }

    /** The waiting requests that fit into one call, at least one; none after closing. */
    private synchronized List<Request> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        List<Request> batch = new ArrayList<>();
        int rows = 0;
        while (!waiting.isEmpty() && (batch.isEmpty() || rows + waiting.peek().size() <= rowsInOneCall)) {
            Request request = waiting.remove();
            rows += request.size();
            batch.add(request);
        }
        waitingRows -= rows;
        return batch;
    }

    private void run(List<Request> batch) {
        try {
            if (batch.size() == 1) {
                Request request = batch.get(0);
                request.result().complete(function.apply(request.rows(), request.labels()));
            } else {
                runJoined(batch);
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(request -> request.result().completeExceptionally(e));
        }
    }

    private void runJoined(List<Request> batch) {
        INDArray[] inputs = batch.stream().map(Request::rows).toArray(INDArray[]::new);
        int[] labels = batch.stream()
                .flatMapToInt(request -> IntStream.of(request.labels()))
                .toArray();
        try (INDArray input = Nd4j.concat(0, inputs);
                INDArray output = function.apply(input, labels)) {
            int start = 0;
            for (Request request : batch) {
                int end = start + request.size();
                request.result()
                        .complete(output.get(NDArrayIndex.interval(start, end), NDArrayIndex.all())
                                .dup('c'));
                start = end;
            }
        }
    }

    /** Answers the waiting requests, and accepts no further ones. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
