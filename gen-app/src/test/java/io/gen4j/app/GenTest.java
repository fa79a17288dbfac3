package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.data.source.IdxFile;
import io.gen4j.interop.NpyFile;
import io.gen4j.nn.device.Engine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The program from end to end, on synthetic digits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GenTest {

    private Path directory;
    private Path vae;
    private Path gan;
    private CommandRun vaeRun;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        vae = directory.resolve("vae");
        gan = directory.resolve("gan");
        Path config = Files.writeString(
                directory.resolve("small.yaml"), "latent: 4\nhidden: 8\nepochs: 7\nbatchSize: 32\ndata: synthetic\n");
        vaeRun = CommandRun.of(
                "train",
                "vae",
                "--config",
                config.toString(),
                "--epochs",
                "2",
                "--limit",
                "200",
                "--out",
                vae.toString());
        CommandRun ganRun = CommandRun.of(
                "train",
                "gan",
                "--data",
                "synthetic",
                "--limit",
                "200",
                "--epochs",
                "1",
                "--hidden",
                "8",
                "--out",
                gan.toString());
        assertEquals(0, vaeRun.exitCode(), vaeRun.err());
        assertEquals(0, ganRun.exitCode(), ganRun.err());
    }

    @Test
    void trainWritesARunDirectory() throws IOException {
        assertEquals(
                List.of(
                        ".lock",
                        "checkpoints",
                        "config.json",
                        "evaluation.csv",
                        "loss.png",
                        "metrics.csv",
                        "model.zip",
                        "progress.gif",
                        "progress.png",
                        "samples",
                        "status.json"),
                names(vae).stream()
                        .filter(name -> !name.startsWith("events.out.tfevents."))
                        .toList());
        assertEquals(
                1,
                names(vae).stream()
                        .filter(name -> name.startsWith("events.out.tfevents."))
                        .count());
        assertEquals(
                List.of("reconst-1.png", "reconst-2.png", "sampled-1.png", "sampled-2.png"),
                names(vae.resolve("samples")));
        assertTrue(
                names(gan).containsAll(List.of("loss.png", "discriminator.png")),
                names(gan).toString());
        assertEquals(
                List.of("discriminator.zip", "generator-learning.zip", "generator.zip"),
                names(gan.resolve("networks")));
        assertEquals(List.of("fake_images-1.png", "real_images.png"), names(gan.resolve("samples")));
        assertTrue(vaeRun.out().contains("wrote " + vae), vaeRun.out());
        List<String> metrics = Files.readAllLines(gan.resolve("metrics.csv"));
        assertEquals("epoch,step,d_loss_nats,g_loss_nats,d_real,d_fake,images_per_second", metrics.get(0));
        assertEquals(2, metrics.size());
    }

    @Test
    void optionsWinOverTheConfigFile() throws IOException {
        JsonNode record = new ObjectMapper().readTree(vae.resolve("config.json").toFile());
        assertEquals(2, record.at("/config/epochs").asInt());
        assertEquals(4, record.at("/config/latent").asInt());
        assertEquals(32, record.at("/config/batchSize").asInt());
        assertEquals(200, record.at("/data/images").asInt());
        assertEquals(64, record.at("/data/sha256").asText().length());
    }

    @Test
    void sampleDrawsAGrid() throws IOException {
        Path file = directory.resolve("grid.png");
        assertDone("sample", "--run", vae.toString(), "--grid", "2x5", "--out", file.toString());
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(5 * 30 - 2, picture.getWidth());
        assertEquals(2 * 30 - 2, picture.getHeight());
    }

    @Test
    void sampleGivesTheSameImagesInEveryForm() throws IOException {
        Path numbers = directory.resolve("a.npy");
        Path bytes = directory.resolve("a.idx");
        Path pictures = directory.resolve("pictures");
        for (Path out : List.of(numbers, bytes, pictures)) {
            assertDone("sample", "--run", gan.toString(), "--count", "3", "--seed", "5", "--out", out.toString());
        }
        INDArray array = NpyFile.read(numbers);
        assertArrayEquals(new long[] {3, 1, 28, 28}, array.shape());
        byte[] pixels = IdxFile.read(bytes).values();
        assertEquals(Math.round((array.getFloat(2, 0, 3, 4) + 1) / 2 * 255), pixels[2 * 784 + 3 * 28 + 4] & 0xff);
        assertEquals(List.of("00000.png", "00001.png", "00002.png"), names(pictures));
        BufferedImage third = ImageIO.read(pictures.resolve("00002.png").toFile());
        assertEquals(pixels[2 * 784 + 3 * 28 + 4] & 0xff, third.getRaster().getSample(4, 3, 0));
    }

    @Test
    void sampleTakesLatents() throws IOException {
        Path latents = directory.resolve("z.npy");
        Path images = directory.resolve("from-z.npy");
        NpyFile.write(latents, Nd4j.zeros(2, 4));
        assertDone("sample", "--run", vae.toString(), "--latents", latents.toString(), "--out", images.toString());
        INDArray array = NpyFile.read(images);
        assertArrayEquals(new long[] {2, 1, 28, 28}, array.shape());
        assertEquals(array.slice(0), array.slice(1));
    }

    @Test
    void sampleReplacesOnlyByForce() throws IOException {
        Path file = Files.writeString(directory.resolve("mine.png"), "mine");
        CommandRun refused = CommandRun.of("sample", "--run", vae.toString(), "--out", file.toString());
        assertEquals(2, refused.exitCode());
        assertEquals("mine", Files.readString(file));
        assertDone("sample", "--run", vae.toString(), "--out", file.toString(), "--force");
        assertEquals(8 * 30 - 2, ImageIO.read(file.toFile()).getWidth());
    }

    @Test
    void aConditionalModelDrawsWhatItIsAskedFor() throws IOException {
        Path cgan = directory.resolve("cgan");
        Path grid = directory.resolve("labels.npy");
        assertDone(
                "train",
                "cgan",
                "--data",
                "synthetic",
                "--limit",
                "64",
                "--epochs",
                "1",
                "--hidden",
                "4",
                "--out",
                cgan.toString());
        assertDone("sample", "--run", cgan.toString(), "--labels", "8,3", "--count", "4", "--out", grid.toString());
        assertArrayEquals(new long[] {4, 1, 28, 28}, NpyFile.read(grid).shape());
        CommandRun unknown = CommandRun.of(
                "sample",
                "--run",
                cgan.toString(),
                "--label",
                "ten",
                "--out",
                directory.resolve("ten.png").toString());
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("\"ten\"") && unknown.err().contains("8, 9"), unknown.err());
        CommandRun needless = CommandRun.of(
                "sample",
                "--run",
                gan.toString(),
                "--label",
                "1",
                "--out",
                directory.resolve("one.png").toString());
        assertEquals(2, needless.exitCode());
        assertTrue(Files.notExists(directory.resolve("one.png")));
    }

    @Test
    void reconstructShowsPairs() throws IOException {
        Path file = directory.resolve("pairs.png");
        assertDone(
                "reconstruct",
                "--run",
                vae.toString(),
                "--data",
                "synthetic",
                "--count",
                "8",
                "--grid",
                "2x8",
                "--out",
                file.toString());
        assertEquals(8 * 30 - 2, ImageIO.read(file.toFile()).getWidth());
    }

    @Test
    void infoTellsWhatIsUsed() {
        CommandRun run = CommandRun.of("info");
        assertEquals(0, run.exitCode());
        for (String word : List.of("CpuBackend", "OMP_WAIT_POLICY", "dl4j=", "vae", "no-such-folder")) {
            assertTrue(run.out().contains(word), word + " in " + run.out());
        }
    }

    @Test
    void infoTellsTheEngineAndWhoChoseIt() {
        System.setProperty(Engine.PROPERTY, "nd4j");
        try {
            String row = CommandRun.of("info")
                    .out()
                    .lines()
                    .filter(line -> line.startsWith(Engine.VARIABLE))
                    .findFirst()
                    .orElseThrow();
            assertTrue(row.contains("nd4j  (set by the property gen4j.engine)"), row);
            System.setProperty(Engine.PROPERTY, "cuda");
            CommandRun refused = CommandRun.of("info");
            assertEquals(2, refused.exitCode());
            assertEquals("", refused.out());
            assertEquals(
                    "gen: gen4j.engine is cuda: must be host or nd4j",
                    refused.err().strip());
        } finally {
            System.clearProperty(Engine.PROPERTY);
        }
    }

    @Test
    void helpListsTheSettingsOfTheFamily() {
        CommandRun run = CommandRun.of("train", "gan", "--help");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("--learning-rate"), run.out());
        assertTrue(run.out().contains("Examples:"), run.out());
    }

    @Test
    void completionKnowsTheModels() {
        CommandRun run = CommandRun.of("generate-completion");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("gan") && run.out().contains("compgen"), run.out());
    }

    private static void assertDone(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static List<String> names(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void measuresSpeed() throws IOException {
        CommandRun run = CommandRun.of("bench", "gan", "--seconds", "0.2", "--json", "--data", "synthetic");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertEquals("gan", result.path("model").asText());
        assertEquals(100, result.path("batch").asInt());
        for (String rate : List.of("train_images_per_s", "sample_images_per_s", "gemm_share")) {
            assertTrue(result.path(rate).asDouble() > 0, run.out());
        }
        double shares = result.path("gemm_share").asDouble()
                + result.path("memory_share").asDouble()
                + result.path("waiting_share").asDouble();
        assertEquals(1, shares, 0.02, run.out());
        assertTrue(
                List.of("arithmetic", "memory", "waiting")
                        .contains(result.path("bound").asText()),
                run.out());
    }
}
