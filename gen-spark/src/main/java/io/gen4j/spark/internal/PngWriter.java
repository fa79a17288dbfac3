package io.gen4j.spark.internal;

import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes images as PNG files, in a directory per label.
 *
 * @param directory that every executor reaches
 */
public record PngWriter(String directory, SerializableConfiguration hadoop, int channels, int height, int width)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int INDEX = 0;
    private static final int LABEL = 1;
    private static final int IMAGE = 2;
    /** Letters, digits and spaces. Others, such as slashes, would lead out of the directory or fail on some systems. */
    private static final String PLAIN = "[\\p{L}\\p{N}_-][\\p{L}\\p{N} ._-]{0,99}";

    /** Writes the images of a partition: rows of index, label and image. */
    public void write(Iterator<Row> rows) throws IOException {
        HadoopFiles root = HadoopFiles.at(directory, hadoop.value());
        while (rows.hasNext()) {
            Row row = rows.next();
            String name = String.format(Locale.ROOT, "%08d.png", row.getLong(INDEX));
            HadoopFiles folder = row.isNullAt(LABEL) ? root : root.child(folderName(row.getString(LABEL)));
            byte[] png = Png.encode(picture(row.getAs(IMAGE)));
            folder.child(name).write(out -> out.write(png));
        }
    }

    private static String folderName(String label) {
        return label.matches(PLAIN)
                ? label
                : "label-" + URLEncoder.encode(label, StandardCharsets.UTF_8).replace("*", "%2A");
    }

    private BufferedImage picture(byte[] pixels) {
        BufferedImage picture = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = picture.getRaster();
        int area = width * height;
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < area; i++) {
                raster.setSample(i % width, i / width, channel, pixels[channel * area + i] & 0xff);
            }
        }
        return picture;
    }
}
