package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code gen manifold}, {@code gen interpolate} and {@code gen complete}, on synthetic digits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LatentVerbsTest {

    private static final int CELL = 30;

    private Path directory;

    @BeforeAll
    void train(@TempDir Path temporary) {
        directory = temporary;
        train("vae", "vae", "--latent", "3");
        train("conditional", "vae", "--latent", "2", "--conditional");
        train("ae", "ae", "--latent", "2");
        train("gan", "gan", "--latent", "4");
        train("cgan", "cgan", "--latent", "4");
    }

    private void train(String run, String family, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", family, "--data", "synthetic", "--limit", "64"));
        arguments.addAll(List.of("--epochs", "1", "--hidden", "8", "--out", path(run)));
        arguments.addAll(List.of(more));
        done(arguments.toArray(String[]::new));
    }

    @Test
    void interpolateGoesFromOneLabelToAnother() throws IOException {
        String[] way = {"interpolate", "--run", path("cgan"), "--steps", "5", "--force", "--out", path("labels.png")};
        done(with(way, "--label", "3", "--to-label", "8"));
        assertEquals(5 * CELL - 2, read("labels.png").getWidth());
        refused("--label is missing", with(way, "--to-label", "8"));
        refused("to is \"ten\": there is no such label", with(way, "--label", "3", "--to-label", "ten"));
        refused(
                "--to-label and --from contradict",
                with(way, "--label", "3", "--to-label", "8", "--from", "0", "--to", "1"));
        String[] plain = {"interpolate", "--run", path("gan"), "--out", path("no.png")};
        refused("--to-label is 8: this gan does not mix labels", with(plain, "--to-label", "8"));
    }

    @Test
    void sampleTruncates() throws IOException {
        String[] sample = {"sample", "--run", path("gan"), "--count", "4", "--out"};
        done(with(sample, path("plain.npy")));
        done(with(sample, path("wide.npy"), "--truncation", "50"));
        done(with(sample, path("narrow.npy"), "--truncation", "0.5"));
        byte[] plain = Files.readAllBytes(Path.of(path("plain.npy")));
        assertArrayEquals(plain, Files.readAllBytes(Path.of(path("wide.npy"))));
        assertFalse(Arrays.equals(plain, Files.readAllBytes(Path.of(path("narrow.npy")))));
        refused("truncation is 0.0: must be at least 0.001", with(sample, path("no.npy"), "--truncation", "0"));
    }

    @Test
    void manifoldDrawsTheGridAndWhereTheImagesLie() throws IOException {
        done("manifold", "--run", path("vae"), "--data", "synthetic", "--side", "4", "--out", path("grid.png"));
        assertEquals(4 * CELL - 2, read("grid.png").getWidth());
        assertTrue(colours(read("grid-latents.png")) > 10, "a colour for each label");
    }

    @Test
    void manifoldOfAConditionalModelNeedsALabel() throws IOException {
        String[] arguments = {
            "manifold", "--run", path("conditional"), "--data", "synthetic", "--side", "3", "--out", path("eights.png")
        };
        refused("--label is missing", arguments);
        done(with(arguments, "--label", "8"));
        assertEquals(3 * CELL - 2, read("eights.png").getHeight());
    }

    @Test
    void manifoldRefusesModelsWithoutNormalLatents() {
        refused("ae", "manifold", "--run", path("ae"), "--data", "synthetic", "--out", path("ae.png"));
        refused("encoder", "manifold", "--run", path("gan"), "--data", "synthetic", "--out", path("gan.png"));
        assertTrue(Files.notExists(directory.resolve("ae.png")));
    }

    @Test
    void interpolateWalksBetweenRandomLatents() throws IOException {
        done("interpolate", "--run", path("gan"), "--steps", "5", "--out", path("walk.png"));
        assertEquals(5 * CELL - 2, read("walk.png").getWidth());
        assertEquals(8, frames("walk.gif"), "there and back again");
        refused("exists already", "interpolate", "--run", path("gan"), "--steps", "5", "--out", path("walk.png"));
    }

    @Test
    void interpolateWalksBetweenImages() throws IOException {
        done("sample", "--run", path("vae"), "--count", "1", "--out", path("one.png"));
        String[] ends = {"interpolate", "--run", path("vae"), "--data", "synthetic", "--from", "0", "--to"};
        done(with(ends, path("one.png"), "--method", "linear", "--out", path("images.png")));
        assertEquals(16 * CELL - 2, read("images.png").getWidth());
        refused("no image 10000", with(ends, "10000", "--out", path("no.png")));
        refused("none.png", with(ends, "none.png", "--out", path("no.png")));
        refused("--from is missing", "interpolate", "--run", path("vae"), "--to", "1", "--out", path("no.png"));
        refused("encoder", "interpolate", "--run", path("gan"), "--from", "0", "--to", "1", "--out", path("no.png"));
    }

    @Test
    void interpolateDrawsTheLabelThatItIsAskedFor() throws IOException {
        String[] arguments = {"interpolate", "--run", path("conditional"), "--steps", "3", "--out", path("three.png")};
        refused("--label is missing", arguments);
        done(with(arguments, "--label", "3"));
        assertEquals(3 * CELL - 2, read("three.png").getWidth());
    }

    @Test
    void completeShowsOriginalHiddenAndCompleted() throws IOException {
        String[] arguments = {"complete", "--data", "synthetic", "--count", "3"};
        done(with(arguments, "--run", path("vae"), "--steps", "2", "--mask", "centre", "--out", path("completed.png")));
        BufferedImage picture = read("completed.png");
        assertEquals(3 * CELL - 2, picture.getWidth());
        assertEquals(128, picture.getRaster().getSample(CELL + 14, 14, 0), "the middle is hidden");
        assertEquals(
                picture.getRaster().getSample(10, 5, 0),
                picture.getRaster().getSample(2 * CELL + 10, 5, 0),
                "the rest is known");
        done(with(arguments, "--run", path("conditional"), "--out", path("conditional.png")));
        refused("nosuch", with(arguments, "--run", path("vae"), "--mask", "nosuch", "--out", path("no.png")));
        refused("steps is 0", with(arguments, "--run", path("vae"), "--steps", "0", "--out", path("no.png")));
    }

    /** Without --data, the run's own images are looked at. */
    @Test
    void completeTakesTheImagesThatTheModelLearntFrom() throws IOException {
        String[] arguments = {"complete", "--run", path("vae"), "--steps", "2", "--count", "2"};
        done(with(arguments, "--out", path("own.png")));
        done(with(arguments, "--data", "synthetic", "--seed", "1", "--out", path("given.png")));
        assertArrayEquals(
                Files.readAllBytes(directory.resolve("given.png")), Files.readAllBytes(directory.resolve("own.png")));
    }

    @Test
    void reconstructTellsAConditionalModelTheLabels() throws IOException {
        done(
                "reconstruct",
                "--run",
                path("conditional"),
                "--data",
                "synthetic",
                "--count",
                "2",
                "--out",
                path("pairs.png"));
        assertEquals(2 * CELL - 2, read("pairs.png").getWidth());
    }

    private static void done(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static void refused(String named, String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(named), run.err());
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private BufferedImage read(String name) throws IOException {
        return ImageIO.read(directory.resolve(name).toFile());
    }

    private static long colours(BufferedImage picture) {
        int width = picture.getWidth();
        return Arrays.stream(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width))
                .distinct()
                .count();
    }

    private int frames(String name) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in =
                ImageIO.createImageInputStream(directory.resolve(name).toFile())) {
            reader.setInput(in);
            return reader.getNumImages(true);
        } finally {
            reader.dispose();
        }
    }
}
