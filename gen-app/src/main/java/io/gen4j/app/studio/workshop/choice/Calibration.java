package io.gen4j.app.studio.workshop.choice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.workshop.process.TrainingProcess;
import io.gen4j.app.table.RegularFile;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The speed of trainings on this machine. {@code gen bench} measures a preset several times in a process of its own; the
 * least and the greatest rate give a range of minutes. The rates lie in {@code .workshop/calibration.json} beside the runs,
 * with the machine that they hold for. It is thread-safe.
 */
public final class Calibration implements AutoCloseable {

    private static final int TIMES = 3;
    private static final String SECONDS = "2";
    private static final long MAX_MINUTES = 10;
    private static final int MAX_BYTES = 1 << 20;
    private static final int SECONDS_A_MINUTE = 60;
    /** Start of the program, reading of the data, and pictures. */
    private static final double LEAST_START = 0.1;

    private static final double GREATEST_START = 0.5;
    /** Evaluation, pictures and checkpoints after each epoch take their part, and other programs may run. */
    private static final double SLACK = 1.3;

    private static final double ROUGH = 2;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Calibration.class);

    private final Path directory;
    private final TrainingProcess program;
    private final BooleanSupplier isBusy;
    private final String machine = machineName();
    private List<Rate> rates = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable String model;
    private @Nullable String preset;
    private @Nullable String problem;

    /**
     * The measured speed of a preset.
     *
     * @param model the family's name
     * @param preset empty for a family without presets
     * @param imageSize side of the images in pixels
     * @param from the least rate, in images per second
     * @param to the greatest rate, in images per second
     * @param measured in UTC
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Rate(String model, String preset, int imageSize, double from, double to, String measured) {}

    /**
     * The calibration in the API.
     *
     * @param machine that the rates hold for
     * @param state idle or measuring
     * @param model that is being measured; null if none is
     * @param preset that is being measured; null if none is
     * @param problem of the last measurement; null if there was none
     * @param rates one per measured preset
     */
    public record State(
            String machine,
            String state,
            @Nullable String model,
            @Nullable String preset,
            @Nullable String problem,
            List<Rate> rates) {}

    /**
     * The time of a training.
     *
     * @param from at least about so many minutes
     * @param to at most about so many minutes
     * @param exact whether these very settings were measured
     */
    public record Minutes(double from, double to, boolean exact) {}

    private record Stored(String machine, List<Rate> rates) {}

    /**
     * Creates a calibration, which touches no file before {@link #start()}.
     *
     * @param runs the directory that holds the runs
     * @param isBusy whether a training waits or runs, beside which nothing can be measured
     */
    public Calibration(Path runs, TrainingProcess program, BooleanSupplier isBusy) {
        directory = runs.resolve(".workshop");
        this.program = program;
        this.isBusy = isBusy;
    }

    private static String machineName() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.arch") + ", "
                + System.getProperty("os.name");
    }

    /** Reads the rates of this machine. Those of another one are forgotten. */
    public synchronized void start() {
        Path file = file();
        if (!Files.exists(file)) {
            return;
        }
        try {
            Stored stored = JSON.readValue(RegularFile.read(file, MAX_BYTES), Stored.class);
            if (stored != null && machine.equals(stored.machine()) && stored.rates() != null) {
                rates = new ArrayList<>(stored.rates());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the calibration of the workshop cannot be read, so it is measured again");
            LOG.debug("what is damaged", e);
        }
    }

    private Path file() {
        return directory.resolve("calibration.json");
    }

    /** Measures a preset. It takes some seconds. */
    public synchronized State begin(ModelFamily<?> family, @Nullable Preset<?> measured) throws IOException {
        if (process != null) {
            throw new ConflictException("another model is being measured: wait for some seconds");
        }
        if (isBusy.getAsBoolean()) {
            throw new ConflictException(
                    "a training waits or runs, beside which nothing can be measured: wait for its end");
        }
        List<String> arguments = new ArrayList<>(List.of("bench"));
        for (int i = 0; i < TIMES; i++) {
            arguments.add(family.name());
        }
        arguments.addAll(List.of("--data=synthetic", "--limit=2000", "--seconds=" + SECONDS, "--json"));
        if (measured != null) {
            arguments.add("--preset=" + measured.name());
        }
        Files.createDirectories(directory);
        Path output = directory.resolve("calibration.log");
        Files.deleteIfExists(output);
        Process begun = program.start(arguments, UUID.randomUUID().toString(), output);
        process = begun;
        model = family.name();
        preset = measured == null ? "" : measured.name();
        problem = null;
        int side = measured == null || measured.imageSize() == null ? TrainingPlan.USUAL_SIDE : measured.imageSize();
        Thread watch = new Thread(() -> await(begun, output, side), "studio measures");
        watch.setDaemon(true);
        watch.start();
        return state();
    }

    private void await(Process begun, Path output, int side) {
        try {
            if (!begun.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
                begun.destroyForcibly();
            }
            take(output, side);
        } catch (InterruptedException e) {
            begun.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.warn("a measurement failed", e);
            end("it could not be measured; the console of the studio says why");
        }
    }

    private void take(Path output, int side) throws IOException {
        List<Double> measured = new ArrayList<>();
        for (String line : new String(RegularFile.read(output, MAX_BYTES), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            if (line.startsWith("{")) {
                JsonNode result = JSON.readTree(line);
                measured.add(result.path("train_images_per_s").asDouble());
            }
        }
        if (measured.isEmpty() || measured.stream().anyMatch(rate -> !(rate > 0))) {
            throw new IOException("gen bench measured nothing: see " + output);
        }
        synchronized (this) {
            String measuredModel = String.valueOf(model);
            String measuredPreset = String.valueOf(preset);
            rates.removeIf(
                    rate -> rate.model().equals(measuredModel) && rate.preset().equals(measuredPreset));
            rates.add(new Rate(
                    measuredModel,
                    measuredPreset,
                    side,
                    measured.stream().mapToDouble(each -> each).min().orElseThrow(),
                    measured.stream().mapToDouble(each -> each).max().orElseThrow(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
            end(null);
            AtomicFile.replace(file(), JSON.writeValueAsString(new Stored(machine, rates)));
        }
    }

    private synchronized void end(@Nullable String reason) {
        process = null;
        model = null;
        preset = null;
        problem = reason;
    }

    /** The state in the API. */
    public synchronized State state() {
        return new State(machine, process == null ? "idle" : "measuring", model, preset, problem, List.copyOf(rates));
    }

    /** Whether something is being measured, beside which no training should start. */
    public synchronized boolean isMeasuring() {
        return process != null;
    }

    /**
     * The time of a plan, if its preset was measured. Another size of the images, or other settings that cost time, are taken
     * into account by the number of pixels alone, with a wider range.
     */
    synchronized Optional<Minutes> minutes(TrainingPlan plan) {
        String name = plan.preset() == null ? "" : plan.preset().name();
        return rates.stream()
                .filter(rate -> rate.model().equals(plan.family().name())
                        && rate.preset().equals(name))
                .findFirst()
                .map(rate -> minutes(plan, rate));
    }

    private static Minutes minutes(TrainingPlan plan, Rate rate) {
        boolean isExact = plan.isAsMeasured(rate.imageSize());
        double pixels = (double) plan.side()
                * plan.side()
                * (plan.request().rgb() ? 3 : 1)
                / ((double) rate.imageSize() * rate.imageSize());
        double images = (double) plan.images() * plan.epochs() * Math.max(1e-3, pixels);
        double slack = isExact ? 1 : ROUGH;
        return new Minutes(
                rounded(LEAST_START + images / rate.to() / SECONDS_A_MINUTE / slack),
                rounded(GREATEST_START + SLACK * images / rate.from() / SECONDS_A_MINUTE * slack),
                isExact);
    }

    private static double rounded(double minutes) {
        return Math.round(minutes * 10) / 10.0;
    }

    /** Ends a measurement. */
    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
