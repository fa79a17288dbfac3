package io.gen4j.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.nn.optim.GradientExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Timeout(60)
class ShardGroupTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** 1 + 2^-24 + 2^-24 is 1 from the left and 1 + 2^-23 from the right. */
    @Test
    void addsInTheOrderOfTheShards() throws Exception {
        float tiny = (float) Math.pow(2, -24);
        ShardGroup group = new ShardGroup(Sharding.local(3), ShardLink.NONE);
        List<INDArray> arrays =
                List.of(Nd4j.createFromArray(1f), Nd4j.createFromArray(tiny), Nd4j.createFromArray(tiny));
        run(group, arrays);
        for (INDArray array : arrays) {
            assertArrayEquals(new float[] {1f}, array.toFloatVector());
        }
        ShardGroup reversed = new ShardGroup(Sharding.local(3), ShardLink.NONE);
        List<INDArray> other =
                List.of(Nd4j.createFromArray(tiny), Nd4j.createFromArray(tiny), Nd4j.createFromArray(1f));
        run(reversed, other);
        assertArrayEquals(new float[] {1f + 2 * tiny}, other.get(0).toFloatVector());
    }

    @Test
    void sumsArraysOfManyBlocksAndAgain() throws Exception {
        ShardGroup group = new ShardGroup(Sharding.local(2), ShardLink.NONE);
        for (int length : new int[] {10_000, 3, 4096, 4097}) {
            List<INDArray> arrays = List.of(
                    Nd4j.arange(length).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT),
                    Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, length));
            run(group, arrays);
            for (int i = 0; i < length; i++) {
                assertEquals(i + 1f, arrays.get(1).getFloat(i));
            }
        }
    }

    @Test
    void aBrokenLinkFailsEveryShard() throws Exception {
        ShardLink broken = new ShardLink() {
            @Override
            public void sum(float[] sums, int length, OwnShards own) throws IOException {
                throw new IOException("rank 1 is gone");
            }

            @Override
            public void close() {}
        };
        ShardGroup group = new ShardGroup(Sharding.local(2), broken);
        List<Future<?>> futures = submit(group, List.of(Nd4j.createFromArray(1f), Nd4j.createFromArray(1f)));
        List<String> messages = new ArrayList<>();
        for (Future<?> future : futures) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
            messages.add(e.getCause().getMessage());
        }
        assertEquals(
                1,
                messages.stream()
                        .filter(text -> text.contains("rank 1 is gone"))
                        .count(),
                messages::toString);
    }

    @Test
    void anAbandonedGroupLetsNobodyWait() throws Exception {
        ShardGroup group = new ShardGroup(Sharding.local(2), ShardLink.NONE);
        Future<?> waiting = threads.submit(() -> group.member(0).sum(Nd4j.createFromArray(1f)));
        group.abandon();
        ExecutionException e = assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
        assertInstanceOf(ShardGroup.AbandonedException.class, e.getCause());
        Future<?> late = threads.submit(() -> group.member(1).sum(Nd4j.createFromArray(1f)));
        assertThrows(ExecutionException.class, () -> late.get(30, TimeUnit.SECONDS));
    }

    private void run(ShardGroup group, List<INDArray> arrays) throws Exception {
        for (Future<?> future : submit(group, arrays)) {
            future.get(30, TimeUnit.SECONDS);
        }
    }

    private List<Future<?>> submit(ShardGroup group, List<INDArray> arrays) {
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            GradientExchange member = group.member(i);
            INDArray array = arrays.get(i);
            futures.add(threads.submit(() -> member.sum(array)));
        }
        return futures;
    }
}
