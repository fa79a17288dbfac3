package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

    private final WorkerPool team = new WorkerPool(3);

    @Test
    void doesEachPartOnce() {
        for (int round = 0; round < 2000; round++) {
            AtomicIntegerArray done = new AtomicIntegerArray(7);
            team.run(7, done::incrementAndGet);
            assertEquals("[1, 1, 1, 1, 1, 1, 1]", done.toString());
        }
    }

    @Test
    void worksForOneCallerAndLetsOthersDoTheirWorkThemselves() throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        AtomicIntegerArray done = new AtomicIntegerArray(4);
        for (int i = 0; i < 4; i++) {
            Thread caller =
                    new Thread(() -> IntStream.range(0, 500).forEach(round -> team.run(4, done::incrementAndGet)));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals("[2000, 2000, 2000, 2000]", done.toString());
    }

    @Test
    void worksWithinItsOwnWork() {
        AtomicIntegerArray done = new AtomicIntegerArray(3);
        team.run(3, outer -> team.run(3, done::incrementAndGet));
        assertEquals("[3, 3, 3]", done.toString());
    }

    @Test
    void passesAFailureOn() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> team.run(5, part -> {
                    if (part == 3) {
                        throw new IllegalStateException("part 3");
                    }
                }));
        assertEquals("part 3", failure.getMessage());
        team.run(2, part -> {});
    }
}
