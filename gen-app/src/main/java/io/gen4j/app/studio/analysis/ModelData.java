package io.gen4j.app.studio.analysis;

import io.gen4j.GenerativeModel;
import io.gen4j.app.option.DataOptions;
import io.gen4j.app.option.SourceImages;
import io.gen4j.app.studio.generation.ModelChoice;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.runs.StoredRun;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * The use of a run's model together with the run's data. It takes seconds and much memory, so there is one at a time.
 * Each use has a model of its own, since such work would delay the requests for the shared one.
 */
final class ModelData {

    private final Map<String, String> environment;
    private final Semaphore place = new Semaphore(1);

    /** @param environment names the cache of data */
    ModelData(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The use of a model and of data. */
    @FunctionalInterface
    interface Use {
        /** Uses a model, which is closed afterwards. */
        void with(GenerativeModel model, Data data) throws IOException;
    }

    /** The data of a run, read on demand. */
    @FunctionalInterface
    interface Data {
        /**
         * Reads the data.
         *
         * @throws ConflictException if they cannot be read
         */
        SourceImages read();
    }

    /**
     * Uses the model that a request chooses.
     *
     * @throws RejectedExecutionException if another use is under way
     */
    void use(Context context, StoredRun run, Use use) throws IOException {
        if (!place.tryAcquire()) {
            throw new RejectedExecutionException("another page computes scores or directions: try again later");
        }
        try (GenerativeModel model = ModelChoice.of(context, run).loader().load()) {
            use.with(model, () -> read(model, run));
        } finally {
            place.release();
        }
    }

    private SourceImages read(GenerativeModel model, StoredRun run) {
        try {
            return new DataOptions(environment)
                    .readFor(model, run.directory().path(), new PrintWriter(Writer.nullWriter()));
        } catch (IOException | IllegalArgumentException e) {
            // Clients must not see where the server keeps its runs.
            String reason = String.valueOf(e.getMessage())
                    .replace(run.directory().path().toString(), run.id());
            throw new ConflictException("the run's data cannot be read: " + reason, e);
        }
    }
}
