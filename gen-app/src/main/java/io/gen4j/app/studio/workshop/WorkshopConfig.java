package io.gen4j.app.studio.workshop;

import io.gen4j.Checks;
import io.gen4j.app.studio.workshop.data.DataLimits;
import io.gen4j.app.studio.workshop.process.TrainingProcess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a workshop.
 *
 * @param datasets the directory that holds data sets; may not exist yet
 * @param pictures a folder of the server from which pictures may be copied; null for none
 * @param jobs how many trainings run at once
 * @param limits of a data set
 * @param program that trains
 */
public record WorkshopConfig(
        Path datasets, @Nullable Path pictures, int jobs, DataLimits limits, TrainingProcess program) {

    private static final int MAX_JOBS = 64;

    /** @throws IllegalArgumentException if no training could run */
    public WorkshopConfig {
        Checks.requireWithin("the number of trainings at once", jobs, 1, MAX_JOBS);
    }

    /** One training at a time, without a folder of pictures, with the usual limits. */
    public static WorkshopConfig in(Path datasets) {
        return new WorkshopConfig(datasets, null, 1, DataLimits.USUAL);
    }

    /** Trains by this program. */
    public WorkshopConfig(Path datasets, @Nullable Path pictures, int jobs, DataLimits limits) {
        this(datasets, pictures, jobs, limits, TrainingProcess.ofThisProgram());
    }
}
