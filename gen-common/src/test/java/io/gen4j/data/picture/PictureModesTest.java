package io.gen4j.data.picture;

import static io.gen4j.data.picture.Pictures.encode;
import static io.gen4j.data.picture.Pictures.plain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures in every mode come out as a viewer shows them. */
class PictureModesTest {

    private static final ImageShape RGB = new ImageShape(3, 2, 2);

    /** One pixel, lossless. */
    private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    @Test
    void sixteenBitsKeepTheirDepthUntilThePictureHasItsSize() throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_USHORT_GRAY);
        // Half a step of 8 bits above 100, which rounding first would lose in one direction.
        for (int i = 0; i < 64 * 64; i++) {
            picture.getRaster().setSample(i % 64, i / 64, 0, 100 * 257 + (i % 2 == 0 ? 120 : 250));
        }
        assertEquals(101, read(encode(picture, "png"))[0]);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sixteenBitColours(boolean alpha) throws IOException {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(4, 4);
        for (int band = 0; band < raster.getNumBands(); band++) {
            int[] values = new int[16];
            Arrays.fill(values, new int[] {65535, 32896, 0, 32768}[band]);
            raster.setSamples(0, 0, 4, 4, band, values);
        }
        int[] pixels = read(encode(new BufferedImage(model, raster, false, null), "png"));
        assertColour(pixels, 255, alpha ? 191 : 128, alpha ? 127 : 0);
    }

    @Test
    void paletteWithTransparency() throws IOException {
        byte[] red = {(byte) 255, 0};
        byte[] other = {0, 0};
        byte[] alpha = {(byte) 255, 0};
        IndexColorModel model = new IndexColorModel(1, 2, red, other, other, alpha);
        BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY, model);
        assertColour(read(encode(picture, "png")), 255, 0, 0);
        picture.getRaster().setSamples(0, 0, 4, 4, 0, ones(16));
        assertColour(read(encode(picture, "png")), 255, 255, 255);
    }

    @ParameterizedTest
    @CsvSource({"ffffff, 255, 255, 255", "000000, 0, 0, 0", "ff8000, 255, 128, 0", "808080, 128, 128, 128"})
    void transparentPixelsLieOnTheBackground(String colour, int red, int green, int blue) throws IOException {
        byte[] clear = encode(new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB), "png");
        byte[] pixels = new byte[12];
        new PictureReader(RGB, Integer.parseInt(colour, 16)).read(clear, pixels, 0);
        assertColour(unsigned(pixels), red, green, blue);
    }

    /** Ink as a printer mixes it: what is not absorbed is seen. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 255, 255, 255",
        "255, 0, 0, 0, 0, 255, 255",
        "0, 255, 255, 0, 255, 0, 0",
        "0, 0, 0, 255, 0, 0, 0"
    })
    void inkInFourColours(int cyan, int magenta, int yellow, int black, int red, int green, int blue)
            throws IOException {
        int[] pixels = read(cmyk(cyan, magenta, yellow, black));
        assertEquals(red, pixels[0], 3);
        assertEquals(green, pixels[4], 3);
        assertEquals(blue, pixels[8], 3);
    }

    @Test
    void webpIsRead() throws IOException {
        byte[] pixels = new byte[12];
        PictureReader.Size size =
                new PictureReader(RGB).read(Base64.getDecoder().decode(WEBP), pixels, 0);
        assertEquals(1, size.width());
        assertEquals(1, size.height());
        assertEquals(pixels[0], pixels[3]);
    }

    /** A white corner is moved by the orientation to where a camera held that way had it. */
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 3", "4, 2", "5, 0", "6, 1", "7, 3", "8, 2"})
    void orientationIsHonoured(int orientation, int whiteCorner) throws IOException {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 32 * 32; i++) {
            picture.setRGB(i % 32, i / 32, 0xffffff);
        }
        for (byte[] content : new byte[][] {
            jpegWithExif(encode(picture, "jpg"), orientation),
            pngWithChunk(encode(picture, "png"), "eXIf", exif(orientation))
        }) {
            int[] pixels = read(content);
            for (int corner = 0; corner < 4; corner++) {
                assertEquals(corner == whiteCorner, pixels[corner] > 128, orientation + ": " + Arrays.toString(pixels));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 77, 65535})
    void anOrientationThatIsNoneIsUpright(int orientation) throws IOException {
        byte[] content = jpegWithExif(encode(plain(BufferedImage.TYPE_INT_RGB, 0x646464), "jpg"), orientation);
        assertEquals(100, read(content)[0], 2);
    }

    @Test
    void aTurnedPictureIsCutAfterTurning() throws IOException {
        BufferedImage wide = new BufferedImage(60, 20, BufferedImage.TYPE_INT_RGB);
        byte[] pixels = new byte[12];
        PictureReader.Size size = new PictureReader(RGB).read(jpegWithExif(encode(wide, "jpg"), 6), pixels, 0);
        assertEquals(20, size.width());
        assertEquals(60, size.height());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no profile", ""})
    void aBrokenProfileIsNone(String profile) throws IOException {
        byte[] broken = profile.getBytes(StandardCharsets.US_ASCII);
        byte[] png = pngWithChunk(encode(plain(BufferedImage.TYPE_INT_RGB, 0xff8000), "png"), "iCCP", named(broken));
        assertColour(read(png), 255, 128, 0);
        byte[] jpeg = jpegWithSegment(
                encode(plain(BufferedImage.TYPE_INT_RGB, 0x646464), "jpg"),
                0xe2,
                concat("ICC_PROFILE\0\2\2".getBytes(StandardCharsets.ISO_8859_1), broken));
        assertEquals(100, read(jpeg)[0], 2);
    }

    /** Linear light at half of its greatest is brighter than half in sRGB. */
    @Test
    void aProfileIsApplied() throws IOException {
        java.awt.color.ICC_Profile linear = java.awt.color.ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB);
        byte[] png = pngWithChunk(
                encode(plain(BufferedImage.TYPE_INT_RGB, 0x808080), "png"), "iCCP", named(linear.getData()));
        assertEquals(188, read(png)[0], 3);
    }

    @Test
    void saysWhetherThereIsColour() throws IOException {
        byte[] pixels = new byte[12];
        assertTrue(new PictureReader(RGB)
                .read(encode(plain(BufferedImage.TYPE_INT_RGB, 0xff8000), "png"), pixels, 0)
                .isColour());
        assertTrue(!new PictureReader(RGB)
                .read(encode(plain(BufferedImage.TYPE_INT_RGB, 0x646464), "png"), pixels, 0)
                .isColour());
    }

    @ParameterizedTest
    @CsvSource({
        "322, 30000, 323, 60000",
        "322, 67108865, 323, 1",
        "322, 1, 323, 4294967295",
        "256, 60000, 257, 60000",
        "279, 2000000000, 256, 4",
        "325, 4294967295, 256, 4",
        "277, 60000, 256, 4",
        "258, 64, 256, 4",
        "259, 7, 256, 4",
        "259, 6, 256, 4"
    })
    void aTiffThatClaimsMuchIsRefusedBeforeItIsDecoded(int tag, long value, int other, long otherValue) {
        IOException refusal = assertThrows(IOException.class, () -> read(tiff(tag, value, other, otherValue)));
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void otherFilesAreRefusedByWhatTheyAre() {
        byte[] avif = "\0\0\0\u0020ftypavif\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(
                assertThrows(IOException.class, () -> read(avif)).getMessage().contains("AVIF"));
        for (String text : new String[] {"", "x", "<svg/>", "%PDF-1.4", "P6 1 1 255 abc", "\0\0\0\0\0\0\0\0"}) {
            assertThrows(IOException.class, () -> read(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void aJpegOfManyScansIsRefused() {
        byte[] jpeg = encode(plain(BufferedImage.TYPE_INT_RGB, 0), "jpg");
        byte[] scans = new byte[2 * 200];
        for (int i = 0; i < scans.length; i += 2) {
            scans[i] = (byte) 0xff;
            scans[i + 1] = (byte) 0xda;
        }
        assertTrue(assertThrows(IOException.class, () -> read(concat(jpeg, scans)))
                .getMessage()
                .contains("scans"));
    }

    private static int[] read(byte[] content) throws IOException {
        byte[] pixels = new byte[RGB.size()];
        new PictureReader(RGB).read(content, pixels, 0);
        return unsigned(pixels);
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i] & 0xff);
        return values;
    }

    private static void assertColour(int[] pixels, int red, int green, int blue) {
        assertArrayEquals(new int[] {red, red, red, red, green, green, green, green, blue, blue, blue, blue}, pixels);
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Four samples as the JDK writes them, marked as Adobe's, which stores ink inverted. */
    private static byte[] cmyk(int... ink) throws IOException {
        WritableRaster raster = java.awt.image.Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        for (int band = 0; band < 4; band++) {
            int[] values = new int[64];
            Arrays.fill(values, 255 - ink[band]);
            raster.setSamples(0, 0, 8, 8, band, values);
        }
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        while (!writer.getClass().getName().startsWith("com.sun.")) {
            writer = writers.next();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        }
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return jpegWithSegment(bytes.toByteArray(), 0xee, adobe);
    }

    private static byte[] jpegWithExif(byte[] jpeg, int orientation) {
        return jpegWithSegment(jpeg, 0xe1, concat("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), exif(orientation)));
    }

    private static byte[] jpegWithSegment(byte[] jpeg, int marker, byte[] content) {
        ByteBuffer segment = ByteBuffer.allocate(4 + content.length);
        segment.put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (content.length + 2))
                .put(content);
        return concat(Arrays.copyOf(jpeg, 2), segment.array(), Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static byte[] exif(int orientation) {
        return fields(274, 3, orientation);
    }

    private static byte[] fields(int... tagsTypesAndValues) {
        int count = tagsTypesAndValues.length / 3;
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 12 * count + 4).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) count);
        for (int i = 0; i < tagsTypesAndValues.length; i += 3) {
            tiff.putShort((short) tagsTypesAndValues[i])
                    .putShort((short) tagsTypesAndValues[i + 1])
                    .putInt(1);
            tiff.putInt(tagsTypesAndValues[i + 2]);
        }
        return tiff.array();
    }

    private static byte[] tiff(int tag, long value, int other, long otherValue) {
        return fields(tag, 4, (int) value, other, 4, (int) otherValue);
    }

    private static byte[] named(byte[] profile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("p\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(profile);
        }
        return out.toByteArray();
    }

    /** Behind PNG's first chunk. */
    private static byte[] pngWithChunk(byte[] png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + content.length);
        chunk.putInt((int) checksum.getValue());
        return concat(Arrays.copyOf(png, 33), chunk.array(), Arrays.copyOfRange(png, 33, png.length));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Its reader would take single bits from behind the end, for minutes. */
    @Test
    void aWebpThatAsksForMoreThanItHasEndsAtOnce() {
        byte[] content =
                HexFormat.of().parseHex("524946461a000000574542505650384c0d0000002f00000010075b5b5b5b88fe0700");
        PictureReader reader = new PictureReader(new ImageShape(1, 8, 8));
        assertEquals(
                "it ends too early",
                assertThrows(IOException.class, () -> reader.read(content, new byte[64], 0))
                        .getMessage());
    }
}
