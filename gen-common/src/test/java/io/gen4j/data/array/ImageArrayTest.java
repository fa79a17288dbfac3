package io.gen4j.data.array;

import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageArrayTest {

    private static final ImageShape RGB = new ImageShape(3, 4, 5);
    private static final ImageShape GREY = new ImageShape(1, 4, 5);

    @TempDir
    private Path directory;

    @Test
    void theSameImagesInEveryLayoutAreTheSame() throws IOException {
        INDArray first = line(0, 1, 7 * 60).reshape(7, 3, 4, 5);
        String expected = read(first, RGB).checksum();
        assertEquals(expected, read(first.permute(0, 2, 3, 1), RGB).checksum());
        assertEquals(expected, read(first.reshape(7, 60), RGB).checksum());
        INDArray grey = line(0, 1, 7 * 20).reshape(7, 1, 4, 5);
        String same = read(grey, GREY).checksum();
        assertEquals(same, read(grey.reshape(7, 4, 5), GREY).checksum());
        assertEquals(same, read(grey.reshape(7, 4, 5, 1), GREY).checksum());
        assertEquals(same, read(grey.reshape(7, 20), GREY).checksum());
    }

    @Test
    void aShapeThatFitsBothLayoutsIsRefusedUntilItIsNamed() throws IOException {
        ImageShape both = new ImageShape(3, 3, 3);
        Path file = write(Nd4j.rand(2, 3, 3, 3));
        assertOneLine(
                assertThrows(UnclearArrayException.class, () -> ImageArray.open(file, both, null, null))
                        .getMessage(),
                file,
                "[2, 3, 3, 3]");
        assertEquals(
                2, ImageArray.open(file, both, ArrayLayout.CHANNELS_LAST, null).count());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0 to 1",
        "0.2, 0.4, 0 to 1",
        "0, 0, 0 to 1",
        "-1, 1, -1 to 1",
        "-0.1, 0.9, -1 to 1",
        "-1, -1, -1 to 1",
        "0, 255, 0 to 255",
        "3, 200, 0 to 255",
        "0, 2, 0 to 255",
        "-1.0002, 1.0002, -1 to 1"
    })
    void recognisesTheRangeOfFloats(float min, float max, String range) throws IOException {
        Path file = write(line(min, max, 60).reshape(1, 60));
        assertEquals(range, open(file, RGB).range().toString());
    }

    @ParameterizedTest
    @CsvSource({"0, 1.5", "-2, 2", "0, 256", "-1, 255", "0, 65535", "-0.5, 1.2", "-128, 127", "1.1, 1.9"})
    void refusesRangesThatAreInDoubt(float min, float max) throws IOException {
        Path file = write(line(min, max, 60).reshape(1, 60));
        assertOneLine(
                assertThrows(UnclearArrayException.class, () -> open(file, RGB)).getMessage(), file, "say which");
        ImageArray named = ImageArray.open(file, RGB, null, ValueRange.UNIT);
        assertOneLine(named.description(), "outside become black or white");
    }

    @ParameterizedTest
    @CsvSource({
        "|u1, 00ff, 0 to 255, 0, 255",
        "|u1, 0000, 0 to 255, 0, 0",
        "|b1, 0001, 0 to 1, 0, 255",
        "<i8, 0000000000000000ff00000000000000, 0 to 255, 0, 255",
        ">u2, 0000ffff, 0 to 65535, 0, 255",
        "<u2, 00008000, 0 to 255, 0, 128",
        "<f2, 0000003c, 0 to 1, 0, 255"
    })
    void recognisesTheRangeOfEveryType(String descr, String hex, String range, int black, int white)
            throws IOException {
        Path file = write(descr, "(2, 1)", java.util.HexFormat.of().parseHex(hex));
        ImageArray array = open(file, new ImageShape(1, 1, 1));
        assertEquals(range, array.range().toString());
        ImageDataset images = array.read(2, 1, new int[0], List.of());
        assertArrayEquals(new int[] {black, white}, new int[] {pixel(images, 0), pixel(images, 1)});
    }

    /** They may be masks, or almost black. */
    @Test
    void zerosAndOnesAsBytesAreInDoubt() throws IOException {
        Path file = write("|u1", "(2, 1)", new byte[] {0, 1});
        assertThrows(UnclearArrayException.class, () -> open(file, new ImageShape(1, 1, 1)));
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void countsNumbersThatAreNotFinite(float value) throws IOException {
        INDArray images = Nd4j.rand(2, 60);
        images.putScalar(0, 7, value);
        images.putScalar(1, 59, value);
        Path file = write(images);
        assertOneLine(
                assertThrows(InvalidDataException.class, () -> open(file, RGB)).getMessage(), file, "2 numbers of 120");
    }

    @ParameterizedTest
    @CsvSource({"'2,61'", "'2,3,5,4'", "'2,4,5'", "'2,4,5,4'", "'120'", "'2,3,4,5,1'", "'2,1,60'", "'2,5,4,3'"})
    void refusesOtherShapes(String text) throws IOException {
        long[] shape = java.util.Arrays.stream(text.split(","))
                .mapToLong(Long::parseLong)
                .toArray();
        Path file = write(Nd4j.rand(shape));
        assertOneLine(
                assertThrows(InvalidDataException.class, () -> open(file, RGB)).getMessage(), file, "must be [n, 60]");
    }

    /** Half of images whose labels come in turn must not be those of every other label. */
    @Test
    void aPartOfTheImagesHasEveryLabel() throws IOException {
        int[] inTurn = new int[1000];
        java.util.Arrays.setAll(inTurn, i -> i % 10);
        List<String> names = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        ImageArray array = open(write(Nd4j.rand(1000, 1)), new ImageShape(1, 1, 1));
        for (int count : new int[] {100, 200, 500}) {
            ImageDataset some = array.read(count, 1, inTurn, names);
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < count; i++) {
                seen.add(some.label(i));
            }
            assertEquals(count, some.size());
            assertEquals(10, seen.size());
        }
    }

    @Test
    void readsLabelsAsNumbersAndOneHot() throws IOException {
        List<String> names = List.of("a", "b", "c");
        assertArrayEquals(new int[] {2, 0}, labels(Nd4j.createFromArray(2f, 0f), 2, names));
        assertArrayEquals(new int[] {2, 0}, labels(Nd4j.createFromArray(new float[][] {{2}, {0}}), 2, names));
        assertArrayEquals(
                new int[] {2, 0}, labels(Nd4j.createFromArray(new float[][] {{0, 0, 1}, {1, 0, 0}}), 2, names));
        for (INDArray wrong : List.of(
                Nd4j.createFromArray(0f, 3f),
                Nd4j.createFromArray(0f, -1f),
                Nd4j.createFromArray(0f, 0.5f),
                Nd4j.createFromArray(0f, Float.NaN),
                Nd4j.createFromArray(0f, 1f, 2f),
                Nd4j.createFromArray(new float[][] {{0, 1, 1}, {1, 0, 0}}),
                Nd4j.createFromArray(new float[][] {{0, 0.5f, 0.5f}, {1, 0, 0}}))) {
            assertThrows(InvalidDataException.class, () -> labels(wrong, 2, names));
        }
    }

    private static INDArray line(float min, float max, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = min + (max - min) * i / (count - 1);
        }
        return Nd4j.createFromArray(values);
    }

    private int[] labels(INDArray array, int count, List<String> names) throws IOException {
        return ImageArray.readLabels(NpyFile.single(write(array)), count, names);
    }

    private ImageDataset read(INDArray images, ImageShape shape) throws IOException {
        return open(write(images), shape).read(100, 1, new int[0], List.of());
    }

    private static ImageArray open(Path file, ImageShape shape) throws IOException {
        return ImageArray.open(file, shape, null, (@Nullable ValueRange) null);
    }

    private static int pixel(ImageDataset images, int index) {
        byte[] pixel = new byte[1];
        images.copyPixels(index, pixel, 0);
        return pixel[0] & 0xff;
    }

    private Path write(INDArray images) throws IOException {
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, images);
        return file;
    }

    private Path write(String descr, String shape, byte[] numbers) throws IOException {
        byte[] header = ("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + "}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length + numbers.length);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0});
        return Files.write(
                directory.resolve("typed.npy"), bytes.put(header).put(numbers).array());
    }
}
