package io.gen4j.data.picture;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.gen4j.Checks;
import io.gen4j.data.ImageShape;
import io.gen4j.data.Resampling;
import io.gen4j.file.Printable;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes a picture, resizes it to cover a shape and cuts out its centre. Use it for single pictures in memory, such as
 * uploads. It reads PNG, JPEG, GIF, BMP, WBMP, TIFF and WebP, and recognises them by their content. Like a viewer, it
 * applies colour profiles and EXIF's orientation. Transparent pixels lie on a background. Immutable; several threads may
 * use one.
 */
public final class PictureReader {

    /** More than a camera takes, and as much as decoding may cost memory: half a gigabyte at 8 bytes per pixel. */
    public static final long MAX_PIXELS = 64L << 20;

    /** No format packs an even picture tighter. A file that claims more is damaged or hostile, and would only cost time. */
    static final long MAX_PIXELS_PER_BYTE = 1 << 14;

    /** The JDK's warning of a JPEG file that ends too early. The rest of the picture is grey. */
    private static final String TRUNCATED = "Truncated";

    private static final int CMYK = 4;
    private static final int WHITE = 0xffffff;

    private final ImageShape shape;
    private final int background;

    /** Pictures on white. */
    public PictureReader(ImageShape shape) {
        this(shape, WHITE);
    }

    /**
     * A reader.
     *
     * @param shape that every picture is brought to
     * @param background under transparent pixels, as {@code 0xRRGGBB}
     */
    public PictureReader(ImageShape shape, int background) {
        Objects.requireNonNull(shape, "shape");
        Checks.requireWithin("background", background, 0, WHITE);
        this.shape = shape;
        this.background = background;
    }

    /**
     * The properties of a picture before it was brought to the shape.
     *
     * @param width pixels, after it was turned upright
     * @param height pixels
     * @param isColour whether it has any colour
     */
    public record Size(int width, int height, boolean isColour) {

        /** @throws IllegalArgumentException if a side is less than 1 */
        public Size {
            Checks.requireWithin("width", width, 1, Integer.MAX_VALUE);
            Checks.requireWithin("height", height, 1, Integer.MAX_VALUE);
        }
    }

