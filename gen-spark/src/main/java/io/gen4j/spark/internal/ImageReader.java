package io.gen4j.spark.internal;

import io.gen4j.data.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * Reads a column of images. It takes raw bytes, encoded pictures (PNG, JPEG) and the rows of Spark's image source. It also
 * takes vectors and arrays of numbers from 0 to 255. Raw bytes, vectors and arrays have their channels first.
 *
 * @param shape of every image
 */
public record ImageReader(ImageShape shape) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int WHITE = 255;

    /** The shape as numbers: {@link ImageShape} itself stays on the JVM that made it. */
    private Object writeReplace() {
        return new Saved(shape.channels(), shape.height(), shape.width());
    }

    private record Saved(int channels, int height, int width) implements Serializable {

        private static final long serialVersionUID = 1;

        private Object readResolve() {
            return new ImageReader(new ImageShape(channels, height, width));
        }
    }

    /**
     * The shape of a column's images, from the first one.
     *
     * @throws IllegalArgumentException if the first image does not tell
     */
    public static ImageShape shapeOf(Object first) {
        if (first instanceof Row image) {
            return new ImageShape(
                    image.<Integer>getAs("nChannels") == 1 ? 1 : 3, image.getAs("height"), image.getAs("width"));
        }
        if (first instanceof byte[] bytes && isEncoded(bytes)) {
            BufferedImage picture = decode(bytes);
            return new ImageShape(
                    picture.getColorModel().getNumColorComponents() == 1 ? 1 : 3,
                    picture.getHeight(),
                    picture.getWidth());
        }
        int size = length(first);
        int side = (int) Math.round(Math.sqrt(size));
        if (side * side != size) {
            throw new IllegalArgumentException("the first image has " + size
                    + " numbers, which is no square of grey pixels: set channels, height and width");
        }
        return new ImageShape(1, side, side);
    }

    private static int length(Object image) {
        if (image instanceof byte[] bytes) {
            return bytes.length;
        }
        if (image instanceof Vector vector) {
            return vector.size();
        }
        if (image instanceof Seq<?> numbers) {
            return numbers.size();
        }
        throw new IllegalArgumentException("the image column holds " + describe(image)
                + ": must be bytes, a vector, an array of numbers, or an image of Spark's image source");
    }

    private static String describe(Object image) {
        return image == null ? "nulls" : image.getClass().getSimpleName() + " values";
    }

    /** Whether a column of this type can hold images. */
    public static boolean accepts(DataType type) {
        return type instanceof BinaryType
                || type instanceof StructType
                || type instanceof ArrayType array && array.elementType() instanceof NumericType
                || type.typeName().equals("vector")
                || type.getClass().getSimpleName().equals("VectorUDT");
    }

    /**
     * The pixels of one image.
     *
     * @return unsigned bytes, channel by channel
     * @throws IllegalArgumentException if it is no image of the shape
     */
    public byte[] read(Object image) {
        if (image instanceof Row row) {
            return fromSpark(row);
        }
        if (image instanceof byte[] bytes) {
            return bytes.length != shape.size() && isEncoded(bytes) ? fromPicture(decode(bytes)) : whole(bytes);
        }
        if (image instanceof Vector vector) {
            return fromNumbers(vector.toArray());
        }
        if (image instanceof Seq<?> numbers) {
            double[] values = new double[numbers.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((Number) numbers.apply(i)).doubleValue();
            }
            return fromNumbers(values);
        }
        throw new IllegalArgumentException("the image column holds " + describe(image));
    }

    private byte[] whole(byte[] bytes) {
        requireSize(bytes.length);
        return bytes.clone();
    }

    private void requireSize(int size) {
        if (size != shape.size()) {
            throw new IllegalArgumentException("an image has " + size + " numbers: must be " + shape.size() + ", for "
                    + shape.channels() + " channels of " + shape.width() + "x" + shape.height() + " pixels");
        }
    }

    private byte[] fromNumbers(double[] values) {
        requireSize(values.length);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (!(value >= 0 && value <= WHITE)) {
                throw new IllegalArgumentException("an image holds " + value + ": must be numbers from 0 to 255");
            }
            pixels[i] = (byte) Math.round(value);
        }
        return pixels;
    }

    /** Spark keeps rows of pixels, each blue, green, red and perhaps alpha. */
    private byte[] fromSpark(Row row) {
        int channels = row.getAs("nChannels");
        int height = row.getAs("height");
        int width = row.getAs("width");
        byte[] data = row.getAs("data");
        if (height != shape.height() || width != shape.width() || (channels == 1) != (shape.channels() == 1)) {
            throw new IllegalArgumentException("an image has " + channels + " channels of " + width + "x" + height
                    + " pixels: must be " + shape.channels() + " of " + shape.width() + "x" + shape.height());
        }
        int area = height * width;
        byte[] pixels = new byte[shape.size()];
        for (int i = 0; i < area; i++) {
            for (int channel = 0; channel < shape.channels(); channel++) {
                pixels[channel * area + i] = data[i * channels + shape.channels() - 1 - channel];
            }
        }
        return pixels;
    }

    private byte[] fromPicture(BufferedImage picture) {
        if (picture.getHeight() != shape.height() || picture.getWidth() != shape.width()) {
            throw new IllegalArgumentException("a picture has " + picture.getWidth() + "x" + picture.getHeight()
                    + " pixels: must have " + shape.width() + "x" + shape.height());
        }
        int type = shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        Raster raster;
        if (picture.getType() == BufferedImage.TYPE_BYTE_GRAY && shape.channels() == 1) {
            raster = picture.getRaster();
        } else {
            BufferedImage plain = new BufferedImage(picture.getWidth(), picture.getHeight(), type);
            plain.createGraphics().drawImage(picture, 0, 0, java.awt.Color.WHITE, null);
            raster = plain.getRaster();
        }
        int area = shape.height() * shape.width();
        byte[] pixels = new byte[shape.size()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int i = 0; i < area; i++) {
                pixels[channel * area + i] = (byte) raster.getSample(i % shape.width(), i / shape.width(), channel);
            }
        }
        return pixels;
    }

    private static boolean isEncoded(byte[] bytes) {
        List<byte[]> magics =
                List.of(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        return magics.stream()
                .anyMatch(magic -> bytes.length > magic.length
                        && java.util.Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length));
    }

    private static BufferedImage decode(byte[] bytes) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
            if (picture == null) {
                throw new IllegalArgumentException("a picture cannot be decoded");
            }
            return picture;
        } catch (IOException e) {
            throw new IllegalArgumentException("a picture cannot be decoded: " + e.getMessage(), e);
        }
    }
}
