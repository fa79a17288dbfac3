package io.gen4j.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share out work which takes them microseconds. Between two pieces of work, they wait awake for a
 * moment before they sleep, first for themselves and then leaving the processor to whoever wants it: to wake a thread may
 * take longer than the work. The calling thread takes parts too, and waits only for those that others have begun.
 */
public final class WorkerPool {

    private static final long AWAKE_NANOS = 50_000;

    /** To draw latents and to make arrays takes less, so that a thread that takes part in sampling never sleeps. */
    private static final long DROWSY_NANOS = 300_000;

    private static final int SPINS = 64;

    private final Member[] members;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Job job;

    /**
     * A team whose threads do not keep the JVM from ending.
     *
     * @param size threads that work at the same time, the calling one among them, at least 1
     */
    public WorkerPool(int size) {
        members = IntStream.range(1, size).mapToObj(Member::new).toArray(Member[]::new);
        for (Member member : members) {
            member.start();
        }
    }

    /** The pool for Gen4J's own loops: {@link NativeSettings#threads()} threads, or one on a {@link SingleWorkerThread}. */
    public static WorkerPool shared() {
        return Thread.currentThread() instanceof SingleWorkerThread ? Alone.TEAM : Shared.TEAM;
    }

    private static final class Alone {
        static final WorkerPool TEAM = new WorkerPool(1);
    }

    private static final class Shared {
        static final WorkerPool TEAM = new WorkerPool(NativeSettings.threads());
    }

    /** How many threads work at the same time. */
    public int size() {
        return members.length + 1;
    }

    /**
     * Has {@code task} done for each part from 0 on, and returns when all are done. While the team works for one caller,
     * others do all their parts themselves.
     *
     * @param task must not care which thread does which part, or when
     */
    public void run(int parts, IntConsumer task) {
        if (parts < 2 || members.length == 0 || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                task.accept(part);
            }
            return;
        }
        try {
            Job newJob = new Job(parts, task);
            job = newJob;
            for (Member member : members) {
                member.wake();
            }
            newJob.help();
            newJob.await();
        } finally {
            job = null;
            busy.set(false);
        }
    }

    private static final class Job {

        private final int parts;
        private final IntConsumer task;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(int parts, IntConsumer task) {
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

    /** Passes a moment; after a wait that is long already, gives the processor to others. */
    private static void pause(long waited) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
        }
        if (waited > AWAKE_NANOS) {
            Thread.yield();
        }
    }

    private final class Member extends Thread {

        private volatile boolean asleep;

        Member(int number) {
            super("gen4j-" + number);
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            Job last = null;
            while (true) {
                last = next(last);
                last.help();
            }
        }

        private Job next(@Nullable Job last) {
            long start = System.nanoTime();
            while (true) {
                Job next = job;
                if (next != null && next != last) {
                    return next;
                }
                long waited = System.nanoTime() - start;
                if (waited > DROWSY_NANOS) {
                    sleep(last);
                } else {
                    pause(waited);
                }
            }
        }

        private void sleep(@Nullable Job last) {
            asleep = true;
            Job next = job;
            if (next == null || next == last) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
