package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays as NumPy saves them, of any type and order, at the command line. */
class ForeignArraysTest {

    private static final int IMAGES = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"<f8, 8", ">f8, 8", "<f4, 4", ">f4, 4", "<i8, 8", ">i4, 4", "|i1, 1"})
    void latentsOfEveryTypeDrawTheSame(String type, int size) throws IOException {
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
        byte[] expected = sample(npy("<f4", 4, "2, 2", latents), "expected");
        assertTrue(java.util.Arrays.equals(expected, sample(npy(type, size, "2, 2", latents), "images")), type);
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
    @CsvSource({"|u1, 1", "<u2, 2", ">u2, 2", "<i4, 4", ">i8, 8", "<f8, 8", ">f4, 4"})
    void imagesOfEveryTypeHaveTheSameFigure(String type, int size) throws IOException {
        String shape = IMAGES + ", 28, 28";
        assertEquals(
                figure("a.npy", npy("|u1", 1, shape, pixels())), figure("b.npy", npy(type, size, shape, pixels())));
    }

    @Test
    void anArchiveOfArraysIsReadToo() throws IOException {
        byte[] images = npy("|u1", 1, IMAGES + ", 28, 28", pixels());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("arr_0.npy"));
            zip.write(images);
            zip.putNextEntry(new ZipEntry("y.npy"));
            zip.write(npy("<i8", 8, String.valueOf(IMAGES), new double[IMAGES]));
        }
        assertEquals(figure("a.npy", images), figure("a.npz", bytes.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c8", "|O", "|S4", "<U4", "<M8[s]"})
    void otherTypesAreRefusedByName(String type) throws IOException {
        Path file = Files.write(directory.resolve("a.npy"), npy(type, 8, IMAGES + ", 28, 28", pixels()));
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

    /** An array as NumPy's own {@code save} writes it. */
    private static byte[] npy(String type, int size, String shape, double[] values) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape
                + (shape.contains(",") ? "" : ",") + "), }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {
            (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), (byte) (header.length() >> 8)
        });
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer data = ByteBuffer.allocate(values.length * size)
                .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            put(data, type.charAt(1), size, value);
        }
        out.write(data.array());
        return out.toByteArray();
    }

    private static void put(ByteBuffer data, char kind, int size, double value) {
        switch (size) {
            case 1 -> data.put((byte) value);
            case 2 -> data.putShort((short) value);
            case 4 -> {
                if (kind == 'f') {
                    data.putFloat((float) value);
                } else {
                    data.putInt((int) value);
                }
            }
            default -> {
                if (kind == 'f') {
                    data.putDouble(value);
                } else {
                    data.putLong((long) value);
                }
            }
        }
    }
}
