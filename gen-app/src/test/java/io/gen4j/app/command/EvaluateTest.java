package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.CommandRun;
import io.gen4j.interop.NpyFile;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Tests of {@code gen evaluate} from end to end, on pictures without labels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluateTest {

    private Path directory;
    private Path pictures;
    private Path run;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        pictures = Files.createDirectory(directory.resolve("pictures"));
        for (int i = 0; i < 28; i++) {
            BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setSample(i % 12, i / 12, 0, 255);
            File file = pictures.resolve(i + ".png").toFile();
            assertTrue(ImageIO.write(picture, "png", file));
        }
        run = directory.resolve("run");
        train("gan", run);
    }

    private void train(String family, Path out) {
        CommandRun training = gen(
                "train",
                family,
                "--data",
                pictures.toString(),
                "--image-size",
                "12",
                "--hidden",
                "8",
                "--epochs",
                "1",
                "--out",
                out.toString());
        assertEquals(0, training.exitCode(), training.err());
    }

    private CommandRun gen(String... arguments) {
        return CommandRun.of(Map.of("GEN_DATA", directory.resolve("cache").toString()), arguments);
    }

    private CommandRun evaluate(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("evaluate", "--data", pictures.toString(), "--image-size", "12"));
        arguments.addAll(Arrays.asList(more));
        return gen(arguments.toArray(String[]::new));
    }

    @Test
    void writesATableAndAFileAndKeepsOlderOnes() throws IOException {
        CommandRun first = evaluate("--run", run.toString(), "--count", "20");
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().contains("parzen_log_likelihood"), first.out());
        assertTrue(first.out().contains("skipped classifier_score: "), first.out());
        assertTrue(first.out().contains("by features of an encoder trained without labels"), first.out());
        assertTrue(first.err().contains("14 of its 28 images stand in for them"), first.err());
        assertTrue(first.err().contains("only 14 test images"), first.err());
        JsonNode record =
                new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
        assertEquals("frechet_distance", record.at("/metrics/0/name").asText());
        assertEquals(
                "encoder trained without labels", record.at("/features/network").asText());
        assertEquals(20, record.at("/metrics/0/images").asInt());
        assertTrue(record.at("/metrics/0/floor").isNumber());
        assertEquals(14, record.at("/train/count").asInt());
        assertEquals(14, record.at("/test/count").asInt());
        byte[] before = Files.readAllBytes(run.resolve("metrics.json"));
        assertEquals(0, evaluate("--run", run.toString(), "--count", "10").exitCode());
        assertTrue(Arrays.equals(before, Files.readAllBytes(run.resolve("metrics.json"))));
        assertTrue(Files.exists(run.resolve("metrics-2.json")));
    }

    @Test
    void judgesImagesFromAnywhere() throws IOException {
        Path black = directory.resolve("black.npy");
        NpyFile.write(black, Nd4j.zeros(6, 1, 12, 12));
        CommandRun judged =
                evaluate("--images", black.toString(), "--metrics", "nearest_training_image", "--no-floors", "--json");
        assertEquals(0, judged.exitCode(), judged.err());
        assertTrue(judged.err().contains("28 images of 1x12x12, from --data"), judged.err());
        JsonNode record = new ObjectMapper().readTree(judged.out());
        assertEquals(1, record.at("/metrics").size());
        assertEquals(1, record.at("/metrics/0/value").asDouble(), 1e-6);
        assertEquals(6, record.at("/metrics/0/images").asInt());
        assertFalse(record.at("/metrics/0").has("floor"));
    }

    @Test
    void blackIsWhatTheRangeSays() throws IOException {
        Path black = directory.resolve("minus.npy");
        NpyFile.write(black, Nd4j.ones(6, 144).muli(-1));
        CommandRun judged = evaluate(
                "--images", black.toString(), "--range", "-1,1", "--metrics", "nearest_training_image", "--json");
        assertEquals(
                1,
                new ObjectMapper().readTree(judged.out()).at("/metrics/0/value").asDouble(),
                1e-6);
    }

    /** A metric of the model itself draws no images. The pictures are the training images. */
    @Test
    void asksAModelAloneWhatItMeasuresOfItself() throws IOException {
        Path vae = directory.resolve("vae");
        train("vae", vae);
        CommandRun judged = gen(
                "evaluate",
                "--run",
                vae.toString(),
                "--metrics",
                "likelihood_bounds,active_units",
                "--json",
                "--draws=3");
        assertEquals(0, judged.exitCode(), judged.err());
        JsonNode record = new ObjectMapper().readTree(judged.out());
        assertEquals(
                List.of("elbo_nats", "reconstruction_nats", "kl_nats", "nll_iwae_3_nats", "active_units"),
                names(record));
        assertFalse(record.has("images"));
        assertEquals(14, record.at("/metrics/0/images").asInt(), "test images");
        assertEquals("1x12x12", record.at("/test/shape").asText());
    }

    private static List<String> names(JsonNode record) {
        return record.get("metrics").findValuesAsText("name");
    }

    @Test
    void strictMakesASkipAFailure() {
        CommandRun strict = evaluate(
                "--run",
                run.toString(),
                "--count",
                "5",
                "--strict",
                "--out",
                directory.resolve("s").toString());
        assertEquals(1, strict.exitCode());
        assertTrue(strict.err().contains("--strict"), strict.err());
        assertTrue(Files.exists(directory.resolve("s").resolve("metrics.json")));
    }

    @Test
    void aTrainingKeepsItsBestModel() throws IOException {
        Path labelled = directory.resolve("labelled");
        for (String label : List.of("above", "below")) {
            Path folder = Files.createDirectories(labelled.resolve(label));
            for (int i = 0; i < 14; i++) {
                int row = label.equals("above") ? i % 5 : 11 - i % 5;
                BufferedImage picture = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
                picture.getRaster().setSample(i % 12, row, 0, 255);
                assertTrue(
                        ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile()));
            }
        }
        Path watched = directory.resolve("watched");
        CommandRun training = trainWatched(labelled, 2, watched);
        assertEquals(0, training.exitCode(), training.err());
        assertTrue(training.out().contains("the best so far"), training.out());
        List<String> quality = Files.readAllLines(watched.resolve("quality.csv"));
        assertEquals("epoch,frechet_distance,classifier_score,class_balance", quality.get(0));
        assertEquals(3, quality.size());
        String drawn = directory.resolve("best.png").toString();
        assertEquals(
                0,
                gen("sample", "--run", watched.resolve("best.zip").toString(), "--out", drawn)
                        .exitCode());
        // The data are the run's own, from its record.
        CommandRun judged =
                gen("evaluate", "--run", watched.toString(), "--metrics", "class_balance", "--count", "20", "--json");
        assertEquals(0, judged.exitCode(), judged.err());
        JsonNode record = new ObjectMapper().readTree(judged.out());
        assertEquals("class_balance", record.at("/metrics/0/name").asText());
        assertEquals(64, record.at("/features/sha256").asText().length());
    }

    /** A small GAN that is judged after each epoch. */
    private CommandRun trainWatched(Path data, int epochs, Path out) {
        return gen(
                "train",
                "gan",
                "--data",
                data.toString(),
                "--image-size",
                "12",
                "--hidden",
                "8",
                "--epochs",
                Integer.toString(epochs),
                "--every",
                "1",
                "--every-count",
                "20",
                "--out",
                out.toString());
    }

    /** The same data give the same messages. An encoder takes the classifier's place. */
    @Test
    void aTrainingOnPicturesWithoutLabelsIsWatchedToo() throws IOException {
        Path watched = directory.resolve("unlabelled");
        CommandRun training = trainWatched(pictures, 1, watched);
        assertEquals(0, training.exitCode(), training.err());
        String words = "14 of its 28 images stand in for them, and the model may have learnt from these";
        assertTrue(training.out().contains(words), training.out());
        assertEquals(
                "epoch,frechet_distance",
                Files.readAllLines(watched.resolve("quality.csv")).get(0));
        CommandRun judged =
                gen("evaluate", "--run", watched.toString(), "--metrics", "kernel_distance", "--count", "20");
        assertTrue(judged.err().contains(words), judged.err());
    }

    @Test
    void threePicturesAreNoTestSet() throws IOException {
        Path few = Files.createDirectory(directory.resolve("few"));
        for (int i = 0; i < 3; i++) {
            Files.copy(pictures.resolve(i + ".png"), few.resolve(i + ".png"));
        }
        CommandRun training = gen(
                "train",
                "gan",
                "--data",
                few.toString(),
                "--image-size",
                "12",
                "--hidden",
                "8",
                "--every",
                "1",
                "--out",
                directory.resolve("never").toString());
        assertEquals(2, training.exitCode(), training.out());
        assertTrue(training.err().contains("--every needs at least 4 images"), training.err());
        assertFalse(Files.exists(directory.resolve("never")));
        CommandRun judged = gen(
                "evaluate", "--run", run.toString(), "--data", few.toString(), "--image-size", "12", "--count", "5");
        assertEquals(2, judged.exitCode(), judged.out());
        assertTrue(judged.err().contains("at least 4"), judged.err());
    }

    /** A model file belongs to the run around it. Some data options alone do not replace the run's data. */
    @Test
    void everyPathIntoARunUsesTheRunsOwnData() throws IOException {
        Path copies = Files.createDirectories(run.resolve("checkpoints/epoch-1"));
        Files.copy(run.resolve("model.zip"), copies.resolve("model.zip"));
        for (String[] path : new String[][] {
            {run.toString()},
            {run.resolve("model.zip").toString()},
            {copies.resolve("model.zip").toString()},
            {run.toString(), "--limit", "20"},
            {run.toString(), "--image-size", "12"},
            {run.resolve("model.zip").toString(), "--limit", "20"}
        }) {
            List<String> arguments = new ArrayList<>(
                    List.of("evaluate", "--metrics", "nearest_training_image", "--count", "5", "--run"));
            arguments.addAll(Arrays.asList(path));
            arguments.addAll(List.of("--out", directory.resolve("paths").toString()));
            CommandRun judged = gen(arguments.toArray(String[]::new));
            assertEquals(0, judged.exitCode(), arguments + judged.err());
            assertTrue(judged.err().contains("data: " + pictures), judged.err());
            assertTrue(judged.err().contains("from the record of "), judged.err());
            if (arguments.contains("--limit")) {
                assertTrue(judged.err().contains("20 images of 1x12x12"), judged.err());
            }
        }
    }

    @Test
    void aCheckpointsModelIsEvaluatedByName() throws IOException {
        Path trained = directory.resolve("checkpoints");
        train("gan", trained);
        assertEquals(
                0,
                gen("resume", trained.toString(), "--epochs", "2", "--checkpoint-every", "1")
                        .exitCode());
        Map<String, Double> distances = new HashMap<>();
        for (String name : List.of("epoch-1", "step-1", "epoch-2", "newest", "step-2")) {
            distances.put(name, distance(trained, "--checkpoint", name));
        }
        distances.put("last", distance(trained));
        assertEquals(distances.get("epoch-1"), distances.get("step-1"));
        assertEquals(distances.get("epoch-2"), distances.get("newest"));
        assertEquals(distances.get("epoch-2"), distances.get("step-2"));
        assertEquals(distances.get("epoch-2"), distances.get("last"));
        assertNotEquals(distances.get("epoch-1"), distances.get("epoch-2"));
        for (String wrong :
                new String[] {"epoch-3", "step-7", "epoch-0x", "", "best", "epoch--1", "step-99999999999"}) {
            CommandRun refused = gen("evaluate", "--run", trained.toString(), "--count", "5", "--checkpoint", wrong);
            assertTrue(refused.exitCode() == 1 || refused.exitCode() == 2, wrong + refused.out());
            assertEquals(1, refused.err().lines().count(), wrong + ": " + refused.err());
            assertTrue(refused.err().contains("epoch-1"), wrong + ": " + refused.err());
        }
    }

    private double distance(Path trained, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("evaluate", "--run", trained.toString(), "--count", "20", "--metrics", "kernel_distance"));
        arguments.addAll(List.of("--no-floors", "--json"));
        arguments.addAll(Arrays.asList(more));
        CommandRun judged = gen(arguments.toArray(String[]::new));
        assertEquals(0, judged.exitCode(), judged.err());
        JsonNode value = new ObjectMapper().readTree(judged.out()).at("/metrics/0/value");
        assertTrue(value.isNumber(), judged.out());
        return value.asDouble();
    }

    @Test
    void aResumedTrainingIsWatchedInAnotherRhythm() throws IOException {
        Path watched = directory.resolve("rhythm");
        CommandRun training = trainWatched(pictures, 2, watched);
        assertEquals(0, training.exitCode(), training.err());
        assertEquals(List.of("1", "2"), evaluatedEpochs(watched));
        CommandRun slower = gen("resume", watched.toString(), "--epochs", "6", "--every", "2", "--every-count", "30");
        assertEquals(0, slower.exitCode(), slower.err());
        assertEquals(List.of("1", "2", "4", "6"), evaluatedEpochs(watched));
        CommandRun same = gen("resume", watched.toString(), "--epochs", "9");
        assertEquals(0, same.exitCode(), same.err());
        assertEquals(List.of("1", "2", "4", "6", "8", "9"), evaluatedEpochs(watched), "the record knows the rhythm");
        String record = Files.readString(watched.resolve("config.json"));
        assertTrue(record.contains("\"changes\""), record);
        for (String wrong : new String[] {"-1", "0", "x", "", "1.5"}) {
            CommandRun refused = gen("resume", watched.toString(), "--epochs", "10", "--every", wrong);
            assertEquals(2, refused.exitCode(), refused.out());
            assertTrue(refused.err().contains("every"), refused.err());
        }
        assertEquals(List.of("1", "2", "4", "6", "8", "9"), evaluatedEpochs(watched));
    }

    private static List<String> evaluatedEpochs(Path watched) throws IOException {
        return Files.readAllLines(watched.resolve("quality.csv")).stream()
                .skip(1)
                .map(row -> row.split(",")[0])
                .toList();
    }

    @Test
    void aModelWithoutARunNeedsItsData() throws IOException {
        Path alone = Files.copy(run.resolve("model.zip"), directory.resolve("alone.zip"));
        for (String[] more : new String[][] {{}, {"--limit", "20"}, {"--image-size", "12"}, {"--rgb"}}) {
            List<String> arguments = new ArrayList<>(List.of("evaluate", "--run", alone.toString(), "--count", "5"));
            arguments.addAll(Arrays.asList(more));
            CommandRun refused = gen(arguments.toArray(String[]::new));
            assertEquals(2, refused.exitCode(), refused.out());
            assertTrue(refused.err().contains("name some with --data"), refused.err());
        }
        CommandRun judged = evaluate("--run", alone.toString(), "--count", "5", "--metrics", "nearest_training_image");
        assertEquals(0, judged.exitCode(), judged.err());
        assertTrue(judged.err().contains("from --data"), judged.err());
    }

    @Test
    void anotherShapeThanTheModelsIsRefused() {
        for (String[] more : new String[][] {{"--image-size", "8"}, {"--rgb"}}) {
            List<String> arguments = new ArrayList<>(List.of("evaluate", "--run", run.toString(), "--count", "5"));
            arguments.addAll(Arrays.asList(more));
            CommandRun refused = gen(arguments.toArray(String[]::new));
            assertEquals(2, refused.exitCode(), refused.out());
            assertTrue(refused.err().contains("trained on 1x12x12"), refused.err());
        }
    }

    @Test
    void aMetricOfPixelsTrainsNoNetwork() {
        String cache = directory.resolve("empty-cache").toString();
        CommandRun judged = CommandRun.of(
                Map.of("GEN_DATA", cache),
                "evaluate",
                "--run",
                run.toString(),
                "--metrics",
                "nearest_training_image,parzen_log_likelihood",
                "--count",
                "5",
                "--out",
                directory.resolve("pixels").toString());
        assertEquals(0, judged.exitCode(), judged.err());
        assertFalse(Files.exists(Path.of(cache)), "nothing was trained, so nothing is kept");
        assertFalse(judged.err().contains("training the"), judged.err());
    }

    @Test
    void comparesRunsInOneTableBySeveralSeeds() throws IOException {
        Path other = directory.resolve("other");
        train("vae", other);
        String out = directory.resolve("both").toString();
        String metrics = "frechet_distance,nearest_training_image,coverage,density_and_coverage";
        CommandRun refused = gen("evaluate", run.toString(), "--metrics", metrics);
        assertEquals(2, refused.exitCode());
        CommandRun both = gen(
                "evaluate",
                "--run",
                run.toString(),
                other.toString(),
                "--seeds",
                "1,2,3",
                "--count",
                "20",
                "--metrics",
                "frechet_distance,nearest_training_image,density_and_coverage",
                "--out",
                out);
        assertEquals(0, both.exitCode(), both.err());
        List<String> lines = both.out().lines().toList();
        assertTrue(lines.get(0).matches("metric +run +other +real images"), both.out());
        assertTrue(lines.get(2).matches("frechet_distance +\\S+ ± \\S+ +\\S+ ± \\S+ +\\S+"), both.out());
        assertTrue(both.out().contains("Features: encoder trained without labels of "), both.out());
        assertFalse(both.out().contains("do not compare"), both.out());
        JsonNode record = new ObjectMapper()
                .readTree(directory.resolve("both/metrics.json").toFile());
        assertEquals(3, record.get("seeds").size());
        double mean = 0;
        for (JsonNode seed : record.get("seeds")) {
            mean += seed.get("frechet_distance").asDouble() / 3;
        }
        assertEquals(mean, record.at("/metrics/0/value").asDouble(), 1e-9);
        assertTrue(record.at("/metrics/0/standard_error").asDouble() > 0);
        assertEquals(
                "vae",
                new ObjectMapper()
                        .readTree(directory.resolve("both/metrics-2.json").toFile())
                        .get("family")
                        .asText());
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() throws IOException {
        Path images = directory.resolve("any.npy");
        NpyFile.write(images, Nd4j.zeros(6, 144));
        assertMisuse("contradict each other", "--run", run.toString(), "--images", images.toString());
        assertMisuse("contradict each other", "--run", run.toString(), "--seed", "1", "--seeds", "2,3");
        assertMisuse("different seeds", "--run", run.toString(), "--seeds", "2,2");
        assertMisuse(
                "nosuch",
                "--run",
                run.toString(),
                "--run",
                directory.resolve("nosuch").toString());
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        assertMisuse("--metrics is beauty", "--run", run.toString(), "--metrics", "beauty");
        assertMisuse("--run", "--count", "5");
        Path images = directory.resolve("small.npy");
        NpyFile.write(images, Nd4j.zeros(6, 100));
        assertMisuse("must be [n, 144]", "--images", images.toString());
        NpyFile.write(images, Nd4j.zeros(6, 144));
        assertMisuse("--range is 0,256", "--images", images.toString(), "--range", "0,256");
        Path labels = directory.resolve("labels.npy");
        NpyFile.write(labels, Nd4j.zeros(5));
        assertMisuse("the real images have none", "--images", images.toString(), "--labels", labels.toString());
        CommandRun other = gen("evaluate", "--run", run.toString(), "--data", pictures.toString(), "--image-size", "8");
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("trained on 1x12x12"), other.err());
    }

    private void assertMisuse(String message, String... arguments) {
        CommandRun refused = evaluate(arguments);
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains(message), refused.err());
    }
}
