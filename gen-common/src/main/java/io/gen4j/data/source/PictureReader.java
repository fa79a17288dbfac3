package io.gen4j.data.source;

import io.gen4j.data.ImageShape;
import io.gen4j.data.Resampling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes a picture, resizes it to cover a shape and cuts out its centre. Immutable; several threads may use one. */
public final class PictureReader {

    /** More than a camera takes, and as much as decoding may cost memory: half a gigabyte at 8 bytes a pixel. */
    static final long MAX_PIXELS = 64L << 20;

    /** No format packs an even picture tighter: what claims more has nothing to show for it, and would only cost time. */
    private static final long MAX_PIXELS_PER_BYTE = 1 << 14;

    /** How the JDK's JPEG reader warns of a file that ends too early; the rest of the picture is grey. */
    private static final String TRUNCATED = "Truncated";

    private final ImageShape shape;

    /** @param shape that every picture is brought to */
    public PictureReader(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * Writes one picture's pixels, channel by channel, to {@code target} from {@code offset} on.
     *
     * @throws IOException if it cannot be decoded; the message says why
     */
    void read(File file, byte[] target, int offset) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file)) {
            read(in, file.length(), target, offset);
        }
    }

    /** As {@link #read(File, byte[], int)}, for a file's content. */
    public void read(byte[] content, byte[] target, int offset) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            read(in, content.length, target, offset);
        }
    }

    private void read(ImageInputStream in, long bytes, byte[] target, int offset) throws IOException {
        try {
            fit(new PictureRows(decode(in, bytes), shape.channels()), target, offset);
        } catch (RuntimeException e) {
            // The JDK's decoders throw all sorts on damaged files.
            throw new IOException("it is damaged (" + e + ")", e);
        }
    }

    private static BufferedImage decode(ImageInputStream in, long bytes) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new IOException("its content is no picture of a known format");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), bytes);
            return readWhole(reader);
        } finally {
            reader.dispose();
        }
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
                throw new IOException(warning);
            }
        }
        return picture;
    }

    private void fit(PictureRows source, byte[] target, int offset) {
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
        write(sums, target, offset);
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

    private void write(float[][] rows, byte[] target, int offset) {
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
