package io.gen4j.app.studio.generation;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.http.QueryParameters;
import io.gen4j.app.studio.runs.StoredRun;
import io.gen4j.run.CheckpointModel;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The choice among a run's models: the newest model, the one with the best images, or a checkpoint's. */
public final class ModelChoice {

    /** The newest model. */
    public static final String LAST = "last";

    /** The model with the best images. */
    public static final String BEST = "best";

    private static final Pattern CHECKPOINT = Pattern.compile("(epoch|step)-(0|[1-9]\\d{0,8})");

    private ModelChoice() {}

    /**
     * Finds the model that a request names in its parameter {@code model}, with the exceptions of {@link #of(String,
     * StoredRun)}.
     */
    public static ModelSource of(Context context, StoredRun run) throws IOException {
        @Nullable String choice = context.queryParam("model");
        return of(choice == null ? LAST : choice, run);
    }

    /**
     * Finds a model of a run.
     *
     * @param choice last, best, {@code epoch-N} or {@code step-N}
     * @throws IllegalArgumentException if it is none of these
     * @throws ConflictException if the run has no such checkpoint
     */
    public static ModelSource of(String choice, StoredRun run) throws IOException {
        if (choice.equals(LAST) || choice.equals(BEST)) {
            Path file = choice.equals(LAST)
                    ? run.directory().model()
                    : run.directory().best();
            return new ModelSource(file, () -> SafeModelFile.load(file));
        }
        if (!CHECKPOINT.matcher(choice).matches()) {
            throw new IllegalArgumentException("model is \"%s\": it must be last, best, epoch-N or step-N"
                    .formatted(QueryParameters.shortened(choice)));
        }
        Path file = checkpoint(choice, run);
        return new ModelSource(file, () -> SafeModelFile.loadCheckpoint(run, file));
    }

    /** The names of a run's checkpoints, the oldest first. */
    static List<String> checkpoints(StoredRun run) throws IOException {
        return hasCheckpoints(run) ? CheckpointModel.names(run.directory()) : List.of();
    }

    private static Path checkpoint(String name, StoredRun run) throws IOException {
        if (!hasCheckpoints(run)) {
            throw new ConflictException("the run has no checkpoint " + name);
        }
        try {
            return CheckpointModel.file(run.directory(), name);
        } catch (NoSuchFileException e) {
            throw new ConflictException(e.getReason() == null ? "the run has no checkpoint " + name : e.getReason(), e);
        }
    }

    /** A record that is readable, and a directory that is no link. */
    private static boolean hasCheckpoints(StoredRun run) {
        return run.record().isObject()
                && Files.isDirectory(run.directory().checkpoints().path(), LinkOption.NOFOLLOW_LINKS);
    }
}
