package io.gen4j.spark;

import io.gen4j.GenerativeModel;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.data.ImageShape;
import io.gen4j.parallel.Exchanges;
import io.gen4j.spark.internal.BarrierTraining;
import io.gen4j.spark.internal.Credentials;
import io.gen4j.spark.internal.FailedJob;
import io.gen4j.spark.internal.ImageColumns;
import io.gen4j.spark.internal.IndexedImage;
import io.gen4j.spark.internal.TrainedModel;
import io.gen4j.spark.internal.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Trains a generative model of any family on the images of a DataFrame. Use it for more images, or larger models, than one
 * machine trains in your time. Several executors train at once, with synchronous data parallelism in one barrier stage (see
 * {@link io.gen4j.parallel.ShardedTrainer}).
 *
 * <pre>{@code
 * GenerativeEstimator estimator = new GenerativeEstimator()
 *         .setFamily("dcgan")
 *         .setSettings("{\"conditional\": true, \"epochs\": 4}")
 *         .setLabelCol("label")
 *         .setShards(8)
 *         .setParallelism(4)
 *         .setCheckpointDir("hdfs:///user/me/dcgan");
 * GenerativeTransformer model = estimator.fit(digits);
 * }</pre>
 *
 * <p>The result is a function of the images, the settings and the number of shards. It does not depend on the number of
 * executors, on lost executors, or on the place of the images. This needs processors of one kind.
 */
public final class GenerativeEstimator extends Estimator<GenerativeTransformer> implements DefaultParamsWritable {

    private static final long serialVersionUID = 1;
    private static final int DEFAULT_SHARDS = 4;
    private static final int DEFAULT_TIMEOUT = 300;
    /** As milliseconds, it fits into an int. */
    private static final int MAX_TIMEOUT = 1_000_000;

    private final String uid;
    /** The parameters take the name of the stage when they are made, so the constructor makes them. */
    private final Param<String> family;

    private final Param<String> settings;
    private final Param<String> imageCol;
    private final Param<String> labelCol;
    private final Param<String> indexCol;
    private final StringArrayParam labelNames;
    private final IntParam channels;
    private final IntParam height;
    private final IntParam width;
    private final IntParam shards;
    private final IntParam localSteps;
    private final IntParam parallelism;
    private final Param<String> checkpointDir;
    private final IntParam checkpointEpochs;
    private final Param<String> ports;
    private final IntParam timeoutSeconds;

    /** An estimator of a VAE with its default settings. */
    public GenerativeEstimator() {
        this("generative_" + UUID.randomUUID().toString().substring(0, 12));
    }

