package io.gen4j.spark.internal;

import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.MetricProgress;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.metric.likelihood.LikelihoodBounds;
import io.gen4j.runtime.HostMemory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds latents, reconstructions, errors and likelihood bounds of a model with an encoder to rows of images. Columns with empty names are not
 * added.
 *
 * @param imageCol read
 * @param labelCol read for conditional models; empty for none
 * @param latentCol added: vectors
 * @param reconstructionCol added: bytes
 * @param errorCol added: the mean squared error, pixels from 0 to 1
 * @param boundCol added: the importance-weighted bound on the log likelihood, in nats
 * @param boundDraws latents per image for the bound
 * @param seed of these latents
 */
public record Transformation(
        String imageCol,
        String labelCol,
        String latentCol,
        String reconstructionCol,
        String errorCol,
        String boundCol,
        int boundDraws,
        long seed)
        implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int BLOCK = 256;
    private static final double WHITE = 255;
    /** Spreads the bits of a hash over 64 bits. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /**
     * The schema with the added columns.
     *
     * @throws IllegalArgumentException if a column is missing, or one of the added exists
     */
    public StructType schema(StructType given) {
        ImageColumns.requireColumns(given, imageCol, labelCol, "");
        StructType schema = given;
        schema = add(schema, latentCol, SQLDataTypes.VectorType());
        schema = add(schema, reconstructionCol, DataTypes.BinaryType);
        schema = add(schema, errorCol, DataTypes.DoubleType);
        return add(schema, boundCol, DataTypes.DoubleType);
    }

    private static StructType add(StructType schema, String name, DataType type) {
        if (name.isEmpty()) {
            return schema;
        }
        if (List.of(schema.fieldNames()).contains(name)) {
            throw new IllegalArgumentException("the column " + name + " exists already: choose another name");
        }
        return schema.add(name, type, false);
    }

    /** @param file the bytes of model.zip */
    public Dataset<Row> apply(Dataset<Row> rows, byte[] file) {
        StructType schema = schema(rows.schema());
        requireEncoder(file);
        var spark = rows.sparkSession();
        Broadcast<byte[]> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(file);
        return spark.createDataFrame(
                rows.toJavaRDD().mapPartitions(partition -> transform(partition, broadcast)), schema);
    }

    private void requireEncoder(byte[] file) {
        try (ModelLease lease = new ModelLease(file)) {
            if (!(lease.model() instanceof EncoderModel)) {
                throw new IllegalArgumentException("a " + lease.model().family()
                        + " has no encoder, so it cannot transform images: use Sampler to draw some");
            }
            if (!boundCol.isEmpty() && !(lease.model() instanceof LatentDensities)) {
                throw new IllegalArgumentException("boundCol is \"" + boundCol + "\": a "
                        + lease.model().family() + " has no likelihood, as a vae has; leave it empty");
            }
        }
    }

    private Iterator<Row> transform(Iterator<Row> rows, Broadcast<byte[]> file) {
        if (!rows.hasNext()) {
            return rows;
        }
        ModelLease lease = new ModelLease(file.value());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) done -> lease.close());
        return new Iterator<>() {

            private Iterator<Row> done = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                if (!done.hasNext() && rows.hasNext()) {
                    List<Row> block = new ArrayList<>();
                    while (block.size() < BLOCK && rows.hasNext()) {
                        block.add(rows.next());
                    }
                    done = lease.run(() -> transform(lease.model(), block)).iterator();
                }
                return done.hasNext();
            }

            @Override
            public Row next() {
                hasNext();
                return done.next();
            }
        };
    }

    private List<Row> transform(GenerativeModel model, List<Row> rows) {
        EncoderModel encoder = (EncoderModel) model;
        ImageReader reader = new ImageReader(model.spec().shape());
        List<byte[]> pixels = new ArrayList<>();
        for (Row row : rows) {
            pixels.add(read(reader, row));
        }
        int[] labels = labels(model, rows);
        try (INDArray images = images(pixels, model.pixelRange());
                INDArray latents = latentCol.isEmpty() ? Nd4j.empty() : encoder.encode(new Batch(images, labels));
                INDArray rebuilt = reconstructionCol.isEmpty() && errorCol.isEmpty()
                        ? Nd4j.empty()
                        : encoder.reconstruct(new Batch(images, labels))) {
            List<Row> result = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                byte[] image = pixels.get(i);
                int[] label = labels.length == 0 ? labels : new int[] {labels[i]};
                result.add(extend(
                        rows.get(i),
                        image,
                        row(latents, i),
                        row(rebuilt, i),
                        () -> bound(model, image, label),
                        model.pixelRange()));
            }
            return result;
        }
    }

    private byte[] read(ImageReader reader, Row row) {
        try {
            return reader.read(row.getAs(imageCol));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the column " + imageCol + ": " + e.getMessage(), e);
        }
    }

    /** Each image on its own, with draws by its content: neighbours and partitions do not matter. */
    private double bound(GenerativeModel model, byte[] pixels, int[] label) {
        ImageSpec spec = model.spec();
        ImageDataset image = label.length == 0
                ? ImageDataset.of("spark", spec.shape(), pixels)
                : ImageDataset.of("spark", spec.shape(), pixels, label, spec.labelNames());
        long own = seed ^ (Arrays.hashCode(pixels) * MIX);
        return new LikelihoodBounds((LatentDensities) model)
                .estimateEach(image, boundDraws, own, MetricProgress.NONE)
                .get(0)
                .importanceWeighted();
    }

    private Row extend(
            Row row,
            byte[] pixels,
            Supplier<float[]> latent,
            Supplier<float[]> rebuilt,
            DoubleSupplier bound,
            PixelRange range) {
        Object[] values = new Object[row.size() + added()];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        int next = row.size();
        if (!latentCol.isEmpty()) {
            float[] numbers = latent.get();
            double[] vector = new double[numbers.length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = numbers[i];
            }
            values[next++] = Vectors.dense(vector);
        }
        if (!reconstructionCol.isEmpty()) {
            values[next++] = SampleBlocks.pixels(rebuilt.get(), range);
        }
        if (!errorCol.isEmpty()) {
            values[next++] = error(pixels, rebuilt.get(), range);
        }
        if (!boundCol.isEmpty()) {
            values[next] = bound.getAsDouble();
        }
        return RowFactory.create(values);
    }

    private int added() {
        return (int) Stream.of(latentCol, reconstructionCol, errorCol, boundCol)
                .filter(name -> !name.isEmpty())
                .count();
    }

    private static double error(byte[] pixels, float[] rebuilt, PixelRange range) {
        double black = range.toValue((byte) 0);
        double width = range.toValue((byte) WHITE) - black;
        double sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            double difference = (pixels[i] & 0xff) / WHITE - (rebuilt[i] - black) / width;
            sum += difference * difference;
        }
        return sum / pixels.length;
    }

    private static Supplier<float[]> row(INDArray array, int index) {
        return () -> {
            float[] numbers = new float[(int) array.size(1)];
            HostMemory.read(array, (long) index * numbers.length, numbers, numbers.length);
            return numbers;
        };
    }

    private int[] labels(GenerativeModel model, List<Row> rows) {
        List<String> names = model.spec().labelNames();
        if (labelCol.isEmpty() || names.isEmpty()) {
            return new int[0];
        }
        int[] labels = new int[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            String label = String.valueOf(rows.get(i).get(rows.get(i).fieldIndex(labelCol)));
            labels[i] = names.indexOf(label);
            if (labels[i] < 0) {
                throw new IllegalArgumentException("the column " + labelCol + " has the label \"" + label
                        + "\": the model's labels are " + String.join(", ", names));
            }
        }
        return labels;
    }

    private static INDArray images(List<byte[]> pixels, PixelRange range) {
        float[][] numbers = new float[pixels.size()][];
        for (int i = 0; i < numbers.length; i++) {
            byte[] image = pixels.get(i);
            numbers[i] = new float[image.length];
            for (int j = 0; j < image.length; j++) {
                numbers[i][j] = range.toValue(image[j]);
            }
        }
        return Nd4j.createFromArray(numbers);
    }
}
