package io.gen4j.spark.internal;

import java.io.IOException;

/** Another rank of the training failed. The message is its reason. */
final class RankFailedException extends IOException {

    private static final long serialVersionUID = 1;

    RankFailedException(String reason) {
        super(reason);
    }
}