    /** @param uid unique name of the pipeline stage */
    public GenerativeEstimator(String uid) {
        this.uid = Objects.requireNonNull(uid, "uid");
        family = new Param<>(this, "family", "the model: vae, ae, gan, cgan, dcgan, or another one on the class path");
        settings = new Param<>(this, "settings", "JSON object of the settings that differ from the family's defaults");
        imageCol = new Param<>(this, "imageCol", "column of images");
        labelCol = new Param<>(this, "labelCol", "column of labels, text or integers; empty for none");
        indexCol = new Param<>(
                this,
                "indexCol",
                "column of integers that gives the images' order; empty to order them by label and pixels");
        labelNames = new StringArrayParam(
                this, "labelNames", "the labels in the model's order; empty to take those of the data, sorted");
        channels = new IntParam(
                this, "channels", "channels of the images; 0 to see from the first", ParamValidators.inRange(0, 3));
        height = new IntParam(
                this, "height", "height of the images in pixels; 0 to see from the first", ParamValidators.gtEq(0));
        width = new IntParam(
                this, "width", "width of the images in pixels; 0 to see from the first", ParamValidators.gtEq(0));
        shards = new IntParam(
                this,
                "shards",
                "parts of every batch, each trained by one thread; the result depends on it",
                ParamValidators.gtEq(1));
        localSteps = new IntParam(
                this,
                "localSteps",
                "updates that each shard makes on its own before all average their weights; 1 to sum every gradient",
                ParamValidators.inRange(1, Exchanges.MAX_LOCAL_STEPS));
        parallelism = new IntParam(
                this, "parallelism", "tasks that train at once; 0 for one per executor", ParamValidators.gtEq(0));
        checkpointDir = new Param<>(
                this,
                "checkpointDir",
                "directory on a file system that every executor reaches; empty for no checkpoints");
        checkpointEpochs =
                new IntParam(this, "checkpointEpochs", "epochs between two checkpoints", ParamValidators.gtEq(1));
        ports = new Param<>(this, "ports", "ports that executors listen on, such as 40000-40100; 0 for any");
        timeoutSeconds = new IntParam(
                this,
                "timeoutSeconds",
                "how long a rank waits for another, 1 to 1000000",
                ParamValidators.inRange(1, MAX_TIMEOUT));
        setDefault(family, "vae");
        setDefault(settings, "{}");
        setDefault(imageCol, "image");
        setDefault(labelCol, "");
        setDefault(indexCol, "");
        setDefault(labelNames, new String[0]);
        setDefault(channels, 0);
        setDefault(height, 0);
        setDefault(width, 0);
        setDefault(shards, DEFAULT_SHARDS);
        setDefault(localSteps, 1);
        setDefault(parallelism, 0);
        setDefault(checkpointDir, "");
        setDefault(checkpointEpochs, 1);
        setDefault(ports, "0");
        setDefault(timeoutSeconds, DEFAULT_TIMEOUT);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The parameter: the model: vae, ae, gan, cgan, dcgan, or another one on the class path. */
    public Param<String> family() {
        return family;
    }

    /** See {@link #family()}. */
    public GenerativeEstimator setFamily(String value) {
        set(family, Objects.requireNonNull(value, "family"));
        return this;
    }

    /** The parameter: JSON object of the settings that differ from the family's defaults. */
    public Param<String> settings() {
        return settings;
    }

    /** See {@link #settings()}. */
    public GenerativeEstimator setSettings(String value) {
        set(settings, Objects.requireNonNull(value, "settings"));
        return this;
    }

    /** The parameter: column of images. */
    public Param<String> imageCol() {
        return imageCol;
    }

    /** See {@link #imageCol()}. */
    public GenerativeEstimator setImageCol(String value) {
        set(imageCol, Objects.requireNonNull(value, "imageCol"));
        return this;
    }

    /** The parameter: column of labels, text or integers; empty for none. */
    public Param<String> labelCol() {
        return labelCol;
    }

    /** See {@link #labelCol()}. */
    public GenerativeEstimator setLabelCol(String value) {
        set(labelCol, Objects.requireNonNull(value, "labelCol"));
        return this;
    }

    /** The parameter: column of integers that gives the images' order; empty to order them by label and pixels. */
    public Param<String> indexCol() {
        return indexCol;
    }

    /** See {@link #indexCol()}. */
    public GenerativeEstimator setIndexCol(String value) {
        set(indexCol, Objects.requireNonNull(value, "indexCol"));
        return this;
    }

    /** The parameter: the labels in the model's order; empty to take those of the data, sorted. */
    public StringArrayParam labelNames() {
        return labelNames;
    }

    /** See {@link #labelNames()}. */
    public GenerativeEstimator setLabelNames(String... values) {
        for (String value : Objects.requireNonNull(values, "labelNames")) {
            Objects.requireNonNull(value, "labelNames");
        }
        set(labelNames, values.clone());
        return this;
    }

    /** The parameter: channels of the images; 0 to see from the first. */
    public IntParam channels() {
        return channels;
    }

    /** See {@link #channels()}. */
    public GenerativeEstimator setChannels(int value) {
        set(channels, value);
        return this;
    }

    /** The parameter: height of the images in pixels; 0 to see from the first. */
    public IntParam height() {
        return height;
    }

    /** See {@link #height()}. */
    public GenerativeEstimator setHeight(int value) {
        set(height, value);
        return this;
    }

    /** The parameter: width of the images in pixels; 0 to see from the first. */
    public IntParam width() {
        return width;
    }

    /** See {@link #width()}. */
    public GenerativeEstimator setWidth(int value) {
        set(width, value);
        return this;
    }

    /** The parameter: parts of every batch, each trained by one thread; the result depends on it. */
    public IntParam shards() {
        return shards;
    }

    /** See {@link #shards()}. */
    public GenerativeEstimator setShards(int value) {
        set(shards, value);
        return this;
    }

    /** The parameter: updates that each shard makes on its own before all average their weights; 1 to sum every gradient. */
    public IntParam localSteps() {
        return localSteps;
    }

    /**
     * See {@link #localSteps()}. The result depends on it, and on nothing else that is not in {@link #shards()}. Use more than
     * 1 for small dense models on slow networks; {@link Exchanges} says what it costs.
     */
    public GenerativeEstimator setLocalSteps(int value) {
        set(localSteps, value);
        return this;
    }

    /** The parameter: tasks that train at once; 0 for one per executor. */
    public IntParam parallelism() {
        return parallelism;
    }

    /** See {@link #parallelism()}. */
    public GenerativeEstimator setParallelism(int value) {
        set(parallelism, value);
        return this;
    }

    /** The parameter: directory on a file system that every executor reaches; empty for no checkpoints. */
    public Param<String> checkpointDir() {
        return checkpointDir;
    }

    /** See {@link #checkpointDir()}. */
    public GenerativeEstimator setCheckpointDir(String value) {
        set(checkpointDir, Objects.requireNonNull(value, "checkpointDir"));
        return this;
    }

    /** The parameter: epochs between two checkpoints. */
    public IntParam checkpointEpochs() {
        return checkpointEpochs;
    }

    /** See {@link #checkpointEpochs()}. */
    public GenerativeEstimator setCheckpointEpochs(int value) {
        set(checkpointEpochs, value);
        return this;
    }

    /** The parameter: ports that executors listen on, such as 40000-40100; 0 for any. */
    public Param<String> ports() {
        return ports;
    }

    /** See {@link #ports()}. */
    public GenerativeEstimator setPorts(String value) {
        set(ports, Objects.requireNonNull(value, "ports"));
        return this;
    }

    /** The parameter: how long a rank waits for another, 1 to 1000000. */
    public IntParam timeoutSeconds() {
        return timeoutSeconds;
    }

    /** See {@link #timeoutSeconds()}. */
    public GenerativeEstimator setTimeoutSeconds(int value) {
        set(timeoutSeconds, value);
        return this;
    }

    /**
     * Trains.
     *
     * @param dataset has the image column, and the columns of labels and indices if they are set
     * @return the trained model; set its output columns before you transform images
     * @throws IllegalArgumentException if a setting, a column or an image does not fit; the message names it
     * @throws UncheckedIOException if {@link #checkpointDir()} has checkpoints of another training, or damaged ones alone
     */
    @Override
    public GenerativeTransformer fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        ImageColumns columns = FailedJob.unwrapped(() -> new ImageColumns(
                dataset.toDF(),
                getOrDefault(imageCol),
                getOrDefault(labelCol),
                getOrDefault(indexCol),
                List.of(getOrDefault(labelNames)),
                ImageColumns.shape((Integer) getOrDefault(channels), (Integer) getOrDefault(height), (Integer)
                        getOrDefault(width))));
        JavaRDD<IndexedImage> images =
                FailedJob.unwrapped(() -> columns.images().cache());
        try {
            long count = FailedJob.unwrapped(images::count);
            long checksum = images.map(IndexedImage::checksum).fold(0L, Long::sum);
            TrainingPlan plan = plan(ModelFamilies.named(getOrDefault(family)), columns, count, checksum, dataset);
            requireTrainable(plan, count);
            requireOwnCheckpoints(plan);
            TrainedModel trained = BarrierTraining.run(images, plan, tasks(dataset));
            GenerativeTransformer transformer = new GenerativeTransformer(uid, trained.file());
            return copyValues(transformer.named(trained).setParent(this), extra());
        } finally {
            images.unpersist();
        }
    }

