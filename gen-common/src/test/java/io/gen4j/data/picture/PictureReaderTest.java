package io.gen4j.data.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PictureReaderTest {

    private static final ImageShape SHAPE = new ImageShape(1, 4, 4);

    /** A GIF of 45 bytes that says it has 16384 x 3848 pixels: decoding so many takes a second. */
    private static final String CLAIMS_TOO_MUCH =
            "47494638396109000700f00000000000000000" + "2c000900070040080f00" + "01081c48b0a0c18308132a441810003b";

    @Test
    void refusesMorePixelsThanTheBytesCanHold() {
        byte[] gif = HexFormat.of().parseHex(CLAIMS_TOO_MUCH);
        IOException refusal =
                assertThrows(IOException.class, () -> new PictureReader(SHAPE).read(gif, new byte[SHAPE.size()], 0));
        assertTrue(refusal.getMessage().contains("16384 x 3848"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(gif.length + " bytes"), refusal.getMessage());
    }

    /** The JDK allocates a whole tile or strip before it reads one. */
    @Test
    void refusesPartsOfTiffsThatTheBytesCannotHold() {
        for (int[] side :
                new int[][] {{30_000, 60_000}, {60_000, 30_000}, {1 << 26, 16}, {16, 1 << 26}, {20_000, 400}}) {
            byte[] tiff = tiledTiff(side[0], side[1]);
            IOException refusal = assertThrows(
                    IOException.class, () -> new PictureReader(SHAPE).read(tiff, new byte[SHAPE.size()], 0));
            assertTrue(refusal.getMessage().contains("parts of " + side[0] + " x " + side[1]), refusal.getMessage());
        }
    }

    /** 16 x 16 grey pixels in one tile, by its header. */
    private static byte[] tiledTiff(int tileWidth, int tileHeight) {
        int[][] fields = {
            {256, 16},
            {257, 16},
            {258, 8},
            {259, 1},
            {262, 1},
            {277, 1},
            {322, tileWidth},
            {323, tileHeight},
            {324, 300},
            {325, 4}
        };
        ByteBuffer tiff = ByteBuffer.allocate(370).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(8).putShort((short) fields.length);
        for (int[] field : fields) {
            tiff.putShort((short) field[0]).putShort((short) 4).putInt(1).putInt(field[1]);
        }
        return tiff.array();
    }

    @Test
    void refusesBitmapsWhoseHeaderPointsBeyondTheFile() throws IOException {
        int[][] fields = {{10, Integer.MAX_VALUE}, {14, Integer.MAX_VALUE}, {14, -1}, {30, 4}, {30, 5}};
        for (int[] field : fields) {
            ByteArrayOutputStream bmp = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY), "bmp", bmp);
            byte[] content = bmp.toByteArray();
            ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(field[0], field[1]);
            IOException refusal = assertThrows(
                    IOException.class, () -> new PictureReader(SHAPE).read(content, new byte[SHAPE.size()], 0));
            String said = field[0] == 30 ? "it is a BMP with a JPEG or PNG inside" : "its pixels start at ";
            assertTrue(String.valueOf(refusal.getMessage()).contains(said), refusal.toString());
        }
    }

    /** An even picture is the smallest file for its pixels. */
    @Test
    void readsAnEvenPicture() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2000, 2000, BufferedImage.TYPE_BYTE_BINARY), "png", png);
        byte[] pixels = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        new PictureReader(SHAPE).read(png.toByteArray(), pixels, 0);
        assertArrayEquals(new byte[SHAPE.size()], pixels);
    }

    @Test
    void refusesATargetWithoutRoom() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        PictureReader reader = new PictureReader(SHAPE);
        int size = SHAPE.size();
        assertRefused("target has 3 bytes", () -> reader.read(png.toByteArray(), new byte[3], 0));
        assertRefused("offset is -1", () -> reader.read(png.toByteArray(), new byte[size], -1));
        assertRefused("offset is 1", () -> reader.read(png.toByteArray(), new byte[size], 1));
        reader.read(png.toByteArray(), new byte[size + 1], 1);
    }

    private static void assertRefused(String start, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
