package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.examples.DrawShapes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of coloured pictures with a sub-folder a label goes through every kind of model and comes out in colour. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ColouredFolderTest {

    private Path directory;
    private Path shapes;

    @BeforeAll
    void draw(@TempDir Path temporary) throws IOException {
        directory = temporary;
        shapes = directory.resolve("shapes");
        DrawShapes.draw(shapes, 48, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "vae, --hidden, 16, ''",
        "vae, --features, 2, --conv",
        "gan, --hidden, 16, ''",
        "cgan, --hidden, 4, --label",
        "dcgan, --features, 2, ''",
        "dcgan, --features, 2, --conditional"
    })
    void comesOutInColour(String family, String size, String value, String more) throws IOException {
        Path run = directory.resolve(family + more);
        Path picture = directory.resolve(family + more + ".png");
        boolean isConditional = more.equals("--label") || more.equals("--conditional");
        done(
                "train",
                family,
                "--data",
                shapes.toString(),
                "--rgb",
                "--image-size",
                "16",
                "--epochs",
                "1",
                "--batch-size",
                "16",
                size,
                value,
                "--out",
                run.toString(),
                more.startsWith("--con") ? more : "--seed=1");
        done(
                "sample",
                "--run",
                run.toString(),
                "--count",
                "1",
                "--out",
                picture.toString(),
                isConditional ? "--label=triangle" : "--seed=1");
        BufferedImage drawn = ImageIO.read(picture.toFile());
        assertEquals(16, drawn.getWidth());
        boolean isColoured = false;
        for (int i = 0; i < 256; i++) {
            int rgb = drawn.getRGB(i % 16, i / 16);
            isColoured |= (rgb & 0xff) != (rgb >> 8 & 0xff);
        }
        assertTrue(isColoured, "blue and green differ somewhere");
    }

    private static void done(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.exitCode(), run.err());
    }
}
