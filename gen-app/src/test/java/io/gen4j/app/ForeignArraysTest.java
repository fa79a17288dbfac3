package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays as NumPy saves them, of any type and order, at the command line. */
class ForeignArraysTest {

    private static final int IMAGES = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"<f8", ">f8", "<f4", ">f4", "<i8", ">i4", "|i1"})
    void latentsOfEveryTypeDrawTheSame(String type) throws IOException {
        CommandRun run = CommandRun.of(
                "train",
                "gan",
                "--data",
                "synthetic",
                "--limit",
                "50",
                "--epochs",
                "1",
                "--latent",
                "2",
                "--hidden",
                "4",
                "--out",
                directory.resolve("run").toString());
        assertEquals(0, run.exitCode(), run.err());
        double[] latents = {1, -1, 0, 2};
        byte[] expected = sample(NumPyBytes.array("<f4", "2, 2", latents), "expected");
        assertTrue(java.util.Arrays.equals(expected, sample(NumPyBytes.array(type, "2, 2", latents), "images")), type);
    }

    private byte[] sample(byte[] latents, String name) throws IOException {
        Path file = Files.write(directory.resolve(name + "-z.npy"), latents);
        Path out = directory.resolve(name + ".npy");
        CommandRun run = CommandRun.of(
                "sample",
                "--run",
                directory.resolve("run").toString(),
                "--latents",
                file.toString(),
                "--out",
                out.toString());
        assertEquals(0, run.exitCode(), run.err());
        return Files.readAllBytes(out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"|u1", "<u2", ">u2", "<i4", ">i8", "<f8", ">f4"})
    void imagesOfEveryTypeHaveTheSameFigure(String type) throws IOException {
        String shape = IMAGES + ", 28, 28";
        assertEquals(
                figure("a.npy", NumPyBytes.array("|u1", shape, pixels())),
                figure("b.npy", NumPyBytes.array(type, shape, pixels())));
    }

    @Test
    void anArchiveOfArraysIsReadToo() throws IOException {
        byte[] images = NumPyBytes.array("|u1", IMAGES + ", 28, 28", pixels());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(images);
            zip.putNextEntry(new ZipEntry("y.npy"));
            zip.write(NumPyBytes.array("<i8", String.valueOf(IMAGES), new double[IMAGES]));
        }
        assertEquals(figure("a.npy", images), figure("a.npz", bytes.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c8", "|O", "|S4", "<U4", "<M8[s]"})
    void otherTypesAreRefusedByName(String type) throws IOException {
        Path file = Files.write(directory.resolve("a.npy"), NumPyBytes.array(type, IMAGES + ", 28, 28", pixels()));
        CommandRun run = evaluate(file);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().contains(type), run.err());
    }

    private String figure(String name, byte[] content) throws IOException {
        CommandRun run = evaluate(Files.write(directory.resolve(name), content));
        assertEquals(0, run.exitCode(), run.err());
        return run.out().replaceAll("(?s).*?\"value\" *: *([-0-9.eE]+).*", "$1");
    }

    private static CommandRun evaluate(Path images) {
        return CommandRun.of(
                "evaluate",
                "--images",
                images.toString(),
                "--data",
                "synthetic",
                "--limit",
                "50",
                "--metrics",
                "nearest_training_image",
                "--no-floors",
                "--json");
    }

    private static double[] pixels() {
        double[] values = new double[IMAGES * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 31 % 128;
        }
        return values;
    }
}
