package io.gen4j.app;

import io.gen4j.image.Png;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small whole pictures in every format and mode that is read, for {@link ReaderFuzz} to damage. */
final class FuzzedPictures {

    /** One lossless pixel. */
    private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

    /** What cameras write: turned by a quarter. */
    private static final byte[] EXIF = HexFormat.of().parseHex("49492a0008000000010012010300010000000600000000000000");

    private static final int WIDTH = 9;
    private static final int HEIGHT = 7;

    private FuzzedPictures() {}

    static List<byte[]> all() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (int type : new int[] {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_BYTE_BINARY
        }) {
            all.add(Png.encode(new BufferedImage(WIDTH, HEIGHT, type)));
        }
        all.add(pngWith("eXIf", EXIF));
        all.add(pngWithProfile(profile()));
        byte[] webp = Base64.getDecoder().decode(WEBP);
        all.add(webp);
        all.add(turned(webp));
        byte[] jpeg = encode("jpg", null);
        all.add(jpeg);
        all.add(withSegment(jpeg, 0xe1, concat(latin("Exif\0\0"), EXIF)));
        all.add(jpegWithProfile(profile()));
        all.add(fourInks());
        for (String format : List.of("gif", "bmp", "wbmp")) {
            all.add(encode(format, null));
        }
        for (String compression : List.of("LZW", "Deflate", "PackBits")) {
            all.add(encode("tiff", compression));
        }
        all.add(encode("tiff", null));
        return all;
    }

    /** A profile that is not sRGB, so that it is applied. */
    static byte[] profile() {
        return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    }

    static byte[] pngWithProfile(byte[] profile) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(latin("p\0\0"));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(profile);
        }
        return pngWith("iCCP", out.toByteArray());
    }

    /** A segment has at most 65,533 bytes: of a longer profile, the start. */
    static byte[] jpegWithProfile(byte[] profile) throws IOException {
        byte[] start = Arrays.copyOf(profile, Math.min(profile.length, 65_000));
        return withSegment(encode("jpg", null), 0xe2, concat(latin("ICC_PROFILE\0\1\1"), start));
    }

    private static BufferedImage picture(String format) {
        int type = format.equals("wbmp") ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_INT_RGB;
        return new BufferedImage(WIDTH, HEIGHT, type);
    }

    private static byte[] encode(String format, String compression) throws IOException {
        return encode(format, compression, new IIOImage(picture(format), null, null));
    }

    /** By the JDK's own writer: others may refuse four samples. */
    private static byte[] encode(String format, String compression, IIOImage image) throws IOException {
        List<ImageWriter> writers = new ArrayList<>();
        ImageIO.getImageWritersByFormatName(format).forEachRemaining(writers::add);
        ImageWriter writer = writers.stream()
                .filter(each -> each.getClass().getName().startsWith("com.sun."))
                .findFirst()
                .orElseThrow();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (compression != null) {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A JPEG file in cyan, magenta, yellow and black, marked as Adobe's. */
    private static byte[] fourInks() throws IOException {
        Raster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, new Point());
        byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return withSegment(encode("jpeg", null, new IIOImage(raster, null, null)), 0xee, adobe);
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 4 + content.length);
        bytes.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker).putShort((short) (content.length + 2));
        return bytes.put(content).put(jpeg, 2, jpeg.length - 2).array();
    }

    private static byte[] pngWith(String type, byte[] content) throws IOException {
        byte[] png = Png.encode(picture("png"));
        CRC32 checksum = new CRC32();
        checksum.update(latin(type));
        checksum.update(content);
        int behindFirstChunk = 33;
        ByteBuffer bytes = ByteBuffer.allocate(png.length + 12 + content.length);
        bytes.put(png, 0, behindFirstChunk).putInt(content.length).put(latin(type));
        bytes.put(content).putInt((int) checksum.getValue());
        return bytes.put(png, behindFirstChunk, png.length - behindFirstChunk).array();
    }

    /** The same picture in WebP's long form: a head of one pixel, the picture, and how it is turned. */
    private static byte[] turned(byte[] webp) {
        ByteBuffer bytes =
                ByteBuffer.allocate(webp.length + 18 + 8 + EXIF.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(latin("RIFF")).putInt(bytes.capacity() - 8).put(latin("WEBPVP8X"));
        bytes.putInt(10).put((byte) 8).put(new byte[9]);
        bytes.put(webp, 12, webp.length - 12);
        return bytes.put(latin("EXIF")).putInt(EXIF.length).put(EXIF).array();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
