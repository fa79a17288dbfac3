package io.gen4j.spark.internal;

/** A training on the cluster failed. The message is the rank's reason, and the cause is Spark's own account. */
public final class TrainingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
