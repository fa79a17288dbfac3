package io.gen4j.app.studio.workshop;

import io.gen4j.app.studio.http.AccessRules;
import io.gen4j.app.studio.http.Answer;
import io.gen4j.app.studio.http.ApiPaths;
import io.gen4j.app.studio.http.ApiRoutes;
import io.gen4j.app.studio.http.GatedRoutes;
import io.gen4j.app.studio.runs.RunCatalog;
import io.gen4j.app.studio.runs.RunsApi;
import io.gen4j.app.studio.runs.TrashCan;
import io.gen4j.app.studio.workshop.choice.Calibration;
import io.gen4j.app.studio.workshop.choice.ChoiceApi;
import io.gen4j.app.studio.workshop.data.DataLimits;
import io.gen4j.app.studio.workshop.data.DatasetStore;
import io.gen4j.app.studio.workshop.data.DatasetsApi;
import io.gen4j.app.studio.workshop.data.PictureFolders;
import io.gen4j.app.studio.workshop.data.UploadStore;
import io.gen4j.app.studio.workshop.data.UploadsApi;
import io.gen4j.app.studio.workshop.training.TrainingQueue;
import io.gen4j.app.studio.workshop.training.TrainingsApi;
import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.internal.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workshop of a studio: data sets and trainings that are begun in the browser. One that is off refuses every request but
 * the question whether it is on, and touches no file.
 */
public final class Workshop implements AutoCloseable {

    /** The answer to requests while the workshop is off. */
    private static final String OFF = "this studio was started without --workshop";

    private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

    private final @Nullable WorkshopConfig config;
    private final AccessRules rules;
    private final Path runs;
    private final TrashCan runTrash;
    private final PictureFolders folders;
    private final UploadStore uploads;
    private final DatasetsApi datasetsApi;
    private final UploadsApi uploadsApi;
    private final TrainingQueue trainings;
    private final Calibration calibration;
    private final TrainingsApi trainingsApi;
    private final ChoiceApi choiceApi;
    private final List<ProcessLock> locks = new ArrayList<>();

    /**
     * Creates a workshop.
     *
     * @param config null for one that is off
     * @param catalog the runs
     */
    public Workshop(@Nullable WorkshopConfig config, RunCatalog catalog, RunsApi runsApi, AccessRules rules) {
        this.config = config;
        this.rules = rules;
        runs = catalog.directory();
        WorkshopConfig used = config == null ? WorkshopConfig.in(runs.resolveSibling("datasets")) : config;
        runTrash = new TrashCan(runs, "run");
        folders = new PictureFolders(used.pictures());
        DatasetStore datasets = new DatasetStore(used.datasets(), used.limits());
        uploads = new UploadStore(datasets, used.limits());
        trainings = new TrainingQueue(runs, used.jobs(), used.program());
        calibration = new Calibration(runs, used.program(), trainings::isBusy);
        ApiPaths paths = new ApiPaths(rules.basePath());
        datasetsApi = new DatasetsApi(datasets, paths, trainings::isUsed);
        trainingsApi = new TrainingsApi(trainings, datasets, runsApi, paths);
        choiceApi = new ChoiceApi(datasets, calibration);
        uploadsApi = new UploadsApi(uploads, folders);
    }

    /**
     * Starts the workshop, if it is on: it removes what a killed studio left of uploads, and finds the trainings that wait
     * and run.
     *
     * @throws java.nio.file.FileAlreadyExistsException if another studio has its workshop in the same directories
     * @throws NotDirectoryException if the folder of pictures is none
     */
    public void start() throws IOException {
        if (config == null) {
            return;
        }
        if (config.pictures() != null && !Files.isDirectory(config.pictures())) {
            throw new NotDirectoryException(config.pictures().toString());
        }
        locks.add(HomeLock.acquire(config.datasets()));
        if (!config.datasets()
                .toAbsolutePath()
                .normalize()
                .equals(runs.toAbsolutePath().normalize())) {
            locks.add(HomeLock.acquire(runs));
        }
        uploads.removeLeftOvers();
        calibration.start();
        trainings.start();
    }

    /** Adds the routes. */
    public void addTo(ApiRoutes routes) {
        routes.get(ApiPaths.ROOT + "/workshop", context -> Answer.send(context, state()));
        GatedRoutes gated = new GatedRoutes(routes, rules, config != null, OFF);
        datasetsApi.addTo(gated);
        uploadsApi.addTo(gated);
        choiceApi.addTo(gated);
        trainingsApi.addTo(gated);
        gated.delete(ApiPaths.ROOT + "/trash", context -> Answer.send(context, new Removed(runTrash.empty())));
    }

    private record Removed(int removed) {}

    /**
     * The state of the workshop in the API.
     *
     * @param enabled whether it is on
     * @param readOnly whether nothing can be changed
     * @param jobs how many trainings run at once
     * @param folders whether pictures can be copied from a folder of the server
     * @param limits of a data set
     * @param formats the endings of pictures that are read
     */
    private record State(
            boolean enabled, boolean readOnly, int jobs, boolean folders, DataLimits limits, List<String> formats) {}

    private State state() {
        return new State(
                config != null,
                rules.readOnly(),
                config == null ? 0 : config.jobs(),
                config != null && folders.isOpen(),
                config == null ? DataLimits.USUAL : config.limits(),
                PictureFormat.endings());
    }

    /** Ends uploads. Trainings go on. */
    @Override
    public void close() {
        uploads.close();
        calibration.close();
        trainings.close();
        for (ProcessLock lock : locks) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.warn("a lock of the workshop cannot be released", e);
            }
        }
    }
}
