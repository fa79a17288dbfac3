package io.gen4j.spark;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageShape;
import io.gen4j.spark.internal.HadoopFiles;
import io.gen4j.spark.internal.ModelLease;
import io.gen4j.spark.internal.SampleBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Draws images on a cluster. Use it for more images than one machine draws in your time. Image i depends on the model, the
 * seed, i and the labels alone. The number of partitions, executors and retries does not matter.
 *
 * <pre>{@code
 * Dataset<Row> digits = Sampler.sample(spark, "runs/cgan/model.zip", 1_000_000, 42, List.of("8"));
 * digits.write().parquet("digits.parquet");
 * }</pre>
 */
public final class Sampler {

    private static final String MODEL = "model.zip";

    private Sampler() {}

    /**
     * Draws images.
     *
     * @param run directory of a run, or a model.zip, on any file system that Spark's driver reaches
     * @param count of images, 0 or more
     * @param seed the same seed gives the same images
     * @param labels to draw in turn; empty for all labels of a conditional model in turn, and for other models
     * @return the columns {@code index} (long), {@code label} (text, null for models without labels) and {@code image}.
     *     Images are unsigned bytes, channel by channel; the column's metadata have {@code channels}, {@code height} and
     *     {@code width}. The metadata of {@code label} have all {@code labels} of a conditional model in order
     * @throws IllegalArgumentException if the model does not know a label, or takes no labels
     * @throws IOException if there is no such model, or it cannot be read
     */
    public static Dataset<Row> sample(SparkSession spark, String run, long count, long seed, List<String> labels)
            throws IOException {
        Objects.requireNonNull(spark, "spark");
        if (Objects.requireNonNull(run, "run").isEmpty()) {
            throw new IllegalArgumentException("run is empty: must be the directory of a run, or a model.zip");
        }
        return sample(spark, read(spark, run), count, seed, labels);
    }

    /** As {@link #sample(SparkSession, String, long, long, List)}, with the bytes of a model.zip. */
    public static Dataset<Row> sample(SparkSession spark, byte[] file, long count, long seed, List<String> labels) {
        Objects.requireNonNull(spark, "spark");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(labels, "labels");
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ": must be 0 or more");
        }
        StructType schema = schema(file, labels);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<byte[]> broadcast = context.broadcast(file);
        SampleBlocks blocks = new SampleBlocks(broadcast, count, seed, List.copyOf(labels));
        long number = count / SampleBlocks.BLOCK + (count % SampleBlocks.BLOCK == 0 ? 0 : 1);
        JavaRDD<Row> rows = spark.range(0, number).toJavaRDD().mapPartitions(numbers -> blocks.draw(numbers));
        return spark.createDataFrame(rows, schema);
    }

    private static byte[] read(SparkSession spark, String run) throws IOException {
        return HadoopFiles.at(run, spark.sparkContext().hadoopConfiguration()).read(MODEL);
    }

    /** Fails on the driver where every task would fail. */
    private static StructType schema(byte[] file, List<String> labels) {
        try (ModelLease lease = new ModelLease(file)) {
            GenerativeModel model = lease.model();
            requireLabels(model, labels);
            return new StructType(new StructField[] {
                new StructField("index", DataTypes.LongType, false, Metadata.empty()),
                new StructField("label", DataTypes.StringType, true, names(model)),
                new StructField(
                        "image", DataTypes.BinaryType, false, shape(model.spec().shape()))
            });
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "the model cannot be read: " + e.getCause().getMessage(), e);
        }
    }

    private static Metadata names(GenerativeModel model) {
        return model instanceof ConditionalModel
                ? new MetadataBuilder()
                        .putStringArray("labels", model.spec().labelNames().toArray(String[]::new))
                        .build()
                : Metadata.empty();
    }

    private static Metadata shape(ImageShape shape) {
        return new MetadataBuilder()
                .putLong("channels", shape.channels())
                .putLong("height", shape.height())
                .putLong("width", shape.width())
                .build();
    }

    private static void requireLabels(GenerativeModel model, List<String> labels) {
        if (!labels.isEmpty() && !(model instanceof ConditionalModel)) {
            throw new IllegalArgumentException("labels is " + labels + ": a " + model.family() + " takes no labels");
        }
        for (String label : labels) {
            if (!model.spec().labelNames().contains(label)) {
                throw new IllegalArgumentException("labels has \"" + label + "\": the model's labels are "
                        + String.join(", ", model.spec().labelNames()));
            }
        }
    }
}
