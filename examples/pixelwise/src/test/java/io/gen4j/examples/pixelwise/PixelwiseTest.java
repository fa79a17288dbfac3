package io.gen4j.examples.pixelwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelwiseTest {

    @TempDir
    Path directory;

    @Test
    void learnsTheMeanAndTheDeviationOfEachPixel() throws IOException {
        byte[] pixels = {0, (byte) 255, (byte) 51, (byte) 255};
        ImageDataset images = ImageDataset.of("two", new ImageShape(1, 1, 2), pixels);
        try (Pixelwise model = new Pixelwise(PixelwiseConfig.DEFAULTS, ImageSpec.of(images))) {
            model.fit(images);
            assertArrayEquals(new float[] {0.1f, 1}, model.mean().toFloatVector(), 1e-6f);
            assertArrayEquals(new float[] {0.1f, 0.01f}, model.deviation().toFloatVector(), 1e-6f);
        }
    }

    /** The app as it is, with this module beside it on the class path. */
    @Test
    void theAppTrainsSamplesAndComparesIt() throws Exception {
        String train = gen("train", "pixelwise", "--data", "synthetic", "--limit", "500", "--out", "run");
        assertTrue(train.contains("wrote run"), train);
        gen("sample", "--run", "run", "--count", "16", "--out", "sixteen.png");
        assertTrue(Files.size(directory.resolve("sixteen.png")) > 0);
        String compared = gen("compare", "run", "run", "--data", "synthetic", "--out", "compared");
        assertTrue(compared.contains("pixelwise"), compared);
        assertTrue(Files.size(directory.resolve("compared/compare.png")) > 0);
        assertTrue(gen("train", "--help").contains("pixelwise"));
    }

    private String gen(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.gen4j.app.Gen"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        String text = process.waitFor() + " " + Files.readString(output);
        assertEquals('0', text.charAt(0), text);
        return text;
    }
}
