package io.gen4j.app.studio.jobs;

import io.gen4j.MetricProgress;
import java.util.concurrent.CancellationException;

/** The job's side of a job: it reports progress, and learns of its cancellation. */
public interface JobProgress extends MetricProgress {

    /**
     * Reports progress.
     *
     * @throws CancellationException if the job was cancelled; let it pass
     */
    @Override
    void reached(String what, double share);

    /** Adds a line that a reader of the result should know. */
    void tell(String message);
}
