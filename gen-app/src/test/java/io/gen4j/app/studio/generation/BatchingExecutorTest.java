package io.gen4j.app.studio.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class BatchingExecutorTest {

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void endCallers() {
        callers.shutdownNow();
    }

    @Test
    void whatComesMeanwhileGoesIntoOneCall() throws InterruptedException {
        try (BatchingExecutor executor = executor(100, 100)) {
            CompletableFuture<float[][]> first = ask(executor, 1, 1);
            busy.await();
            List<CompletableFuture<float[][]>> meanwhile = new ArrayList<>();
            for (int i = 2; i < 6; i++) {
                meanwhile.add(ask(executor, 2, i));
                awaitWaiting(executor, 2 * meanwhile.size());
            }
            release.countDown();
            assertArrayEquals(new float[][] {{11}}, first.join());
            for (int i = 2; i < 6; i++) {
                float[] row = {10 * i + i};
                assertArrayEquals(new float[][] {row, row}, meanwhile.get(i - 2).join());
            }
            assertEquals(List.of(1, 8), calls);
        }
    }

    @Test
    void aCallHasNoMoreRowsThanAllowed() throws InterruptedException {
        try (BatchingExecutor executor = executor(4, 100)) {
            List<CompletableFuture<float[][]>> all = new ArrayList<>();
            all.add(ask(executor, 1, 1));
            busy.await();
            for (int i = 1; i < 4; i++) {
                all.add(ask(executor, 2, i));
                awaitWaiting(executor, 2 * i);
            }
            all.add(ask(executor, 9, 1));
            awaitWaiting(executor, 15);
            release.countDown();
            all.forEach(CompletableFuture::join);
            assertEquals(List.of(1, 4, 2, 9), calls);
        }
    }

    @Test
    void tooManyAreRefused() throws InterruptedException {
        try (BatchingExecutor executor = executor(4, 3)) {
            CompletableFuture<float[][]> first = ask(executor, 1, 1);
            busy.await();
            CompletableFuture<float[][]> second = ask(executor, 3, 1);
            awaitWaiting(executor, 3);
            CompletionException refused = assertThrows(
                    CompletionException.class, () -> ask(executor, 1, 1).join());
            assertEquals(RejectedExecutionException.class, refused.getCause().getClass());
            release.countDown();
            first.join();
            second.join();
        }
    }

    @Test
    void aFailureReachesThoseWhoAsked() {
        try (BatchingExecutor executor = new BatchingExecutor(
                        "test",
                        (rows, labels) -> {
                            throw new IllegalArgumentException("no");
                        },
                        4,
                        4);
                INDArray rows = Nd4j.ones(1, 1)) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        "no",
                        assertThrows(IllegalArgumentException.class, () -> executor.apply(rows, new int[0]))
                                .getMessage());
            }
        }
    }

    @Test
    void oneThatIsClosedRefuses() {
        BatchingExecutor executor = executor(4, 4);
        executor.close();
        try (INDArray rows = Nd4j.ones(1, 1)) {
            assertThrows(RejectedExecutionException.class, () -> executor.apply(rows, new int[] {1}));
        }
    }

    /** Makes ten times the row plus the label of it; the first call waits until it is released. */
    private BatchingExecutor executor(int rowsInOneCall, int rowsWaiting) {
        return new BatchingExecutor(
                "test",
                (rows, labels) -> {
                    calls.add((int) rows.size(0));
                    busy.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    float[][] result = rows.mul(10).toFloatMatrix();
                    for (int i = 0; i < labels.length; i++) {
                        result[i][0] += labels[i];
                    }
                    return Nd4j.createFromArray(result);
                },
                rowsInOneCall,
                rowsWaiting);
    }

    private CompletableFuture<float[][]> ask(BatchingExecutor executor, int count, int value) {
        return CompletableFuture.supplyAsync(
                () -> {
                    int[] labels = new int[count];
                    Arrays.fill(labels, value);
                    try (INDArray rows = Nd4j.valueArrayOf(new long[] {count, 1}, (float) value);
                            INDArray result = executor.apply(rows, labels)) {
                        return result.toFloatMatrix();
                    }
                },
                callers);
    }

    private static void awaitWaiting(BatchingExecutor executor, int rows) throws InterruptedException {
        while (executor.waitingRows() != rows) {
            Thread.sleep(1);
        }
    }
}
