package io.gen4j.app.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.IdxFile;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A training on a Spark cluster, in a run's directory. Its images lie in the directory until the training is over. */
public final class SparkTraining {

    /** The part of a run's record that says how it was trained on Spark. */
    public static final String RECORD = "spark";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LABELS = 256;

    private final RunDirectory run;
    private final Choices choices;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * The user's choices.
     *
     * @param cluster where to train
     * @param shards of every batch
     * @param localSteps updates between two averages of the weights
     * @param checkpoints a directory that every executor reaches; empty for the default
     */
    public record Choices(SparkCluster cluster, int shards, int localSteps, String checkpoints) {}

    public SparkTraining(RunDirectory run, Choices choices, PrintWriter out, PrintWriter err) {
        this.run = run;
        this.choices = choices;
        this.out = out;
        this.err = err;
    }

    /**
     * The training of a run that was started earlier.
     *
     * @throws InvalidDataException if the record cannot be used
     */
    public static SparkTraining recorded(RunDirectory run, RunRecord record, PrintWriter out, PrintWriter err)
            throws InvalidDataException {
        try {
            return new SparkTraining(run, JSON.treeToValue(record.get(RECORD), Choices.class), out, err);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new InvalidDataException(
                    run.config() + " has a part \"" + RECORD + "\" that cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether a run was trained on Spark. */
    public static boolean isRecordedIn(RunRecord record) {
        return record.get(RECORD).isObject();
    }

    /** Refuses images that cannot be handed to Spark, before a directory is made. */
    public static void requireFits(ImageDataset images) {
        if ((long) images.size() * images.shape().size() > IdxFile.MAX_VALUES
                || images.labelNames().size() > MAX_LABELS) {
            throw new IllegalArgumentException(images.name() + " has " + images.size() + " images of " + images.shape()
                    + " with " + images.labelNames().size() + " labels: --spark takes at most " + IdxFile.MAX_VALUES
                    + " bytes and " + MAX_LABELS + " labels from this machine; read larger data on the cluster, see "
                    + "docs/spark.md");
        }
    }

    /** Writes the images for Spark's driver. */
    public void hand(ImageDataset images) throws IOException {
        Files.createDirectories(data());
        ImageShape shape = images.shape();
        byte[] pixels = new byte[images.size() * shape.size()];
        byte[] labels = new byte[images.size()];
        boolean labelled = !images.labelNames().isEmpty();
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * shape.size());
            labels[i] = labelled ? (byte) images.label(i) : 0;
        }
        int count = images.size();
        (shape.channels() == 1
                        ? IdxFile.of(pixels, count, shape.height(), shape.width())
                        : IdxFile.of(pixels, count, shape.channels(), shape.height(), shape.width()))
                .replace(data().resolve("train-images-idx3-ubyte"));
        if (labelled) {
            IdxFile.of(labels, count).replace(data().resolve("train-labels-idx1-ubyte"));
            Files.write(data().resolve("label-names.json"), JSON.writeValueAsBytes(images.labelNames()));
        }
    }

    /**
     * Trains, from the newest checkpoint if there is one.
     *
     * @return the exit code
     * @throws FileAlreadyExistsException if the run has a model already
     * @throws NoSuchFileException if the run's images are gone
     */
    public int run(SparkSubmit submit, String family, JsonNode config) throws IOException {
        if (Files.exists(run.model())) {
            throw new FileAlreadyExistsException(run.path().toString(), null, "is trained to the end already");
        }
        if (!Files.isDirectory(data())) {
            throw new NoSuchFileException(
                    data().toString(), null, "the images of the training are gone: start another run");
        }
        if (checkpoints().isEmpty()) {
            out.println(
                    "gen: without --spark-checkpoints, a lost executor starts the training again from its beginning");
            out.flush();
        }
        int exitCode = submit.run(choices.cluster(), arguments(family, config), out, err);
        if (exitCode == 0) {
            delete(home());
        } else if (exitCode == 1) {
            out.println("once the cause is gone, go on with: gen resume " + run.path());
        }
        return exitCode;
    }

    private List<String> arguments(String family, JsonNode config) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--images",
                data().toAbsolutePath().toString(),
                "--format",
                "idx",
                "--family",
                family,
                "--settings",
                config.toString(),
                "--shards",
                String.valueOf(choices.shards()),
                "--local-steps",
                String.valueOf(choices.localSteps()),
                "--out",
                run.path().toAbsolutePath().toUri().toString()));
        if (!checkpoints().isEmpty()) {
            arguments.addAll(List.of("--checkpoint-dir", checkpoints()));
        }
        return arguments;
    }

    private String checkpoints() {
        String local = choices.cluster().isLocal()
                ? home().resolve("checkpoints").toAbsolutePath().toUri().toString()
                : "";
        return choices.checkpoints().isEmpty() ? local : choices.checkpoints();
    }

    private Path home() {
        return run.path().resolve("spark");
    }

    private Path data() {
        return home().resolve("data");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