    private static ParamMap extra() {
        return ParamMap.empty();
    }

    private <C extends ModelConfig> TrainingPlan plan(
            ModelFamily<C> chosen, ImageColumns columns, long count, long checksum, Dataset<?> dataset) {
        C config = TrainingPlan.config(chosen, getOrDefault(settings));
        ImageShape shape = columns.shape();
        return new TrainingPlan(
                chosen.name(),
                ModelConfigs.toJson(config).toString(),
                shape.channels(),
                shape.height(),
                shape.width(),
                columns.labelNames(),
                count,
                checksum,
                (Integer) getOrDefault(shards),
                (Integer) getOrDefault(localSteps),
                uid + "-" + UUID.randomUUID(),
                Credentials.newSecret(),
                getOrDefault(ports),
                (Integer) getOrDefault(timeoutSeconds),
                getOrDefault(checkpointDir),
                (Integer) getOrDefault(checkpointEpochs),
                new SerializableConfiguration(
                        dataset.sparkSession().sparkContext().hadoopConfiguration()));
    }

    /** Fails on the driver, in one line, where every rank would fail. */
    private static void requireTrainable(TrainingPlan plan, long count) {
        try (GenerativeModel model = plan.newModel()) {
            plan.requireBatches(model.config().batchSize(), count);
        }
    }

    private static void requireOwnCheckpoints(TrainingPlan plan) {
        try {
            plan.requireOwnCheckpoints();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private int tasks(Dataset<?> dataset) {
        int chosen = (Integer) getOrDefault(parallelism);
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
        int executors = context.sc().statusTracker().getExecutorInfos().length - (context.isLocal() ? 0 : 1);
        int tasks = chosen > 0 ? chosen : Math.max(1, executors);
        return Math.min(tasks, (Integer) getOrDefault(shards));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        ImageColumns.requireColumns(schema, getOrDefault(imageCol), getOrDefault(labelCol), getOrDefault(indexCol));
        return schema;
    }

    @Override
    public GenerativeEstimator copy(ParamMap extra) {
        return defaultCopy(Objects.requireNonNull(extra, "extra"));
    }

    /** Reads a stage that {@link #write()} wrote. Spark's pipelines call it. */
    public static MLReader<GenerativeEstimator> read() {
        return new DefaultParamsReader<>();
    }

    /** As {@link #read()}, from a path. */
    public static GenerativeEstimator load(String path) {
        return read().load(Objects.requireNonNull(path, "path"));
    }
}
