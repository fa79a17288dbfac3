package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.MetricProgress;
import io.gen4j.Trainer;
import io.gen4j.TrainingLoop;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ShardOrder;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.metric.likelihood.LikelihoodBounds;
import io.gen4j.parallel.ShardedTrainer;
import io.gen4j.persist.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerativeEstimatorTest {

    private static SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.session("local[4]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static GenerativeEstimator gan() {
        return new GenerativeEstimator("gan")
                .setFamily("gan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 2}")
                .setIndexCol("id")
                .setShards(4);
    }

    /** Four tasks, one task, other partitions and a plain local training in as many shards end with the same bytes. */
    @Test
    void doesNotDependOnTasksOrPartitions() throws Exception {
        byte[] expected =
                gan().setParallelism(4).fit(LocalSpark.digits(spark, 44, 3, 1)).modelFile();
        assertArrayEquals(
                expected,
                gan().setParallelism(1).fit(LocalSpark.digits(spark, 44, 5, 2)).modelFile());
        assertArrayEquals(
                expected,
                gan().setParallelism(2).fit(LocalSpark.digits(spark, 44, 1, 3)).modelFile());
        assertArrayEquals(expected, trainedHere());
    }

    private byte[] trainedHere() throws Exception {
        ImageDataset digits = SyntheticDigits.draw(44, 7);
        GanConfig config =
                GanConfig.builder().latent(3).hidden(6).batchSize(8).epochs(2).build();
        Path file = directory.resolve("here.zip");
        try (GenerativeModel model = new Gan(config, new ImageSpec(digits.shape(), List.of()));
                Trainer trainer = ShardedTrainer.local(model, 4)) {
            ShardOrder order = ShardOrder.ofWhole(44, 4, 2, config.seed());
            new TrainingLoop(trainer, new Batches(digits, order, model.pixelRange()), 2, List.of()).run();
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void withoutAnIndexTheContentGivesTheOrder() throws Exception {
        byte[] expected = gan().setIndexCol("")
                .setParallelism(2)
                .fit(LocalSpark.digits(spark, 44, 3, 1))
                .modelFile();
        assertArrayEquals(
                expected,
                gan().setIndexCol("")
                        .setParallelism(4)
                        .fit(LocalSpark.digits(spark, 44, 2, 9))
                        .modelFile());
    }

    /** A training goes on from its checkpoints, to the same bytes. */
    @Test
    void goesOnFromItsCheckpoint() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        String checkpoints = directory.resolve("checkpoints").toUri().toString();
        byte[] whole = gan().setParallelism(2).fit(digits).modelFile();
        gan().setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setCheckpointDir(checkpoints)
                .fit(digits);
        GenerativeTransformer second =
                gan().setCheckpointDir(checkpoints).setParallelism(4).fit(digits);
        assertArrayEquals(whole, second.modelFile());
        assertEquals(2, second.history().size());
        assertEquals(
                Set.of("d_fake", "d_loss_nats", "d_real", "g_loss_nats"),
                second.history().get(1).keySet());
    }

    /** With local steps too, tasks do not matter, and a checkpoint leads to the same bytes. */
    @Test
    void localStepsAreDeterministic() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        String checkpoints = directory.resolve("checkpoints").toUri().toString();
        byte[] expected = gan().setLocalSteps(3).setParallelism(4).fit(digits).modelFile();
        assertArrayEquals(
                expected, gan().setLocalSteps(3).setParallelism(1).fit(digits).modelFile());
        gan().setLocalSteps(3)
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setCheckpointDir(checkpoints)
                .fit(digits);
        GenerativeTransformer resumed = gan().setLocalSteps(3)
                .setCheckpointDir(checkpoints)
                .setParallelism(2)
                .fit(digits);
        assertArrayEquals(expected, resumed.modelFile());
        assertEquals(10, resumed.steps());
        assertFalse(Arrays.equals(expected, gan().setParallelism(1).fit(digits).modelFile()));
    }

    @ParameterizedTest
    @CsvSource({"shards, 2", "localSteps, 2", "settings, '{\"latent\": 4, \"hidden\": 6, \"batchSize\": 8}'"})
    void checkpointsOfAnotherTrainingAreRefused(String name, String value) throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        String checkpoints = directory.resolve("checkpoints").toUri().toString();
        gan().setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setCheckpointDir(checkpoints)
                .fit(digits);
        GenerativeEstimator other = gan().setCheckpointDir(checkpoints).setParallelism(1);
        other.set(name, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
        RuntimeException e = assertThrows(RuntimeException.class, () -> other.fit(digits));
        assertTrue(e.getMessage().contains("of another training: its " + name + " is "), e::getMessage);
        assertTrue(e.getMessage().endsWith("choose another checkpointDir"), e::getMessage);
    }

    @Test
    void checkpointsOfOtherImagesAreRefused() throws Exception {
        String checkpoints = directory.resolve("checkpoints").toUri().toString();
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        gan().setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setCheckpointDir(checkpoints)
                .fit(digits);
        Dataset<Row> others = digits.withColumn("id", functions.expr("(id + 1) % 44"));
        RuntimeException e = assertThrows(
                RuntimeException.class,
                () -> gan().setCheckpointDir(checkpoints).setParallelism(1).fit(others));
        assertTrue(e.getMessage().contains("of another training: its checksum of images"), e::getMessage);
    }

    @Test
    void labelsKeepTheOrderThatIsSet() throws Exception {
        GenerativeTransformer cgan = new GenerativeEstimator()
                .setFamily("cgan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .setLabelNames("9", "8", "7", "6", "5", "4", "3", "2", "1", "0", "ten")
                .fit(LocalSpark.digits(spark, 44, 3, 1));
        Dataset<Row> samples = cgan.sample(spark, 3, 1, List.of());
        assertArrayEquals(
                new String[] {"9", "8", "7", "6", "5", "4", "3", "2", "1", "0", "ten"},
                samples.schema().apply("label").metadata().getStringArray("labels"));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new GenerativeEstimator()
                        .setLabelCol("label")
                        .setLabelNames("0", "1")
                        .fit(LocalSpark.digits(spark, 44, 3, 1)));
        assertTrue(e.getMessage().startsWith("the column label has the label \""), e::getMessage);
    }

    @Test
    void aVaeTransformsAndIsSavedInAPipeline() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        GenerativeEstimator vae = new GenerativeEstimator()
                .setSettings("{\"latent\": 3, \"hidden\": 8, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .setIndexCol("id");
        PipelineModel fitted =
                new Pipeline().setStages(new PipelineStage[] {vae}).fit(digits);
        GenerativeTransformer trained = (GenerativeTransformer) fitted.stages()[0];
        trained.setLatentCol("z")
                .setReconstructionCol("again")
                .setErrorCol("error")
                .setBoundCol("bound");
        String path = directory.resolve("pipeline").toUri().toString();
        fitted.save(path);
        PipelineModel loaded = PipelineModel.load(path);
        List<Row> rows = loaded.transform(digits).orderBy("id").collectAsList();
        List<Row> before = fitted.transform(digits).orderBy("id").collectAsList();
        assertEquals(44, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(3, rows.get(i).<Vector>getAs("z").size());
            assertEquals(784, rows.get(i).<byte[]>getAs("again").length);
            double error = rows.get(i).getAs("error");
            assertTrue(error > 0 && error < 1, () -> "error " + error);
            assertEquals(before.get(i).<Vector>getAs("z"), rows.get(i).<Vector>getAs("z"));
            assertEquals(before.get(i).<Double>getAs("bound"), rows.get(i).<Double>getAs("bound"));
        }
        assertBoundIsTheModels(trained, rows);
        new Pipeline()
                .setStages(new PipelineStage[] {vae})
                .save(directory.resolve("stages").toString());
        Pipeline again = Pipeline.load(directory.resolve("stages").toString());
        assertEquals("label", ((GenerativeEstimator) again.getStages()[0]).getOrDefault(vae.labelCol()));
    }

    /** The mean over the images is about what the model itself measures, with draws of its own. */
    private void assertBoundIsTheModels(GenerativeTransformer trained, List<Row> rows) throws Exception {
        Path file = directory.resolve("vae.zip");
        trained.saveModelFile(file.toString());
        double mean = rows.stream()
                .mapToDouble(row -> row.<Double>getAs("bound"))
                .average()
                .orElseThrow();
        try (GenerativeModel model = ModelFile.load(file)) {
            double expected = new LikelihoodBounds((LatentDensities) model)
                    .estimate(SyntheticDigits.draw(44, 7), 64, 5, MetricProgress.NONE)
                    .importanceWeighted();
            assertEquals(expected, mean, Math.abs(expected) / 50);
        }
    }

    @Test
    void aGanHasNoBound() throws Exception {
        GenerativeTransformer gan = gan().fit(LocalSpark.digits(spark, 44, 3, 1));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> gan.setBoundCol("bound").transform(LocalSpark.digits(spark, 44, 3, 1)));
        assertTrue(e.getMessage().startsWith("a gan has no encoder"), e::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "family | no | there is no model \"no\"",
                "settings | [] | settings is []: must be a JSON object",
                "settings | {\"latant\": 3} | there is no setting \"latant\"",
                "settings | {\"batchSize\": 6} | batch size is 6: must be a multiple of 4",
                "settings | {\"batchSize\": 64} | there are 44 images",
                "imageCol | picture | imageCol is \"picture\": the columns are id, label, image",
                "imageCol | label | the column label has the type string",
                "labelCol | digit | labelCol is \"digit\"",
                "ports | 5-4 | ports is 5-4"
            })
    void badSettingsFailInOneLine(String name, String value, String message) {
        GenerativeEstimator estimator = gan().setSettings("{\"batchSize\": 8, \"epochs\": 1}");
        estimator.set(name, value);
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 2, 1);
        RuntimeException e = assertThrows(RuntimeException.class, () -> estimator.fit(digits));
        assertTrue(e.getMessage().startsWith(message), e::getMessage);
    }

    @Test
    void samplesDoNotDependOnPartitions() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        GenerativeTransformer cgan = new GenerativeEstimator()
                .setFamily("cgan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .fit(digits);
        Dataset<Row> samples = cgan.sample(spark, 1234, 5, List.of("3", "8"));
        List<String> rows =
                samples.toJavaRDD().map(GenerativeEstimatorTest::text).collect();
        assertEquals(1234, rows.size());
        assertEquals(
                rows,
                Sampler.sample(spark, cgan.modelFile(), 1234, 5, List.of("3", "8"))
                        .coalesce(1)
                        .toJavaRDD()
                        .map(GenerativeEstimatorTest::text)
                        .collect());
        Set<Object> labels = new TreeSet<>();
        samples.select("label").distinct().collectAsList().forEach(row -> labels.add(row.getString(0)));
        assertEquals(Set.of("3", "8"), labels);
        assertEquals(28, samples.schema().apply("image").metadata().getLong("height"));
        assertThrows(IllegalArgumentException.class, () -> cgan.sample(spark, 1, 5, List.of("eight")));
        assertThrows(IllegalArgumentException.class, () -> cgan.sample(spark, -1, 5, List.of()));
        assertEquals(0, cgan.sample(spark, 0, 5, List.of()).count());
    }

    private static String text(Row row) {
        return row.getLong(0) + row.getString(1) + java.util.Arrays.hashCode(row.<byte[]>getAs(2));
    }
}
