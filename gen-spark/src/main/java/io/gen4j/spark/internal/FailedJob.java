package io.gen4j.spark.internal;

import java.util.concurrent.Callable;
import org.apache.spark.SparkException;

/** Jobs whose failure is told by the reason alone, without Spark's account of tasks and stages. */
public final class FailedJob {

    private FailedJob() {}

    /**
     * Runs work that starts a job.
     *
     * @throws IllegalArgumentException if the data were refused on an executor; its cause is Spark's account
     */
    public static <T> T unwrapped(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Scala throws checked exceptions that Java's compiler does not know of.
            Throwable reason = reason(e);
            throw reason instanceof IllegalArgumentException
                    ? new IllegalArgumentException(reason.getMessage(), e)
                    : new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The innermost cause below Spark's own exceptions. */
    public static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        while (reason instanceof SparkException && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }
}
