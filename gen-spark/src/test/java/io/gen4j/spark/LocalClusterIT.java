package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors in JVMs of their own: class path, native libraries, serialisation, sockets and lost executors. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LocalClusterIT {

    private static SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.builder("local-cluster[2,1,1024]")
                .config("spark.executor.memory", "1g")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** kill -9 in mid-training: the stage is tried again, goes on from the newest checkpoint, and ends with the same bytes. */
    @Test
    void aKilledExecutorChangesNothing() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 440, 3, 1);
        GenerativeEstimator estimator = new GenerativeEstimator()
                .setFamily("gan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 12}")
                .setIndexCol("id")
                .setParallelism(2)
                .setTimeoutSeconds(60);
        byte[] undisturbed = estimator.fit(digits).modelFile();
        Path checkpoints = directory.resolve("checkpoints");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<byte[]> training = thread.submit(() -> estimator
                    .setCheckpointDir(checkpoints.toUri().toString())
                    .fit(digits)
                    .modelFile());
            awaitCheckpoint(checkpoints, training);
            assertEquals(1, killOneExecutor());
            assertArrayEquals(undisturbed, training.get(4, TimeUnit.MINUTES));
        } finally {
            thread.shutdownNow();
        }
    }

    private static void awaitCheckpoint(Path checkpoints, Future<?> training) throws Exception {
        while (!training.isDone()) {
            if (Files.isDirectory(checkpoints)) {
                try (Stream<Path> files = Files.list(checkpoints)) {
                    if (files.anyMatch(file -> file.getFileName().toString().startsWith("step-"))) {
                        return;
                    }
                }
            }
            Thread.sleep(20);
        }
        assertTrue(false, "the training was over before its first checkpoint was seen");
    }

    /** Executors are the Java processes below this JVM: a local cluster's workers live in it. */
    private static long killOneExecutor() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .map(path -> path.endsWith("/java"))
                        .orElse(false))
                .limit(1)
                .filter(ProcessHandle::destroyForcibly)
                .count();
    }

    @Test
    void samplesAreTheSameOnEveryExecutor() throws IOException {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        GenerativeTransformer gan = new GenerativeEstimator()
                .setFamily("gan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": 1}")
                .fit(digits);
        List<Row> cluster =
                gan.sample(spark, 2100, 3, List.of()).select("image").collectAsList();
        List<Row> one = gan.sample(spark, 2100, 3, List.of())
                .coalesce(1)
                .select("image")
                .collectAsList();
        assertEquals(2100, cluster.size());
        for (int i = 0; i < cluster.size(); i++) {
            assertArrayEquals(one.get(i).<byte[]>getAs(0), cluster.get(i).<byte[]>getAs(0));
        }
    }

    /** Parquet from one partition, from four, and from sixteen while an executor is killed: the same rows. */
    @Test
    void drawnParquetDependsOnNeitherPartitionsNorAKilledExecutor() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 3, 1);
        GenerativeTransformer cgan = new GenerativeEstimator()
                .setFamily("cgan")
                .setSettings("{\"latent\": 3, \"hidden\": 64, \"batchSize\": 8, \"epochs\": 1}")
                .setLabelCol("label")
                .fit(digits);
        String one = digest(draw(cgan, 1, "one"));
        assertEquals(one, digest(draw(cgan, 4, "four")));

        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> drawing = thread.submit(() -> draw(cgan, 16, "killed"));
            awaitTask(drawing);
            assertEquals(1, killOneExecutor());
            assertEquals(one, digest(drawing.get(4, TimeUnit.MINUTES)));
        } finally {
            thread.shutdownNow();
        }
    }

    private String draw(GenerativeTransformer model, int partitions, String name) {
        String path = directory.resolve(name).toString();
        spark.conf().set("spark.sql.leafNodeDefaultParallelism", partitions);
        try {
            model.sample(spark, 16_000, 3, List.of()).write().parquet(path);
        } finally {
            spark.conf().unset("spark.sql.leafNodeDefaultParallelism");
        }
        return path;
    }

    /** Until one task of a job is done, and others are not. */
    private static void awaitTask(Future<?> drawing) throws InterruptedException {
        SparkStatusTracker tracker = spark.sparkContext().statusTracker();
        while (!drawing.isDone()) {
            for (int stage : tracker.getActiveStageIds()) {
                SparkStageInfo info = tracker.getStageInfo(stage).getOrElse(() -> null);
                if (info != null && info.numTasks() == 16 && info.numCompletedTasks() > 0) {
                    return;
                }
            }
            Thread.sleep(5);
        }
        assertTrue(false, "all was drawn before one task was seen to end");
    }

    private static String digest(String path) throws NoSuchAlgorithmException {
        List<Row> rows = spark.read().parquet(path).orderBy("index").collectAsList();
        assertEquals(16_000, rows.size());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Row row : rows) {
            digest.update((row.getLong(0) + row.getString(1)).getBytes(StandardCharsets.UTF_8));
            digest.update(row.<byte[]>getAs(2));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
