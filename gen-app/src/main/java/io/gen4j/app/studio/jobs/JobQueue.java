package io.gen4j.app.studio.jobs;

import io.gen4j.app.studio.http.ConflictException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs, done one at a time in the order of their arrival. They belong to the studio, so a closed page does not end
 * them. It keeps the newest jobs that have ended, so that pages can show them.
 */
public final class JobQueue implements AutoCloseable {

    /** The maximum number of jobs that wait or run. */
    static final int MAX_ACTIVE = 16;

    private static final int MAX_KEPT = 64;
    private static final long MAX_CLOSE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);

    private final Map<String, RunningJob> jobs = new LinkedHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "studio works");
        worker.setDaemon(true);
        return worker;
    });
    private long count;
    private boolean closed;

    /** The work of a job. */
    @FunctionalInterface
    public interface Work {
        /** Does the work, and returns the name of the file that it wrote. */
        String run(JobProgress progress) throws Exception;
    }

    /**
     * Adds a job.
     *
     * @throws ConflictException if too many jobs wait, or the queue is closed
     */
    public synchronized Job submit(String run, String model, Work work) {
        if (closed) {
            throw new ConflictException("the studio is ending: start it again, then ask again");
        }
        long active = jobs.values().stream().filter(job -> !job.hasEnded()).count();
        if (active >= MAX_ACTIVE) {
            throw new ConflictException(active + " jobs wait already: let one end, or cancel one");
        }
        RunningJob job = new RunningJob(Long.toString(++count), run, model);
        jobs.put(job.id(), job);
        forgetOld();
        thread.execute(() -> perform(job, work));
        return job.snapshot();
    }

    private void forgetOld() {
        List<String> ended = new ArrayList<>();
        jobs.forEach((id, job) -> {
            if (job.hasEnded()) {
                ended.add(id);
            }
        });
        ended.subList(0, Math.max(0, Math.min(ended.size(), jobs.size() - MAX_KEPT)))
                .forEach(jobs::remove);
    }

    private static void perform(RunningJob job, Work work) {
        if (!job.start()) {
            return;
        }
        try {
            job.finish(work.run(job));
        } catch (Exception | Error e) {
            if (!job.wasCancelled()) {
                LOG.warn("the job on {} failed", job.snapshot().run(), e);
            }
            job.fail(e);
        }
    }

    /** The jobs, the newest first. */
    public synchronized List<Job> list() {
        List<Job> list = new ArrayList<>();
        jobs.values().forEach(job -> list.add(0, job.snapshot()));
        return list;
    }

    /** Finds a job by name. */
    public synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id)).map(RunningJob::snapshot);
    }

    /** Cancels a job. One that has ended stays as it is. Empty if there is no such job. */
    public synchronized Optional<Job> cancel(String id) {
        Optional<RunningJob> job = Optional.ofNullable(jobs.get(id));
        job.ifPresent(RunningJob::cancel);
        return job.map(RunningJob::snapshot);
    }

    /** Cancels all jobs, and waits until the running one has ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            jobs.values().forEach(RunningJob::cancel);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(MAX_CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a job is still running while the studio ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
