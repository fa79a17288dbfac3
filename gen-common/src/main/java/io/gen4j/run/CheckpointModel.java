package io.gen4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.CheckpointDirectory;
import io.gen4j.checkpoint.State;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads a model as it was at a checkpoint of its run. Use it to draw images from an earlier state, or to evaluate one:
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.openToResume(Path.of("runs/mine"));
 * try (GenerativeModel model = CheckpointModel.load(run, "epoch-12")) {
 *     model.sample(16, 1);
 * }
 * }</pre>
 */
public final class CheckpointModel {

    private static final Pattern NAME = Pattern.compile("(epoch|step)-(\\d{1,9})");
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,4})x(\\d{1,4})x(\\d{1,4})");

    private CheckpointModel() {}

    /**
     * Loads the model of a named checkpoint.
     *
     * @param name {@code epoch-N} for the end of epoch N, {@code step-N} for N updates, or {@code newest}
     * @throws IllegalArgumentException if the name is none of these
     * @throws NoSuchFileException if there is no such checkpoint; the message names the existing ones
     * @throws InvalidDataException if the checkpoint or the run's record cannot be read
     */
    public static GenerativeModel load(RunDirectory run, String name) throws IOException {
        return load(run, file(run, name));
    }

    /**
     * Loads the model of a checkpoint's file.
     *
     * @param run its {@code config.json} describes the model
     */
    public static GenerativeModel load(RunDirectory run, Path checkpoint) throws IOException {
        Objects.requireNonNull(checkpoint, "checkpoint");
        RunRecord record = RunRecord.read(run.config());
        State state = Checkpoint.read(checkpoint);
        GenerativeModel model = create(run, record);
        try {
            TrainingLoop.restoreWeights(state, model);
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Finds the file of a named checkpoint.
     *
     * @param name as in {@link #load(RunDirectory, String)}, with the same exceptions
     */
    public static Path file(RunDirectory run, String name) throws IOException {
        List<Long> steps = run.checkpoints().steps();
        if (name.equals("newest") && !steps.isEmpty()) {
            return run.checkpoints().file(steps.get(steps.size() - 1));
        }
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() && !name.equals("newest")) {
            throw new IllegalArgumentException(
                    "the checkpoint is " + name + ": must be epoch-N, step-N or newest" + available(run, steps));
        }
        long step = matcher.matches() ? step(run, matcher) : -1;
        if (!steps.contains(step)) {
            throw new NoSuchFileException(
                    run.path().toString(), null, "there is no checkpoint " + name + available(run, steps));
        }
        return run.checkpoints().file(step);
    }

    private static long step(RunDirectory run, Matcher name) throws IOException {
        long number = Long.parseLong(name.group(2));
        return name.group(1).equals("step") ? number : number * stepsPerEpoch(run);
    }

    /** The names of a run's checkpoints, the oldest first: {@code epoch-N} at the end of an epoch, else {@code step-N}. */
    public static List<String> names(RunDirectory run) throws IOException {
        return names(run, run.checkpoints().steps());
    }

    private static List<String> names(RunDirectory run, List<Long> steps) throws IOException {
        if (steps.isEmpty()) {
            return List.of();
        }
        long perEpoch = stepsPerEpoch(run);
        return steps.stream()
                .map(step -> step > 0 && step % perEpoch == 0 ? "epoch-" + step / perEpoch : "step-" + step)
                .toList();
    }

    private static String available(RunDirectory run, List<Long> steps) throws IOException {
        List<String> names = names(run, steps);
        return names.isEmpty() ? "; the run has none" : "; the run has " + String.join(", ", names);
    }

    private static long stepsPerEpoch(RunDirectory run) throws IOException {
        RunRecord record = RunRecord.read(run.config());
        long images = record.get("data").path("images").asLong();
        long batch = Math.max(1, record.config().path("batchSize").asLong(1));
        return Math.max(1, (images + batch - 1) / batch);
    }

    private static GenerativeModel create(RunDirectory run, RunRecord record) throws InvalidDataException {
        try {
            return create(ModelFamilies.named(record.family()), record);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(run.config() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static <C extends ModelConfig> GenerativeModel create(ModelFamily<C> family, RunRecord record) {
        C config = ModelConfigs.with(family.defaults(), record.config());
        return family.create(config, spec(record));
    }

    private static ImageSpec spec(RunRecord record) {
        JsonNode images = record.get("data").isObject() ? record.get("data") : record.get("images");
        Matcher shape = SHAPE.matcher(images.path("shape").asText());
        if (!shape.matches()) {
            throw new IllegalArgumentException("it does not tell the shape of the images");
        }
        List<String> labels = new ArrayList<>();
        images.path("labels").forEach(label -> labels.add(label.asText()));
        return new ImageSpec(new ImageShape(number(shape, 1), number(shape, 2), number(shape, 3)), labels);
    }

    private static int number(Matcher shape, int group) {
        return Integer.parseInt(shape.group(group));
    }

    /** Whether a path looks like a checkpoint within a run: {@code RUN/checkpoints/step-N.safetensors}. */
    public static boolean isCheckpoint(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return file.getFileName().toString().endsWith(CheckpointDirectory.SUFFIX)
                && directory.getParent() != null
                && Files.isRegularFile(directory.resolveSibling("config.json"));
    }

    /** The run that a checkpoint's file belongs to. */
    public static RunDirectory runOf(Path checkpoint) {
        return new RunDirectory(checkpoint.toAbsolutePath().getParent().getParent());
    }
}
