package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.file.InvalidDataException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

    private static final ImageShape GREY = new ImageShape(1, 4, 4);
    private static final ImageShape RGB = new ImageShape(3, 4, 4);
    private static final int RED = 0xffff0000;
    private static final int ORANGE = 0xffff8000;
    private static final int WHITE = 0xffffffff;
    private static final int BLACK = 0xff000000;

    @TempDir
    private Path folder;

    private final List<String> skipped = new ArrayList<>();

    @Test
    void subFoldersAreLabelsInTheOrderOfTheirNames() throws IOException {
        write("dog/1.png", plain(RED));
        write("cat/b.png", plain(BLACK));
        write("cat/a.png", plain(WHITE));
        write("cat/young/c.png", plain(WHITE));
        Files.writeString(folder.resolve("cat/readme.txt"), "no picture");
        Files.createDirectory(folder.resolve("empty"));

        ImageDataset data = read(GREY);

        assertEquals(List.of("cat", "dog"), data.labelNames());
        assertArrayEquals(new int[] {0, 0, 0, 1}, labels(data));
        assertArrayEquals(new int[] {255, 0, 255, 76}, firstPixels(data));
        assertEquals(folder.toString(), data.name());
        assertEquals(GREY, data.shape());
        assertEquals(List.of(), skipped);
    }

    @Test
    void namesMayHoldAnything() throws IOException {
        String label = spellable("Übung 100%25 + #1", "100%25 + #1");
        write(label + "/a b.png", plain(WHITE));
        assertEquals(List.of(label), read(GREY).labelNames());
    }

    @Test
    void aFolderOfPicturesAloneHasNoLabels() throws IOException {
        write("b.png", plain(BLACK));
        write("a.png", plain(WHITE));
        ImageDataset data = read(GREY);
        assertEquals(List.of(), data.labelNames());
        assertArrayEquals(new int[] {255, 0}, firstPixels(data));
    }

    @Test
    void passesOverWhatIsHidden() throws IOException {
        write("a.png", plain(WHITE));
        write("._a.png", plain(BLACK));
        write(".thumbnails/a.png", plain(BLACK));
        assertEquals(1, read(GREY).size());
    }

    @Test
    void greyIsLumaAndColoursLieChannelByChannel() throws IOException {
        write("orange.png", plain(ORANGE));
        assertArrayEquals(fill(16, (int) Math.round(0.299 * 255 + 0.587 * 128)), pixels(read(GREY), 0));

        int[] colour = pixels(read(RGB), 0);
        assertArrayEquals(fill(16, 255), Arrays.copyOfRange(colour, 0, 16));
        assertArrayEquals(fill(16, 128), Arrays.copyOfRange(colour, 16, 32));
        assertArrayEquals(fill(16, 0), Arrays.copyOfRange(colour, 32, 48));
    }

    @Test
    void aPictureOfTheRightSizeStaysAsItIs() throws IOException {
        BufferedImage picture = draw(BufferedImage.TYPE_INT_RGB, 4, 4, (x, y) -> 0x010101 * (16 * (4 * y + x)));
        write("a.png", picture);
        int[] expected = new int[16];
        Arrays.setAll(expected, i -> 16 * i);
        assertArrayEquals(expected, pixels(read(GREY), 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyFilesAreNotBrightened(int type) throws IOException {
        BufferedImage picture = new BufferedImage(4, 4, type);
        int sample = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 * 257;
        picture.getRaster().setSamples(0, 0, 4, 4, 0, fill(16, sample));
        write("a.png", picture);
        assertArrayEquals(fill(16, 100), pixels(read(GREY), 0));
    }

    @Test
    void transparentPixelsLieOnWhite() throws IOException {
        write("a.png", draw(BufferedImage.TYPE_INT_ARGB, 4, 4, (x, y) -> 0x00000000));
        write("b.png", draw(BufferedImage.TYPE_INT_ARGB, 4, 4, (x, y) -> 0x80000000));
        write("c.png", greyWithAlpha(100, 0x80));
        assertArrayEquals(new int[] {255, 127, 177}, firstPixels(read(GREY)));
    }

    /** The middle third, from left to right or from top to bottom, differs from the others: it alone is to be seen. */
    @ParameterizedTest
    @CsvSource({"24, 8", "8, 24", "12, 4", "4, 12", "6, 2", "2, 6"})
    void cutsOutTheCentre(int width, int height) throws IOException {
        write("a.png", draw(BufferedImage.TYPE_INT_RGB, width, height, (x, y) -> {
            double along = width > height ? (x + 0.5) / width : (y + 0.5) / height;
            return along < 1 / 3.0 || along > 2 / 3.0 ? RED : WHITE;
        }));
        int[] pixels = pixels(read(GREY), 0);
        int centre = pixels[5] + pixels[6] + pixels[9] + pixels[10];
        assertEquals(4 * 255, centre, 40);
        // Cubic convolution looks beyond the cut, where the picture goes on, so its edge is a little darker.
        assertTrue(Arrays.stream(pixels).min().orElseThrow() > 200, () -> Arrays.toString(pixels));
    }

    @Test
    void shrinkingCountsEveryPixel() throws IOException {
        write("fine.png", draw(BufferedImage.TYPE_INT_RGB, 400, 400, (x, y) -> x % 5 == 0 ? WHITE : BLACK));
        for (int pixel : pixels(read(GREY), 0)) {
            assertEquals(51, pixel, 2);
        }
    }

    @Test
    void shrinkingAndGrowingKeepTheOrientation() throws IOException {
        IntBinaryOperator quarter = (x, y) -> x == 0 && y == 0 ? WHITE : BLACK;
        write("large.png", draw(BufferedImage.TYPE_INT_RGB, 90, 90, (x, y) -> quarter.applyAsInt(x / 45, y / 45)));
        write("small.png", draw(BufferedImage.TYPE_INT_RGB, 2, 2, quarter));
        ImageDataset data = read(GREY);
        for (int i = 0; i < 2; i++) {
            int[] pixels = pixels(data, i);
            assertTrue(pixels[0] > 220, "top left of " + i + " is white: " + Arrays.toString(pixels));
            assertTrue(pixels[3] < 30 && pixels[12] < 30 && pixels[15] < 30, Arrays.toString(pixels));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "jfif", "jpe", "dib", "PNG", "Jpg", "TIF"})
    void readsEveryFormatInAnyCase(String ending) throws IOException {
        write("a." + ending, plain(ORANGE));
        int[] pixels = pixels(read(RGB), 0);
        assertEquals(255, pixels[0], 4);
        assertEquals(128, pixels[16], 4);
        assertEquals(0, pixels[32], 4);
    }

    @Test
    void readsWbmp() throws IOException {
        write("a.wbmp", draw(BufferedImage.TYPE_BYTE_BINARY, 4, 4, (x, y) -> x < 2 ? WHITE : BLACK));
        assertArrayEquals(new int[] {255, 255, 0, 0}, Arrays.copyOf(pixels(read(GREY), 0), 4));
    }

    @Test
    void namesAPictureThatCannotBeDecodedAndLeavesItOut() throws IOException {
        write("cat/a.png", plain(WHITE));
        Files.writeString(folder.resolve("cat/b.png"), "not a picture");
        Files.createFile(folder.resolve("cat/c.jpg"));
        write("dog/d.png", plain(RED));

        ImageDataset data = read(GREY);

        assertArrayEquals(new int[] {255, 76}, firstPixels(data));
        assertArrayEquals(new int[] {0, 1}, labels(data));
        assertEquals(2, skipped.size());
        assertOneLine(skipped.get(0), "b.png");
        assertOneLine(skipped.get(1), "c.jpg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tif"})
    void halfAFileIsNoPicture(String ending) throws IOException {
        write("whole.png", plain(WHITE));
        Path file = write(
                "broken." + ending, draw(BufferedImage.TYPE_INT_RGB, 50, 50, (x, y) -> (x * 31 + y * 17) * 0x10305));
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length / 2));

        assertEquals(1, read(GREY).size());
        assertEquals(1, skipped.size());
        assertOneLine(skipped.get(0), "broken." + ending);
    }

    @Test
    void doesNotDecodeAGiant() throws IOException {
        write("whole.png", plain(WHITE));
        claimSize(write("giant.png", plain(WHITE)), 1 << 20, 1 << 20);
        assertEquals(1, read(GREY).size());
        assertEquals(1, skipped.size());
        assertOneLine(skipped.get(0), "giant.png", "1048576 x 1048576");
    }

    @Test
    void refusesAFolderOfNoPicturesAndSaysWhatItTakes() throws IOException {
        assertOneLine(refusal(folder), folder);
        Files.writeString(folder.resolve("a.txt"), "no picture");
        String message = refusal(folder);
        assertOneLine(message, folder, ".png", ".webp");
    }

    @Test
    void refusesAFolderOfWhichNothingCanBeDecoded() throws IOException {
        Files.writeString(folder.resolve("a.png"), "no picture");
        Files.writeString(folder.resolve("b.png"), "nor this");
        assertOneLine(refusal(folder), folder);
        assertEquals(2, skipped.size());
    }

    @Test
    void refusesWhatIsNoFolderAndMakesNone() throws IOException {
        Path missing = folder.resolve("missing");
        assertOneLine(refusal(missing), missing);
        assertTrue(Files.notExists(missing));
        Path file = Files.createFile(folder.resolve("file"));
        assertOneLine(refusal(file), file);
    }

    private ImageDataset read(ImageShape shape) throws IOException {
        return ImageFolder.read(folder, shape, this::keepSkipped);
    }

    private void keepSkipped(String message) {
        if (message.contains(" is left out: ")) {
            skipped.add(message);
        }
    }

    private String refusal(Path path) {
        return assertThrows(InvalidDataException.class, () -> ImageFolder.read(path, GREY, this::keepSkipped))
                .getMessage();
    }

    private Path write(String name, BufferedImage picture) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        assertTrue(
                ImageIO.write(
                        picture,
                        switch (format) {
                            case "jfif", "jpe" -> "jpg";
                            case "dib" -> "bmp";
                            default -> format;
                        },
                        file.toFile()),
                "no writer for " + name);
        return file;
    }

    /** A name for this machine's file names, whose encoding need not have every letter. */
    private static String spellable(String wanted, String otherwise) {
        Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "US-ASCII"));
        return names.newEncoder().canEncode(wanted) ? wanted : otherwise;
    }

    private static BufferedImage plain(int colour) {
        return draw(BufferedImage.TYPE_INT_RGB, 8, 8, (x, y) -> colour);
    }

    private static BufferedImage draw(int type, int width, int height, IntBinaryOperator colour) {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, colour.applyAsInt(x, y));
            }
        }
        return picture;
    }

    private static int[] fill(int length, int value) {
        int[] values = new int[length];
        Arrays.fill(values, value);
        return values;
    }

    private static int[] pixels(ImageDataset data, int index) {
        byte[] bytes = new byte[data.shape().size()];
        data.copyPixels(index, bytes, 0);
        int[] pixels = new int[bytes.length];
        Arrays.setAll(pixels, i -> bytes[i] & 0xff);
        return pixels;
    }

    private static int[] firstPixels(ImageDataset data) {
        int[] first = new int[data.size()];
        Arrays.setAll(first, i -> pixels(data, i)[0]);
        return first;
    }

    private static int[] labels(ImageDataset data) {
        int[] labels = new int[data.size()];
        Arrays.setAll(labels, data::label);
        return labels;
    }

    private static BufferedImage greyWithAlpha(int grey, int alpha) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
        raster.setSamples(0, 0, 4, 4, 0, fill(16, grey));
        raster.setSamples(0, 0, 4, 4, 1, fill(16, alpha));
        return new BufferedImage(model, raster, false, null);
    }

    /** Writes another size into a PNG's first chunk: after 16 bytes come width and height, after 29 the checksum. */
    private static void claimSize(Path file, int width, int height) throws IOException {
        ByteBuffer png = ByteBuffer.wrap(Files.readAllBytes(file));
        png.putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(png.array(), 12, 17);
        png.putInt(29, (int) crc.getValue());
        Files.write(file, png.array());
    }
}
