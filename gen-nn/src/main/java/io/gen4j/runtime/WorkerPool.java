package io.gen4j.runtime;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A few threads for work that takes microseconds. The calling thread takes parts too, and waits only for parts that others
 * have begun.
 *
 * <p>Idle threads spin, then yield, then park, since waking a thread can take longer than the work. After a second without
 * work they end, and the next work starts them again. They are daemons and inherit nothing from the thread that starts
 * them, so a web application that is undeployed leaves no thread and no class loader behind.
 */
public final class WorkerPool {

    /** Waits longer than this give the processor to other threads. */
    private static final long SPIN_NANOS = 50_000;

    /** Waits longer than this park. Drawing latents and allocating arrays takes less, so sampling keeps threads awake. */
    private static final long PARK_NANOS = 300_000;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SPINS = 64;

    private final Worker[] workers;
    private final long idleNanos;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Job job;
    private long jobs;

    /**
     * A pool without threads; the first work starts them.
     *
     * @param size the number of threads that work at the same time, with the calling one, at least 1
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public WorkerPool(int size) {
        this(size, IDLE_NANOS);
    }

    /** @param idleNanos how long a thread waits for work before it ends */
    WorkerPool(int size, long idleNanos) {
        if (size < 1) {
            throw new IllegalArgumentException("size is " + size + ": must be at least 1");
        }
        this.idleNanos = idleNanos;
        this.workers = IntStream.range(1, size).mapToObj(Worker::new).toArray(Worker[]::new);
    }

    /** The pool of all loops in Gen4J: {@link NativeSettings#threads()} threads, or one on a {@link SingleWorkerThread}. */
    public static WorkerPool shared() {
        return Thread.currentThread() instanceof SingleWorkerThread ? Single.POOL : Shared.POOL;
    }

    private static final class Single {
        static final WorkerPool POOL = new WorkerPool(1);
    }

    private static final class Shared {
        static final WorkerPool POOL = new WorkerPool(NativeSettings.threads());
    }

    /** The number of threads that work at the same time, with the calling one. */
    public int size() {
        return workers.length + 1;
    }

    /**
     * Runs {@code task} for each part from 0 on, and returns when all parts are done. While the pool works for one caller,
     * other callers do all their parts themselves.
     *
     * @param parts 0 or more
     * @param task must not depend on which thread does which part, or when
     */
    public void run(int parts, IntConsumer task) {
        Objects.requireNonNull(task, "task");
        if (parts < 2 || workers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                task.accept(part);
            }
            return;
        }
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
        }
    }

    private static final class Job {

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
            for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
                try {
                    task.accept(part);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
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

    /** Passes a moment; after a long wait, yields. */
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

    /** The work of one thread, and of the threads that take its place. */
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

        /** Remembers a job by its number alone, so that an idle thread holds on to no arrays. */
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
                    // Asks once more after it has said that it ends: a caller that came before that did not start
                    // another.
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

    /** A thread that would otherwise keep the context class loader, the group and the protection domains of its caller. */
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