    /**
     * Writes one picture's pixels, channel by channel, to {@code target} from {@code offset} on.
     *
     * @param content the whole file
     * @param offset leaves room for a picture in {@code target}
     * @throws IOException if it cannot be decoded; the message says why in one line
     * @throws IllegalArgumentException if there is no room for the picture
     */
    public Size read(byte[] content, byte[] target, int offset) throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(content, "content");
        if (target.length < shape.size()) {
            throw new IllegalArgumentException(
                    "target has " + target.length + " bytes: a picture needs " + shape.size());
        }
        Checks.requireWithin("offset", offset, 0, target.length - shape.size());
        PictureFormat format = PictureFormat.of(content);
        if (format == null) {
            throw new IOException(
                    isIsoMedia(content)
                            ? "it is AVIF, HEIC or a film, which are not read: save it as PNG, JPEG or WebP"
                            : "its content is no picture of a known format");
        }
        try {
            PictureHeader header = PictureHeader.read(content, format);
            BufferedImage picture = decode(content, format, header);
            PictureRows rows = new PictureRows(picture, shape.channels(), background, header.profile());
            return write(rows, header.orientation(), target, offset);
        } catch (RuntimeException e) {
            // The JDK's decoders throw all sorts on damaged files.
            throw new IOException("it is damaged (" + Printable.of(e.toString()) + ")", e);
        }
    }

    private static boolean isIsoMedia(byte[] content) {
        return content.length > 8 && content[4] == 'f' && content[5] == 't' && content[6] == 'y' && content[7] == 'p';
    }

    private static BufferedImage decode(byte[] content, PictureFormat format, PictureHeader header) throws IOException {
        try {
            return decodeOnce(content, format, header);
        } catch (IOException e) {
            byte[] plain = format == PictureFormat.JPEG ? withoutProfile(content) : content;
            if (plain.length == content.length) {
                throw e;
            }
            return decodeOnce(plain, format, header);
        }
    }

    private static BufferedImage decodeOnce(byte[] content, PictureFormat format, PictureHeader header)
            throws IOException {
        ImageReader reader = reader(format, header);
        try (ImageInputStream in = new PictureInput(content)) {
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), content.length);
            return readWhole(reader);
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's own reader where it reads the format right. Other installed readers must not change the pixels. */
    private static ImageReader reader(PictureFormat format, PictureHeader header) throws IOException {
        if (format == PictureFormat.WEBP) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        return header.components() == CMYK ? cmykReader() : reader(format, "com.sun.imageio.");
    }

    /** The JDK's reader is off by up to 15 of 255. This reader builds on it, and finds it only when it is registered. */
    private static ImageReader cmykReader() throws IOException {
        String name = JPEGImageReaderSpi.class.getPackageName();
        IIORegistry registry = IIORegistry.getDefaultInstance();
        if (registry.getServiceProviderByClass(JPEGImageReaderSpi.class) == null) {
            registry.registerServiceProvider(new JPEGImageReaderSpi());
        }
        return reader(PictureFormat.JPEG, name);
    }

    private static ImageReader reader(PictureFormat format, String packagePrefix) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.javaName());
                readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(packagePrefix)) {
                return reader;
            }
        }
        throw new IOException("this Java has no decoder for " + format);
    }

    private static void requireSize(int width, int height, long bytes) throws IOException {
        long pixels = (long) width * height;
        if (pixels > MAX_PIXELS) {
            throw new IOException(width + " x " + height + " pixels are more than " + MAX_PIXELS);
        }
        if (pixels > MAX_PIXELS_PER_BYTE * bytes) {
            throw new IOException(width + " x " + height + " pixels cannot come out of " + bytes + " bytes");
        }
    }

    private static BufferedImage readWhole(ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage picture = reader.read(0);
        for (String warning : warnings) {
            if (warning.startsWith(TRUNCATED)) {
                throw new IOException(Printable.of(warning));
            }
        }
        return picture;
    }

    /** A JPEG file without its colour profile, which is broken: viewers show the picture without it. */
    private static byte[] withoutProfile(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        out.write(content, 0, 2);
        int at = 2;
        while (at + 4 <= content.length && (content[at] & 0xff) == 0xff && (content[at + 1] & 0xff) != 0xda) {
            int length = 2 + ((content[at + 2] & 0xff) << 8 | content[at + 3] & 0xff);
            if ((content[at + 1] & 0xff) != 0xe2) {
                out.write(content, at, Math.min(length, content.length - at));
            }
            at = Math.min(content.length, at + length);
        }
        out.write(content, at, content.length - at);
        return out.toByteArray();
    }

    private Size write(PictureRows rows, int orientation, byte[] target, int offset) {
        ImageShape before = Orientation.before(shape, orientation);
        if (orientation == 1) {
            fit(rows, shape, target, offset);
        } else {
            byte[] pixels = new byte[shape.size()];
            fit(rows, before, pixels, 0);
            Orientation.turn(pixels, orientation, shape, target, offset);
        }
        boolean isTurned = orientation > 4;
        return new Size(
                isTurned ? rows.height() : rows.width(), isTurned ? rows.width() : rows.height(), rows.isColour());
    }

    private static void fit(PictureRows source, ImageShape shape, byte[] target, int offset) {
        double scale = Math.min((double) source.width() / shape.width(), (double) source.height() / shape.height());
        Resampling columns = centre(source.width(), scale, shape.width());
        Resampling rows = centre(source.height(), scale, shape.height());
        float[][] sums = new float[shape.height()][shape.width() * shape.channels()];
        float[] sourceRow = new float[source.width() * shape.channels()];
        float[] row = new float[shape.width() * shape.channels()];
        for (int y = rows.first(); y < rows.end(); y++) {
            source.read(y, sourceRow);
            columns.apply(sourceRow, shape.channels(), row);
            for (int targetY = 0; targetY < shape.height(); targetY++) {
                add(row, rows.weight(targetY, y), sums[targetY]);
            }
        }
        write(sums, shape, target, offset);
    }

    /** Starts at a whole pixel, so that a picture that need only be cut keeps its pixels as they are. */
    private static Resampling centre(int sourceLength, double scale, int length) {
        double start = Math.floor((sourceLength - scale * length) / 2);
        return new Resampling(sourceLength, Math.max(0, start), scale, length);
    }

    private static void add(float[] row, float weight, float[] sum) {
        if (weight != 0f) {
            for (int i = 0; i < row.length; i++) {
                sum[i] += weight * row[i];
            }
        }
    }

    private static void write(float[][] rows, ImageShape shape, byte[] target, int offset) {
        int next = offset;
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (float[] row : rows) {
                for (int x = channel; x < row.length; x += shape.channels()) {
                    target[next++] = (byte) Math.round(Math.max(0f, Math.min(255f, row[x])));
                }
            }
        }
    }
}
