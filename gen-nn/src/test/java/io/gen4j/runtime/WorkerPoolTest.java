package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    @Test
    void refusesAPoolWithoutThreads() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> new WorkerPool(0));
        assertEquals("size is 0: must be at least 1", e.getMessage());
    }

    @Test
    void idleThreadsEndAndStartAgainWithTheNextWork() throws InterruptedException {
        WorkerPool shortLived = new WorkerPool(3, TimeUnit.MILLISECONDS.toNanos(20));
        for (int round = 0; round < 3; round++) {
            List<Thread> threads = threadsOf(shortLived);
            assertTrue(threads.size() >= 2, threads::toString);
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(10_000);
                    assertFalse(thread.isAlive(), thread::toString);
                }
            }
        }
    }

    /** At every moment of a thread's end there is a caller who needs it. */
    @Test
    void noWorkIsLostWhileThreadsEnd() {
        WorkerPool shortLived = new WorkerPool(3, 1000);
        for (int round = 0; round < 3000; round++) {
            AtomicIntegerArray done = new AtomicIntegerArray(5);
            shortLived.run(5, done::incrementAndGet);
            assertEquals("[1, 1, 1, 1, 1]", done.toString());
        }
    }

    @Test
    void threadsInheritNothingFromTheirCaller() throws Exception {
        ClassLoader foreign = new ClassLoader(null) {};
        ThreadGroup group = new ThreadGroup("caller");
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        List<Thread> workers = new CopyOnWriteArrayList<>();
        List<String> values = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(group, () -> {
            inherited.set("the caller's");
            WorkerPool pool = new WorkerPool(3);
            CountDownLatch together = new CountDownLatch(3);
            pool.run(3, part -> {
                workers.add(Thread.currentThread());
                values.add(String.valueOf(inherited.get()));
                await(together);
            });
        });
        caller.setContextClassLoader(foreign);
        caller.start();
        caller.join();
        workers.remove(caller);
        values.remove("the caller's");
        assertEquals(List.of("null", "null"), values);
        assertEquals(2, workers.size());
        for (Thread worker : workers) {
            assertTrue(worker.isDaemon());
            assertSame(WorkerPool.class.getClassLoader(), worker.getContextClassLoader());
            assertNotEquals("caller", worker.getThreadGroup().getName());
        }
    }

    @Test
    void anIdlePoolHoldsOnToNoTask() throws InterruptedException {
        WorkerPool pool = new WorkerPool(2);
        WeakReference<Object> used = new WeakReference<>(use(pool));
        for (int i = 0; i < 50 && used.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(used.get());
    }

    private static Object use(WorkerPool pool) {
        Object large = new byte[1000];
        pool.run(2, part -> large.hashCode());
        return large;
    }

    private static List<Thread> threadsOf(WorkerPool pool) {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch together = new CountDownLatch(pool.size());
        pool.run(pool.size(), part -> {
            threads.add(Thread.currentThread());
            await(together);
        });
        return threads;
    }

    private static void await(CountDownLatch together) {
        together.countDown();
        try {
            together.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void countsTheTimeOfWorkAndOfWaiting() {
        WorkerPool two = new WorkerPool(2);
        two.run(2, part -> sleep(part == 0 ? 60 : 20));
        long job = two.jobNanos();
        long work = two.workNanos();
        assertTrue(job >= TimeUnit.MILLISECONDS.toNanos(60), () -> "job " + job);
        assertTrue(work >= TimeUnit.MILLISECONDS.toNanos(80), () -> "work " + work);
        assertTrue(2 * job - work >= TimeUnit.MILLISECONDS.toNanos(20), () -> "job " + job + ", work " + work);
        two.run(1, part -> sleep(10));
        assertEquals(job, two.jobNanos(), "work of the calling thread alone");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
