package io.gen4j.spark;

import io.gen4j.data.ImageShape;
import io.gen4j.data.source.IdxFile;
import io.gen4j.spark.internal.HadoopFiles;
import io.gen4j.spark.internal.IdxWriter;
import io.gen4j.spark.internal.ImageColumns;
import io.gen4j.spark.internal.PngWriter;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes drawn images as files that programs without Spark read. Use it for the result of {@link Sampler#sample}; for
 * Spark's own formats, such as Parquet, use {@code Dataset.write()}.
 *
 * <pre>{@code
 * ImageFiles.writeIdx(digits, "hdfs:///user/me/digits");
 * ImageFiles.writePng(digits, "hdfs:///user/me/pictures");
 * }</pre>
 *
 * <p>The images have the columns {@code index}, {@code label} and {@code image} of {@link Sampler#sample}. Paths may lie on
 * any file system that Spark reaches. Existing paths are refused.
 */
public final class ImageFiles {

    private ImageFiles() {}

    /**
     * Writes a directory with one IDX file of images, and one of labels if the images have any. {@code gen --data} and
     * {@link io.gen4j.data.source.IdxFolder} read it. The executors draw the images; the driver writes them, in the order
     * of the index.
     *
     * @param images as of {@link Sampler#sample}, at most 1 GiB
     * @param path of a directory that does not exist
     * @throws IllegalArgumentException if the images are none, too many, or have no shape
     * @throws java.nio.file.FileAlreadyExistsException if the path exists
     * @throws IOException if something cannot be written
     */
    public static void writeIdx(Dataset<Row> images, String path) throws IOException {
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(path, "path");
        ImageShape shape = ImageColumns.drawnShape(images.schema());
        HadoopFiles files = HadoopFiles.at(path, hadoop(images));
        files.requireNew();
        Dataset<Row> kept =
                images.select("index", "label", "image").orderBy("index").persist(IdxWriter.LEVEL);
        try {
            long count = kept.count();
            if (count < 1 || count > IdxFile.MAX_VALUES / shape.size()) {
                throw new IllegalArgumentException(
                        "there are " + count + " images of " + shape + ": an IDX file has 1 to "
                                + IdxFile.MAX_VALUES / shape.size() + " of them; write Parquet or PNG files");
            }
            List<String> labels = ImageColumns.drawnLabels(images.schema());
            new IdxWriter(files, shape, (int) count, labels).write(kept.toLocalIterator());
        } finally {
            kept.unpersist();
        }
    }

    /**
     * Writes one PNG file per image, named by its index. Images with labels lie in one directory per label, as {@code gen
     * --data} reads them. The executors write the files; every one must reach the path.
     *
     * @param images as of {@link Sampler#sample}
     * @param path of a directory that does not exist
     * @throws IllegalArgumentException if the images have no shape
     * @throws java.nio.file.FileAlreadyExistsException if the path exists
     * @throws IOException if the directory cannot be made
     */
    public static void writePng(Dataset<Row> images, String path) throws IOException {
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(path, "path");
        ImageShape shape = ImageColumns.drawnShape(images.schema());
        SerializableConfiguration hadoop = new SerializableConfiguration(hadoop(images));
        HadoopFiles files = HadoopFiles.at(path, hadoop.value());
        files.requireNew();
        files.makeDirectory();
        PngWriter writer = new PngWriter(path, hadoop, shape.channels(), shape.height(), shape.width());
        images.select("index", "label", "image").toJavaRDD().foreachPartition(writer::write);
    }

    private static org.apache.hadoop.conf.Configuration hadoop(Dataset<Row> images) {
        return images.sparkSession().sparkContext().hadoopConfiguration();
    }
}
