package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Trainer;
import io.gen4j.TrainingLoop;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ShardOrder;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.parallel.ShardedTrainer;
import io.gen4j.spark.internal.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One, two and four executors, and a training without Spark in as many shards, end with the same bytes. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FourExecutorsIT {

    private static final int COUNT = 44;
    private static final int SHARDS = 4;
    private static SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.builder("local-cluster[4,1,768]")
                .config("spark.executor.memory", "768m")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vae | {\"latent\": 3, \"hidden\": 8, \"batchSize\": 8, \"epochs\": 2}",
                "gan | {\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 2}",
                "cgan | {\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 2}",
                "dcgan | {\"latent\": 3, \"features\": 4, \"batchSize\": 8, \"epochs\": 2, \"conditional\": true}"
            })
    void executorsDoNotMatter(String family, String settings) throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, COUNT, 3, 1);
        GenerativeEstimator estimator = new GenerativeEstimator()
                .setFamily(family)
                .setSettings(settings)
                .setLabelCol("label")
                .setIndexCol("id")
                .setShards(SHARDS)
                .setTimeoutSeconds(120);
        byte[] expected = trainedHere(ModelFamilies.named(family), settings);
        for (int executors : new int[] {1, 2, 4}) {
            assertArrayEquals(
                    expected,
                    estimator.setParallelism(executors).fit(digits).modelFile(),
                    executors + " executors and a local training end differently");
        }
    }

    private <C extends ModelConfig> byte[] trainedHere(ModelFamily<C> family, String settings) throws IOException {
        ImageDataset digits = SyntheticDigits.draw(COUNT, 7);
        C config = TrainingPlan.config(family, settings);
        Path file = directory.resolve("here.zip");
        try (GenerativeModel model = family.create(config, new ImageSpec(digits.shape(), digits.labelNames()));
                Trainer trainer = ShardedTrainer.local(model, SHARDS)) {
            ShardOrder order = ShardOrder.ofWhole(COUNT, SHARDS, config.batchSize() / SHARDS, config.seed());
            Batches batches = new Batches(digits, order, model.pixelRange());
            new TrainingLoop(trainer, batches, config.epochs(), List.of()).run();
            model.save(file);
        }
        return Files.readAllBytes(file);
    }
}
