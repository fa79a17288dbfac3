package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files, failed ranks and cancelled jobs. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RecoveryTest {

    private static SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        spark = LocalSpark.session("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private GenerativeEstimator gan(int epochs) {
        return new GenerativeEstimator("gan")
                .setFamily("gan")
                .setSettings("{\"latent\": 3, \"hidden\": 6, \"batchSize\": 8, \"epochs\": " + epochs + "}")
                .setIndexCol("id")
                .setShards(2)
                .setParallelism(2);
    }

    private Path checkpoints() {
        return directory.resolve("checkpoints");
    }

    private String checkpointDir() {
        return checkpoints().toUri().toString();
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(checkpoints())) {
            return files.filter(file -> file.getFileName().toString().startsWith("step-"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void cut(Path file) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 2, 1);
        byte[] whole = gan(3).fit(digits).modelFile();
        gan(2).setCheckpointDir(checkpointDir()).fit(digits);
        assertEquals(2, newestFirst().size());
        cut(newestFirst().get(0));
        assertArrayEquals(
                whole, gan(3).setCheckpointDir(checkpointDir()).fit(digits).modelFile());
    }

    @Test
    void damagedCheckpointsAloneAreNamed() throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 2, 1);
        gan(2).setCheckpointDir(checkpointDir()).fit(digits);
        for (Path file : newestFirst()) {
            cut(file);
        }
        RuntimeException e = assertThrows(
                RuntimeException.class,
                () -> gan(3).setCheckpointDir(checkpointDir()).fit(digits));
        assertTrue(e.getMessage().contains(newestFirst().get(0).getFileName().toString()), e::getMessage);
        assertFalse(e.getMessage().contains("gen4j-checkpoint"), e::getMessage);
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void aDamagedStageIsRefusedWhenItIsLoaded() throws Exception {
        Path stage = directory.resolve("stage");
        gan(1).fit(LocalSpark.digits(spark, 44, 2, 1)).save(stage.toString());
        cut(stage.resolve("model.zip"));
        Files.deleteIfExists(stage.resolve(".model.zip.crc"));
        RuntimeException e = assertThrows(RuntimeException.class, () -> GenerativeTransformer.load(stage.toString()));
        assertTrue(e.getMessage().contains("model.zip"), e::getMessage);
        assertFalse(e.getMessage().contains("gen4j-model"), e::getMessage);
        Files.delete(stage.resolve("model.zip"));
        RuntimeException missing =
                assertThrows(RuntimeException.class, () -> GenerativeTransformer.load(stage.toString()));
        assertTrue(missing.getMessage().contains("has no model.zip"), missing::getMessage);
    }

    /** The rank that fails says why; the others, whose connections break, do not. */
    @Test
    void theFirstRealErrorIsTheOneThatIsSeen() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        RuntimeException e = assertThrows(
                RuntimeException.class,
                () -> gan(2).setCheckpointDir(
                                file.resolve("checkpoints").toUri().toString())
                        .fit(LocalSpark.digits(spark, 44, 2, 1)));
        assertTrue(e.getMessage().contains(file.toString()), e::getMessage);
        assertFalse(e.getMessage().contains("refused"), e::getMessage);
        assertFalse(e.getMessage().contains("closed its connection"), e::getMessage);
    }

    /** Executors listen on the ports that were set, and say which those are if none is free. */
    @Test
    void executorsListenOnTheGivenPorts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String ports = taken.getLocalPort() + "-" + taken.getLocalPort();
            RuntimeException e = assertThrows(
                    RuntimeException.class, () -> gan(1).setPorts(ports).fit(LocalSpark.digits(spark, 44, 2, 1)));
            assertTrue(e.getMessage().startsWith("no port of " + ports + " is free at 127.0.0.1"), e::getMessage);
        }
    }

    /** A training that would take hours ends when Spark's job is cancelled, with all of its threads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void cancellingEndsTheTraining(int tasks) throws Exception {
        cancel(tasks, checkpointDir(), () -> {});
    }

    /** What writes a checkpoint may swallow the interrupts that tell of the end. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void cancellingEndsATrainingThatWritesACheckpoint() throws Exception {
        spark.sparkContext().hadoopConfiguration().set("fs.deaf.impl", DeafFileSystem.class.getName());
        cancel(1, "deaf://" + checkpoints(), DeafFileSystem::awaitWrite);
    }

    /** @param atCancelling runs when there is a checkpoint, just before the cancelling */
    private void cancel(int tasks, String checkpointDir, Runnable atCancelling) throws Exception {
        Dataset<Row> digits = LocalSpark.digits(spark, 44, 2, 1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> training = thread.submit(() -> gan(1_000_000)
                    .setParallelism(tasks)
                    .setCheckpointDir(checkpointDir)
                    .fit(digits));
            while (!Files.isDirectory(checkpoints()) || newestFirst().isEmpty()) {
                assertFalse(training.isDone(), "the training is over already");
                Thread.sleep(20);
            }
            atCancelling.run();
            spark.sparkContext().cancelAllJobs();
            ExecutionException e = assertThrows(ExecutionException.class, () -> training.get(10, TimeUnit.MINUTES));
            assertTrue(
                    e.getCause().getMessage().contains("cancelled"),
                    () -> e.getCause().getMessage());
            awaitNoThreads();
        } finally {
            thread.shutdownNow();
        }
    }

    /** Local files. When asked to, the next write waits for an interrupt, swallows all of one second and goes on. */
    public static final class DeafFileSystem extends RawLocalFileSystem {

        private static final CountDownLatch BEGUN = new CountDownLatch(1);
        private static final AtomicBoolean ASKED = new AtomicBoolean();

        static void awaitWrite() {
            ASKED.set(true);
            try {
                BEGUN.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public URI getUri() {
            return URI.create("deaf:///");
        }

        @Override
        public FSDataOutputStream create(org.apache.hadoop.fs.Path file, boolean overwrite) throws IOException {
            if (ASKED.compareAndSet(true, false)) {
                BEGUN.countDown();
                while (!Thread.interrupted()) {
                    LockSupport.parkNanos(1_000_000);
                }
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                while (System.nanoTime() < end) {
                    Thread.interrupted();
                    LockSupport.parkNanos(1_000_000);
                }
            }
            return super.create(file, overwrite);
        }
    }

    private static void awaitNoThreads() throws InterruptedException {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(other -> other.getName().startsWith("gen4j-shard")
                        || other.getName().equals("gen4j-totals")
                        || other.getName().equals("gen4j-kill-watch"))) {
            Thread.sleep(20);
        }
    }
}
