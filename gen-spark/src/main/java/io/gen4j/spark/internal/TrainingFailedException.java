package io.gen4j.spark.internal;

/** A training on the cluster failed; the message is the reason that the rank gave, the cause is Spark's own account. */
public final class TrainingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
