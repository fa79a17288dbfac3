package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** {@code gen evaluate} from end to end, by metrics that need no classifier: those have tests of their own. */
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
        assertTrue(first.out().contains("skipped frechet_distance: "), first.out());
        JsonNode record =
                new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
        assertEquals("nearest_training_image", record.at("/metrics/0/name").asText());
        assertEquals(20, record.at("/metrics/0/images").asInt());
        assertTrue(record.at("/metrics/0/floor").isNumber());
        assertEquals(24, record.at("/train/count").asInt());
        assertEquals(4, record.at("/test/count").asInt());
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

    /** Nothing is drawn for what a model measures of itself. The pictures are those that it learnt from. */
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
        assertEquals(4, record.at("/metrics/0/images").asInt(), "test images");
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
        CommandRun training = gen(
                "train",
                "gan",
                "--data",
                labelled.toString(),
                "--image-size",
                "12",
                "--hidden",
                "8",
                "--epochs",
                "2",
                "--every",
                "1",
                "--every-count",
                "20",
                "--out",
                watched.toString());
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
        // The data are the run's own, which its record names.
        CommandRun judged =
                gen("evaluate", "--run", watched.toString(), "--metrics", "class_balance", "--count", "20", "--json");
        assertEquals(0, judged.exitCode(), judged.err());
        JsonNode record = new ObjectMapper().readTree(judged.out());
        assertEquals("class_balance", record.at("/metrics/0/name").asText());
        assertEquals(64, record.at("/classifier/sha256").asText().length());
    }

    @Test
    void everyNeedsLabels() {
        CommandRun refused = gen("train", "gan", "--data", pictures.toString(), "--every", "1");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--every needs images with labels"), refused.err());
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
        assertMisuse("5 labels", "--images", images.toString(), "--labels", labels.toString());
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
