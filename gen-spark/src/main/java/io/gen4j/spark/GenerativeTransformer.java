package io.gen4j.spark;

import io.gen4j.spark.internal.ModelWriter;
import io.gen4j.spark.internal.TrainedModel;
import io.gen4j.spark.internal.Transformation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model as a stage of a Spark pipeline. Use it to encode images or to score them in a pipeline. {@link
 * #transform} adds each column with a name. {@link #sample(SparkSession, long, long, List)} draws images.
 */
public final class GenerativeTransformer extends Model<GenerativeTransformer> implements MLWritable {

    private static final long serialVersionUID = 1;
    private static final int DEFAULT_DRAWS = 64;
    private static final int MAX_DRAWS = 1_000_000;

    private final String uid;
    private final byte[] file;
    private long steps;
    private List<String> metricNames = List.of();
    private List<double[]> epochs = List.of();
    /** The parameters take the name of the stage when they are made, so the constructor makes them. */
    private final Param<String> imageCol;

    private final Param<String> labelCol;
    private final Param<String> latentCol;
    private final Param<String> reconstructionCol;
    private final Param<String> errorCol;
    private final Param<String> boundCol;
    private final IntParam boundDraws;
    private final LongParam seed;

    /**
     * A stage for a model that was trained elsewhere.
     *
     * @param uid unique name of the pipeline stage
     * @param file the bytes of a model.zip
     */
    public GenerativeTransformer(String uid, byte[] file) {
        this.uid = Objects.requireNonNull(uid, "uid");
        this.file = file.clone();
        imageCol = new Param<>(this, "imageCol", "column of images");
        labelCol = new Param<>(this, "labelCol", "column of labels, for models that take one");
        latentCol = new Param<>(this, "latentCol", "column to add with the latents, as vectors; empty for none");
        reconstructionCol = new Param<>(
                this, "reconstructionCol", "column to add with the reconstructions, as bytes; empty for none");
        errorCol = new Param<>(
                this,
                "errorCol",
                "column to add with the mean squared error of the reconstruction, pixels from 0 to 1; empty for none");
        boundCol = new Param<>(
                this,
                "boundCol",
                "column to add with a lower bound on the log likelihood, in nats; empty for none, for a vae");
        boundDraws = new IntParam(
                this,
                "boundDraws",
                "latents drawn per image for the bound, 1 to 1000000; more are closer",
                ParamValidators.inRange(1, MAX_DRAWS));
        seed = new LongParam(this, "seed", "of the draws for the bound");
        setDefault(imageCol, "image");
        setDefault(labelCol, "");
        setDefault(latentCol, "");
        setDefault(reconstructionCol, "");
        setDefault(errorCol, "");
        setDefault(boundCol, "");
        setDefault(boundDraws, DEFAULT_DRAWS);
        setDefault(seed, 1L);
    }

    GenerativeTransformer named(TrainedModel trained) {
        steps = trained.steps();
        metricNames = trained.metricNames();
        epochs = trained.epochs();
        return this;
    }

    /** The bytes of model.zip, which {@code Vae.load}, {@code Gan.load} and {@code gen sample} read. */
    public byte[] modelFile() {
        return file.clone();
    }

    /**
     * Writes model.zip to a local file.
     *
     * @throws IllegalArgumentException if the path is empty
     * @throws java.nio.file.FileAlreadyExistsException if there is a file already
     */
    public void saveModelFile(String path) throws IOException {
        if (Objects.requireNonNull(path, "path").isEmpty()) {
            throw new IllegalArgumentException("path is empty: must be the name of a file");
        }
        Files.write(Path.of(path), file, java.nio.file.StandardOpenOption.CREATE_NEW);
    }

    /** The mean of each metric, one map per epoch of the training; empty for a model that was read from a file. */
    public List<Map<String, Double>> history() {
        List<Map<String, Double>> history = new ArrayList<>();
        for (double[] epoch : epochs) {
            Map<String, Double> values = new TreeMap<>();
            for (int i = 0; i < epoch.length; i++) {
                values.put(metricNames.get(i), epoch[i]);
            }
            history.add(values);
        }
        return history;
    }

    /** The updates of the whole training; 0 for a model that was read from a file. */
    public long steps() {
        return steps;
    }

    /** As {@link Sampler#sample(SparkSession, byte[], long, long, List)}, with this model. */
    public Dataset<Row> sample(SparkSession spark, long count, long seed, List<String> labels) {
        return Sampler.sample(spark, file, count, seed, labels);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The parameter: column of images. */
    public Param<String> imageCol() {
        return imageCol;
    }

    /** See {@link #imageCol()}. */
    public GenerativeTransformer setImageCol(String value) {
        set(imageCol, Objects.requireNonNull(value, "imageCol"));
        return this;
    }

    /** The parameter: column of labels, for models that take one. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** See {@link #labelCol()}. */
    public GenerativeTransformer setLabelCol(String value) {
        set(labelCol, Objects.requireNonNull(value, "labelCol"));
        return this;
    }

    /** The parameter: column to add with the latents, as vectors; empty for none. */
    public Param<String> latentCol() {
        return latentCol;
    }

    /** See {@link #latentCol()}. */
    public GenerativeTransformer setLatentCol(String value) {
        set(latentCol, Objects.requireNonNull(value, "latentCol"));
        return this;
    }

    /** The parameter: column to add with the reconstructions, as bytes; empty for none. */
    public Param<String> reconstructionCol() {
        return reconstructionCol;
    }

    /** See {@link #reconstructionCol()}. */
    public GenerativeTransformer setReconstructionCol(String value) {
        set(reconstructionCol, Objects.requireNonNull(value, "reconstructionCol"));
        return this;
    }

    /** The parameter: column to add with the mean squared error of the reconstruction, pixels from 0 to 1; empty for none. */
    public Param<String> errorCol() {
        return errorCol;
    }

    /** See {@link #errorCol()}. */
    public GenerativeTransformer setErrorCol(String value) {
        set(errorCol, Objects.requireNonNull(value, "errorCol"));
        return this;
    }

    /** The parameter: column to add with a lower bound on the log likelihood, in nats; empty for none, for a vae. */
    public Param<String> boundCol() {
        return boundCol;
    }

    /**
     * See {@link #boundCol()}. The importance-weighted bound (Burda, Grosse and Salakhutdinov 2015, arXiv:1509.00519) with
     * {@link #boundDraws()} latents per image. The draws depend on the image and the {@link #seed()} alone.
     */
    public GenerativeTransformer setBoundCol(String value) {
        set(boundCol, Objects.requireNonNull(value, "boundCol"));
        return this;
    }

    /** The parameter: latents drawn per image for the bound, 1 to 1000000; more are closer to the likelihood. */
    public IntParam boundDraws() {
        return boundDraws;
    }

    /** See {@link #boundDraws()}. */
    public GenerativeTransformer setBoundDraws(int value) {
        set(boundDraws, value);
        return this;
    }

    /** The parameter: seed of the draws for the bound. */
    public LongParam seed() {
        return seed;
    }

    /** See {@link #seed()}. */
    public GenerativeTransformer setSeed(long value) {
        set(seed, value);
        return this;
    }

    /**
     * Adds each column with a name.
     *
     * @throws IllegalArgumentException if a column is missing or exists already, or the model has no encoder, or
     *     no likelihood for {@link #boundCol()}
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return transformation().apply(dataset.toDF(), file);
    }

    private Transformation transformation() {
        return new Transformation(
                getOrDefault(imageCol),
                getOrDefault(labelCol),
                getOrDefault(latentCol),
                getOrDefault(reconstructionCol),
                getOrDefault(errorCol),
                getOrDefault(boundCol),
                (Integer) getOrDefault(boundDraws),
                (Long) getOrDefault(seed));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return transformation().schema(schema);
    }

    @Override
    public GenerativeTransformer copy(ParamMap extra) {
        Objects.requireNonNull(extra, "extra");
        GenerativeTransformer copy = new GenerativeTransformer(uid, file);
        copy.steps = steps;
        copy.metricNames = metricNames;
        copy.epochs = epochs;
        return copyValues(copy.setParent(parent()), extra);
    }

    @Override
    public MLWriter write() {
        return new ModelWriter(this, file);
    }

    /** Reads a stage that {@link #write()} wrote. Spark's pipelines call it. */
    public static MLReader<GenerativeTransformer> read() {
        return new ModelWriter.Reader<>(GenerativeTransformer.class, GenerativeTransformer::new);
    }

    /** As {@link #read()}, from a path. */
    public static GenerativeTransformer load(String path) {
        return read().load(Objects.requireNonNull(path, "path"));
    }
}
