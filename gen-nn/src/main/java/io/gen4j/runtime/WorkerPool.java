package io.gen4j.runtime;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small thread pool for work that takes microseconds. Use {@link #shared()} for numeric loops. The calling thread
 * also works, and waits only for parts that other threads have started.
 *
 * <p>Idle threads spin, then yield, then park, because waking a thread can take longer than the work. They end after a
 * second without work, and the next work starts them again. They are daemons and inherit nothing from the thread that
 * starts them. An undeployed web application therefore leaves no thread and no class loader behind.
 */
public final class WorkerPool {

    /** The time after which an idle thread yields. */
    private static final long SPIN_NANOS = 50_000;

    /**
     * The time after which an idle thread parks. It exceeds the time to draw latents and allocate arrays, so threads
     * stay awake while you sample.
     */
    private static final long PARK_NANOS = 300_000;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SPINS = 64;

    private final Worker[] workers;
    private final long idleNanos;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong jobNanos = new AtomicLong();
    private final AtomicLong workNanos = new AtomicLong();
    private volatile @Nullable Job job;
    private long jobs;

    /**
     * Makes a pool without threads. The first work starts them.
     *
     * @param size the number of working threads, including the calling one, at least 1
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public WorkerPool(int size) {
        this(size, IDLE_NANOS);
    }

    /** @param idleNanos the time in nanoseconds that a thread waits for work before it ends */
    WorkerPool(int size, long idleNanos) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ": must be at least 1");
        }
        this.idleNanos = idleNanos;
        this.workers = IntStream.range(1, size).mapToObj(Worker::new).toArray(Worker[]::new);
    }

    /**
     * The pool of all Gen4J loops. It has {@link NativeSettings#threads()} threads, or one on a {@link
     * SingleWorkerThread}.
     */
    public static WorkerPool shared() {
        return Thread.currentThread() instanceof SingleWorkerThread ? Single.POOL : Shared.POOL;
    }

    private static final class Single {
        static final WorkerPool POOL = new WorkerPool(1);
    }

    private static final class Shared {
        static final WorkerPool POOL = new WorkerPool(NativeSettings.threads());
    }

    /** The number of working threads, including the calling one. */
    public int size() {
        return workers.length + 1;
    }

    /**
     * The time in nanoseconds that work on several threads has taken so far, by the clock. Work that the calling thread
     * does alone does not count.
     */
    public long jobNanos() {
        return jobNanos.get();
    }

    /** The time in nanoseconds that all threads together have worked in {@link #jobNanos}. They waited for the rest. */
    public long workNanos() {
        return workNanos.get();
    }

    /**
     * Runs {@code task} for each part from 0 on, and returns when all parts are done. If the pool is busy with another
     * caller's work, the calling thread does all parts itself.
     *
     * @param parts 0 or more
     * @param task the work on one part; its result must not depend on the thread or the order
     * @throws IllegalArgumentException if {@code parts} is negative
     */
    public void run(int parts, IntConsumer task) {
        Objects.requireNonNull(task, "task");
        if (parts < 0) {
            throw new IllegalArgumentException("parts is " + parts + ": must be at least 0");
        }
        if (parts < 2 || workers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                task.accept(part);
            }
            return;
        }
        long start = System.nanoTime();
        try {
            Job newJob = new Job(++jobs, parts, task);
            job = newJob;
            for (Worker worker : workers) {
                worker.wake();
            }
            newJob.help();
            newJob.await();
        } finally {
            job = null;
            busy.set(false);
            jobNanos.addAndGet(System.nanoTime() - start);
        }
    }

    private final class Job {

        private final long number;
        private final int parts;
        private final IntConsumer task;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(long number, int parts, IntConsumer task) {
            this.number = number;
            this.parts = parts;
            this.task = task;
        }

        void help() {
            long start = System.nanoTime();
            for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
                try {
                    task.accept(part);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    // Before the part is done: the caller may read the sum as soon as all parts are.
                    long now = System.nanoTime();
                    workNanos.addAndGet(now - start);
                    start = now;
                    done.incrementAndGet();
                }
            }
        }

        void await() {
            long start = System.nanoTime();
            while (done.get() < parts) {
                pause(System.nanoTime() - start);
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    /** Spins once; after a long wait, yields. */
    private static void pause(long waited) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
        if (waited > SPIN_NANOS) {
            Thread.yield();
        }
    }

    private enum State {
        ENDED,
        AWAKE,
        PARKED
    }

    /** The work of one thread, and of its successors. */
    private final class Worker implements Runnable {

        private final String name;
        private final AtomicReference<State> state = new AtomicReference<>(State.ENDED);
        private volatile @Nullable Thread thread;

        Worker(int number) {
            name = "gen4j-" + number;
        }

        void wake() {
            switch (state.get()) {
                case PARKED -> LockSupport.unpark(thread);
                case ENDED -> {
                    if (state.compareAndSet(State.ENDED, State.AWAKE)) {
                        Thread started = newThread(this, name);
                        thread = started;
                        started.start();
                    }
                }
                case AWAKE -> {}
            }
        }

        /** Remembers a job only by its number, so an idle thread keeps no arrays alive. */
        @Override
        public void run() {
            long last = 0;
            while (true) {
                @Nullable Job next = next(last);
                if (next == null) {
                    return;
                }
                last = next.number;
                next.help();
            }
        }

        private @Nullable Job next(long last) {
            long start = System.nanoTime();
            while (true) {
                @Nullable Job next = newer(last);
                if (next != null) {
                    return next;
                }
                long waited = System.nanoTime() - start;
                if (waited > idleNanos) {
                    // Checks once more after it announced its end. An earlier caller saw a living thread and did not
                    // start another one.
                    state.set(State.ENDED);
                    if (newer(last) == null || !state.compareAndSet(State.ENDED, State.AWAKE)) {
                        return null;
                    }
                } else if (waited > PARK_NANOS) {
                    park(last, idleNanos - waited);
                } else {
                    pause(waited);
                }
            }
        }

        private void park(long last, long nanos) {
            state.set(State.PARKED);
            if (newer(last) == null) {
                LockSupport.parkNanos(this, nanos);
            }
            state.set(State.AWAKE);
        }

        private @Nullable Job newer(long last) {
            Job current = job;
            return current != null && current.number > last ? current : null;
        }
    }

    /**
     * Makes a daemon thread. A plain one would keep its caller's class loader, thread group and protection domains.
     */
    @SuppressWarnings("removal") // no other way to leave out the caller's protection domains on Java 17
    private static Thread newThread(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(rootGroup(), work, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(WorkerPool.class.getClassLoader());
            return thread;
        });
    }

    private static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
