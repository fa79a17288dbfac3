package io.gen4j.app.command;

import io.gen4j.app.studio.workshop.WorkshopConfig;
import io.gen4j.app.studio.workshop.data.DataLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code gen serve} for its workshop. */
final class WorkshopOptions {

    @Option(
            names = "--workshop",
            description = "Let people make data sets and train models in the browser: it spends this machine.")
    private boolean workshop;

    @Option(
            names = "--workshop-jobs",
            paramLabel = "N",
            description = "How many trainings run at once; default 1. The others wait.")
    private @Nullable Integer jobs;

    @Option(
            names = "--datasets",
            paramLabel = "DIR",
            description = "The directory that holds the data sets; default: datasets beside the runs.")
    private @Nullable Path datasets;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "A folder of this machine from which people may copy pictures.")
    private @Nullable Path pictures;

    /**
     * The workshop; null if it is off.
     *
     * @throws IllegalArgumentException if another option of the workshop is given without {@code --workshop}
     */
    @Nullable
    WorkshopConfig config(Path runs) {
        if (!workshop) {
            requireNone("--workshop-jobs", jobs);
            requireNone("--datasets", datasets);
            requireNone("--pictures", pictures);
            return null;
        }
        return new WorkshopConfig(
                datasets == null ? runs.resolveSibling("datasets") : datasets,
                pictures,
                jobs == null ? 1 : jobs,
                DataLimits.USUAL);
    }

    private static void requireNone(String option, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(option + " is " + value + " without --workshop: add --workshop");
        }
    }
}
