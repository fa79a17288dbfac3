package io.gen4j.app.studio.generation;

import io.gen4j.app.studio.runs.StoredRun;
import io.javalin.http.Context;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The choice among a run's models: the newest model, or the one with the best images. */
final class ModelChoice {

    private static final String LAST = "last";
    private static final String BEST = "best";

    private ModelChoice() {}

    static Path file(Context context, StoredRun run) {
        @Nullable String choice = context.queryParam("model");
        if (choice == null || choice.equals(LAST)) {
            return run.directory().model();
        }
        if (choice.equals(BEST)) {
            return run.directory().best();
        }
        throw new IllegalArgumentException("model must be " + LAST + " or " + BEST);
    }
}
