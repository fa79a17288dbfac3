package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays that other programs leave, at the three options that take one: read, and said how, or refused in one line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrayMembersTest {

    private static final int IMAGES = 6;
    private static final int PIXELS = 784;
    private static final String SHAPE = "6, 28, 28";

    private Path directory;
    private Path run;
    private Path pictures;

    @BeforeAll
    void train(@TempDir Path temporary) throws IOException {
        directory = temporary;
        run = temporary.resolve("run");
        pictures = temporary.resolve("pictures");
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 20; i++) {
            Path folder = Files.createDirectories(pictures.resolve(String.valueOf(i / 2)));
            picture.setRGB(i, i, 0xffffff);
            Png.write(folder.resolve(i + ".png"), picture);
        }
        CommandRun trained = CommandRun.of(
                ("train gan --data synthetic --limit 50 --epochs 1 --latent 2 --hidden 4 --out " + run).split(" "));
        assertEquals(0, trained.exitCode(), trained.err());
    }

    private static Stream<Arguments> images() throws IOException {
        double[] bytes = ramp(0, 255);
        double[] unit = ramp(0, 1);
        double[] oneMore = ramp(0, 1);
        oneMore[7] = 1.0000001;
        double[] broken = ramp(0, 1);
        broken[broken.length - 1] = Double.NaN;
        double[] infinite = ramp(0, 1);
        infinite[0] = Double.NEGATIVE_INFINITY;
        byte[] good = NumPyBytes.array("|u1", SHAPE, bytes);
        return Stream.of(
                read("booleans", "0 to 1", NumPyBytes.array("|b1", SHAPE, ramp(0, 1.999))),
                read("half floats", "float16", NumPyBytes.array("<f2", SHAPE, zerosAndOnes())),
                read("half floats, big endian", "float16", NumPyBytes.array(">f2", SHAPE, zerosAndOnes())),
                read("floats from -1 to 1", "-1 to 1", NumPyBytes.array("<f4", SHAPE, ramp(-1, 1))),
                read("rounding above 1", "0 to 1", NumPyBytes.array("<f8", SHAPE, oneMore)),
                read("16 bits", "0 to 65535", NumPyBytes.array("<u2", SHAPE, ramp(0, 65535))),
                read("floats of bytes", "0 to 255", NumPyBytes.array("<f4", SHAPE, bytes)),
                read("a channel first", "0 to 255", NumPyBytes.array("|u1", "6, 1, 28, 28", bytes)),
                read("a channel last", "0 to 255", NumPyBytes.array("|u1", "6, 28, 28, 1", bytes)),
                read("rows", "0 to 255", NumPyBytes.array("|u1", "6, 784", bytes)),
                read("an archive", "0 to 255", NumPyBytes.archive(Map.of("x.npy", good))),
                read(
                        "an archive with a note",
                        "0 to 255",
                        NumPyBytes.archive(Map.of("x.npy", good, "a.txt", new byte[3]))),
                refused("no image", "[0, 28, 28]", NumPyBytes.array("<f4", "0, 28, 28")),
                refused("a number", "[]", NumPyBytes.array("<f4", "", 0.5)),
                refused("an image without a count", "[28, 28]", NumPyBytes.array("|u1", "28, 28", part(bytes, PIXELS))),
                refused("a flat image", "[784]", NumPyBytes.array("|u1", "784", part(bytes, PIXELS))),
                refused("five sizes", "[6, 1, 1, 28, 28]", NumPyBytes.array("|u1", "6, 1, 1, 28, 28", bytes)),
                refused("other pixels", "[6, 27, 28]", NumPyBytes.array("|u1", "6, 27, 28", part(bytes, 6 * 27 * 28))),
                refused("complex numbers", "<c8", NumPyBytes.array("<c8", SHAPE, bytes)),
                refused("objects", "|O", NumPyBytes.array("|O", SHAPE, bytes)),
                refused("text", "<U4", NumPyBytes.array("<U4", SHAPE, bytes)),
                refused("fields", "('a'", NumPyBytes.array("[('a', '<f4'), ('b', '<f4')]", SHAPE, bytes)),
                refused("NaN at the very end", "1 numbers of 4704", NumPyBytes.array("<f4", SHAPE, broken)),
                refused("an infinite number", "1 numbers of 4704", NumPyBytes.array("<f8", SHAPE, infinite)),
                refused("zeros and ones as bytes", "--range", NumPyBytes.array("|u1", SHAPE, ramp(0, 1.999))),
                refused("signed bytes", "--range", NumPyBytes.array("|i1", SHAPE, ramp(-128, 127))),
                refused("floats up to 300", "--range", NumPyBytes.array("<f4", SHAPE, ramp(0, 300))),
                refused("floats of all kinds", "--range", NumPyBytes.array("<f4", SHAPE, ramp(-3, 2))),
                refused("two arrays", "a, b", NumPyBytes.archive(new TreeMap<>(Map.of("a.npy", good, "b.npy", good)))),
                refused("no array", "without arrays", NumPyBytes.archive(Map.of("a.txt", new byte[3]))),
                refused("an empty archive", "without arrays", NumPyBytes.archive(Map.of())),
                refused("an empty file", "array.npy", new byte[0]),
                refused("a pickle", "array.npy", new byte[] {(byte) 0x80, 4, (byte) 0x95, 1}),
                refused("text in a file", "array.npy", "1,2,3\n".getBytes(StandardCharsets.US_ASCII)),
                refused("half an array", "array.npy", Arrays.copyOf(good, good.length / 2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void images(String what, boolean isRead, String said, byte[] content) throws IOException {
        check(
                isRead,
                said,
                CommandRun.of(
                        "evaluate",
                        "--images",
                        Files.write(directory.resolve("array.npy"), content).toString(),
                        "--data",
                        pictures.toString(),
                        "--metrics",
                        "nearest_training_image",
                        "--no-floors",
                        "--json"));
    }

    private static Stream<Arguments> latents() throws IOException {
        double[] four = {1, -1, 0, 2};
        byte[] good = NumPyBytes.array("<f4", "2, 2", four);
        return Stream.of(
                read("one latent", "", NumPyBytes.array("<f4", "1, 2", 1, 2)),
                read("half floats", "", NumPyBytes.array("<f2", "2, 2", four)),
                read("whole numbers", "", NumPyBytes.array("<i2", "2, 2", four)),
                read("an archive", "", NumPyBytes.archive(Map.of("z.npy", good))),
                refused("too wide", "[2, 3]", NumPyBytes.array("<f4", "2, 3", 1, 2, 3, 4, 5, 6)),
                refused("no latent", "[0, 2]", NumPyBytes.array("<f4", "0, 2")),
                refused("a single number", "[]", NumPyBytes.array("<f4", "", 1)),
                refused("a row without a count", "[2]", NumPyBytes.array("<f4", "2", 1, 2)),
                refused("as PyTorch's DCGAN has them", "[2, 2, 1, 1]", NumPyBytes.array("<f4", "2, 2, 1, 1", four)),
                refused("NaN in the last row", "row 1", NumPyBytes.array("<f4", "2, 2", 1, 2, 3, Double.NaN)),
                refused("too large for a float", "row 0", NumPyBytes.array("<f8", "2, 2", 1e300, 2, 3, 4)),
                refused("complex numbers", "<c8", NumPyBytes.array("<c8", "2, 2", four)),
                refused("objects", "|O", NumPyBytes.array("|O", "2, 2", four)),
                refused("fields", "('a'", NumPyBytes.array("[('a', '<f4'), ('b', '<f4')]", "2, 2", four)),
                refused("two arrays", "2 arrays", NumPyBytes.archive(Map.of("a.npy", good, "b.npy", good))),
                refused("no array", "without arrays", NumPyBytes.archive(Map.of("a.txt", new byte[3]))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void latents(String what, boolean isRead, String said, byte[] content) throws IOException {
        check(
                isRead,
                said,
                CommandRun.of(
                        "sample",
                        "--run",
                        run.toString(),
                        "--force",
                        "--out",
                        directory.resolve("out.png").toString(),
                        "--latents",
                        Files.write(directory.resolve("array.npy"), content).toString()));
    }

    private static Stream<Arguments> labels() throws IOException {
        double[] six = {0, 1, 2, 3, 4, 5};
        double[] oneHot = new double[60];
        IntStream.range(0, 6).forEach(i -> oneHot[i * 11] = 1);
        double[] twoHot = oneHot.clone();
        twoHot[1] = 1;
        return Stream.of(
                read("indices", "", NumPyBytes.array("|u1", "6", six)),
                read("a column of floats", "", NumPyBytes.array("<f4", "6, 1", six)),
                read("one-hot booleans", "", NumPyBytes.array("|b1", "6, 10", oneHot)),
                read("one-hot doubles", "", NumPyBytes.array("<f8", "6, 10", oneHot)),
                refused("a row", "[1, 6]", NumPyBytes.array("<i8", "1, 6", six)),
                refused("a number", "[]", NumPyBytes.array("<i8", "", 1)),
                refused("too few", "[5]", NumPyBytes.array("<i8", "5", 0, 1, 2, 3, 4)),
                refused("a fraction", "1.5", NumPyBytes.array("<f4", "6", 0, 1.5, 2, 3, 4, 5)),
                refused("below zero", "-1", NumPyBytes.array("<i4", "6", 0, -1, 2, 3, 4, 5)),
                refused("from one to ten", "10", NumPyBytes.array("<i4", "6", 1, 2, 3, 4, 5, 10)),
                refused("NaN", "NaN", NumPyBytes.array("<f4", "6", 0, 1, 2, 3, 4, Double.NaN)),
                refused("two ones in a row", "row 0", NumPyBytes.array("|u1", "6, 10", twoHot)),
                refused("scores of three", "one-hot [6, 10]", NumPyBytes.array("<f4", "6, 3", new double[18])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void labels(String what, boolean isRead, String said, byte[] content) throws IOException {
        Path images = Files.write(directory.resolve("images.npy"), NumPyBytes.array("|u1", SHAPE, ramp(0, 255)));
        check(
                isRead,
                said,
                CommandRun.of(
                        "evaluate",
                        "--images",
                        images.toString(),
                        "--labels",
                        Files.write(directory.resolve("array.npy"), content).toString(),
                        "--data",
                        pictures.toString(),
                        "--metrics",
                        "nearest_training_image",
                        "--no-floors",
                        "--json"));
    }

    private static void check(boolean isRead, String said, CommandRun run) {
        assertEquals(isRead ? 0 : 2, run.exitCode(), run.err());
        assertTrue(run.err().contains(said), run.err());
        if (!isRead) {
            String last = run.err().lines().reduce("", (before, line) -> line);
            assertTrue(last.startsWith("gen: ") && last.contains(said), run.err());
        }
    }

    private static Arguments read(String what, String said, byte[] content) {
        return Arguments.of(what, true, said, content);
    }

    private static Arguments refused(String what, String said, byte[] content) {
        return Arguments.of(what, false, said, content);
    }

    private static double[] ramp(double from, double to) {
        int last = IMAGES * PIXELS - 1;
        return IntStream.rangeClosed(0, last)
                .mapToDouble(i -> from + (to - from) * i / last)
                .toArray();
    }

    private static double[] zerosAndOnes() {
        return IntStream.range(0, IMAGES * PIXELS).mapToDouble(i -> i % 2).toArray();
    }

    private static double[] part(double[] values, int count) {
        return Arrays.copyOf(values, count);
    }
}
