package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.image.Png;
import io.gen4j.interop.NpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What people bring, at the command line: read right, or refused in one line. */
class OwnDataTest {

    @TempDir
    private Path directory;

    @Test
    void aSummaryComesBeforeTheTraining() throws IOException {
        Path data = pictures("cats/indoor", "cats/outdoor", "dogs/old");
        Files.writeString(data.resolve("cats/a.avif"), "x");
        CommandRun run = train("cgan", data);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("of 2 labels: cats (8), dogs (4), of 8 x 8, become 8 x 8 grey"), run.out());
        assertTrue(run.out().contains(".avif, a format that is not read"), run.out());
        assertTrue(run.out().contains("colours with --rgb"), run.out());
    }

    @Test
    void aLimitIsASpreadThatResumeSeesAgain() throws IOException {
        Path data = pictures("a", "b", "c", "d");
        CommandRun run = train("cgan", data, "--limit", "8", "--seed", "5");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("a (2), b (2), c (2), d (2)"), run.out());
        JsonNode record = record();
        assertEquals(8, record.at("/source/limit").asInt());
        assertEquals(5, record.at("/source/limitSeed").asLong());
        assertEquals(8, record.at("/data/images").asInt());
        CommandRun resumed = CommandRun.of("resume", directory.resolve("run").toString(), "--epochs", "2");
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertTrue(!record().path("changes").toString().contains("source"), "the data is the same");
    }

    /** Records of before had neither rule nor seed: the first images, each labelled by the folder that it lies in. */
    @Test
    void aRunOfBeforeKeepsItsSelection() throws IOException {
        Path data = pictures("cats/indoor", "cats/outdoor", "dogs");
        CommandRun run = train("cgan", data, "--label-level", "last");
        assertEquals(0, run.exitCode(), run.err());
        Path config = directory.resolve("run/config.json");
        ObjectNode record = (ObjectNode) record();
        ObjectNode source = (ObjectNode) record.get("source");
        source.remove(List.of("labels", "limitSeed", "background"));
        Files.writeString(config, record.toString());
        CommandRun resumed = CommandRun.of("resume", directory.resolve("run").toString(), "--epochs", "2");
        assertEquals(0, resumed.exitCode(), resumed.err());
    }

    @Test
    void pictureBesideFoldersAskForARule() throws IOException {
        Path data = pictures("thumbs");
        for (int i = 0; i < 9; i++) {
            Png.write(data.resolve(i + ".png"), new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB));
        }
        CommandRun refused = train("vae", data);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--label-level first or none"), refused.err());
        assertEquals(0, train("vae", data, "--label-level", "none").exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--label-level=middle", "--background=mauve", "--background=12345", "--limit=-3"})
    void choicesThatAreNoneAreRefused(String option) throws IOException {
        CommandRun refused = train("vae", pictures("a"), option);
        assertEquals(2, refused.exitCode());
        String name = option.substring(2, option.indexOf('='));
        assertTrue(refused.err().contains(name + " is "), refused.err());
    }

    @Test
    void imagesOfEveryLayoutHaveTheSameFigures() throws IOException {
        Path data = pictures("a", "b", "c", "d");
        INDArray images = Nd4j.rand(30, 3, 8, 8);
        List<String> figures = new ArrayList<>();
        for (INDArray array : List.of(
                images,
                images.permute(0, 2, 3, 1),
                images.mul(255),
                images.mul(2).sub(1))) {
            Path file = directory.resolve("images.npy");
            NpyFile.write(file, array);
            CommandRun run = evaluate(data, file);
            assertEquals(0, run.exitCode(), run.err());
            assertTrue(run.err().contains("images.npy: 30 images, float32"), run.err());
            figures.add(new ObjectMapper()
                    .readTree(run.out())
                    .at("/metrics/0/value")
                    .asText()
                    .substring(0, 6));
        }
        assertEquals(1, figures.stream().distinct().count(), figures.toString());
        images.putScalar(5, Float.NaN);
        NpyFile.write(directory.resolve("images.npy"), images);
        CommandRun refused = evaluate(data, directory.resolve("images.npy"));
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("1 numbers of 5760"), refused.err());
    }

    private CommandRun evaluate(Path data, Path images) {
        return CommandRun.of(
                "evaluate",
                "--images",
                images.toString(),
                "--data",
                data.toString(),
                "--rgb",
                "--image-size",
                "8",
                "--metrics",
                "nearest_training_image",
                "--no-floors",
                "--json");
    }

    private JsonNode record() throws IOException {
        return new ObjectMapper().readTree(directory.resolve("run/config.json").toFile());
    }

    private CommandRun train(String family, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                family,
                "--data",
                data.toString(),
                "--image-size",
                "8",
                "--epochs",
                "1",
                "--batch-size",
                "4",
                "--hidden",
                "4",
                "--out",
                directory.resolve("run").toString()));
        arguments.addAll(Arrays.asList(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path pictures(String... folders) throws IOException {
        Path data = directory.resolve("data");
        for (String folder : folders) {
            Files.createDirectories(data.resolve(folder));
            for (int i = 0; i < 4; i++) {
                BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(i, folder.length() % 8, 0xff8000);
                Png.write(data.resolve(folder).resolve(i + ".png"), picture);
            }
        }
        return data;
    }
}
