package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.source.IdxDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the app tells spark-submit, and makes of its end. A script stands for spark-submit; {@code tools/spark-test.sh} runs the
 * same commands on Spark.
 */
@DisabledOnOs(OS.WINDOWS)
class SparkCommandsTest {

    @TempDir
    private Path directory;

    private Path home;
    private Path jar;

    @BeforeEach
    void prepare() throws Exception {
        home = Files.createDirectories(directory.resolve("spark home"));
        Files.createDirectory(home.resolve("bin"));
        jar = Files.createFile(directory.resolve("submit.jar"));
        submit("exit 0");
    }

    /** A spark-submit that writes its arguments, one a line. */
    private void submit(String rest) throws Exception {
        Path script = home.resolve("bin/spark-submit");
        Files.writeString(
                script, "#!/bin/sh\nfor a in \"$@\"; do echo \"$a\"; done > '" + arguments() + "'\n" + rest + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path arguments() {
        return directory.resolve("arguments");
    }

    private CommandRun run(String... line) {
        return CommandRun.of(
                Map.of("GEN_DATA", "no-such-folder", "SPARK_HOME", home.toString(), "GEN_SPARK_JAR", jar.toString()),
                line);
    }

    private CommandRun train(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "train",
                "cgan",
                "--data",
                "synthetic",
                "--limit",
                "40",
                "--epochs",
                "2",
                "--out",
                directory.resolve("run").toString()));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    @Test
    void aTrainingIsHandedOver() throws Exception {
        submit("echo 'epoch 1: all is well'; echo 'WARN odd' >&2; touch '" + directory.resolve("run/model.zip")
                + "'; cp -r '" + directory.resolve("run/spark") + "' '" + directory.resolve("seen") + "'");
        CommandRun trained = train("--spark", "local[2]", "--spark-conf", "spark.executor.memory=2g", "--shards", "2");
        assertEquals(0, trained.exitCode(), trained::err);
        assertTrue(trained.out().contains("epoch 1: all is well"), trained::out);
        assertEquals("WARN odd\n", trained.err());
        List<String> given = Files.readAllLines(arguments());
        assertEquals(
                List.of(
                        "--master",
                        "local[2]",
                        "--conf",
                        "spark.executor.memory=2g",
                        "--conf",
                        "spark.log.level=WARN",
                        "--class",
                        "io.gen4j.spark.submit.SparkProgram",
                        jar.toString(),
                        "train",
                        "--images",
                        directory.resolve("run/spark/data").toString(),
                        "--format",
                        "idx",
                        "--family",
                        "cgan",
                        "--settings"),
                given.subList(0, 17));
        assertTrue(given.get(17).contains("\"epochs\":2"), () -> given.get(17));
        assertEquals(
                List.of(
                        "--shards",
                        "2",
                        "--local-steps",
                        "1",
                        "--out",
                        directory.resolve("run").toUri().toString(),
                        "--checkpoint-dir",
                        directory.resolve("run/spark/checkpoints").toUri().toString()),
                given.subList(18, given.size()));
        ImageDataset images = IdxDataset.read(directory.resolve("seen/data"), DataSplit.TRAIN);
        assertEquals(40, images.size());
        assertFalse(Files.exists(directory.resolve("run/spark")), "what was handed over is gone");
    }

    /** A training that failed is resumed with the same arguments; a finished one is not. */
    @Test
    void aTrainingIsResumed() throws Exception {
        submit("echo 'gen: the cluster is full' >&2; exit 1");
        CommandRun failed = train("--spark", "spark://host:7077", "--spark-checkpoints", "hdfs:///me/run");
        assertEquals(1, failed.exitCode());
        assertEquals("gen: the cluster is full\n", failed.err());
        String run = directory.resolve("run").toString();
        assertTrue(failed.out().endsWith("go on with: gen resume " + run + System.lineSeparator()), failed::out);
        List<String> first = Files.readAllLines(arguments());
        CommandRun misused = run("resume", run, "--epochs", "3");
        assertEquals(2, misused.exitCode());
        assertTrue(misused.err().contains("--epochs is set, and " + run + " is a training on Spark"), misused::err);
        submit("touch '" + directory.resolve("run/model.zip") + "'");
        assertEquals(0, run("resume", run).exitCode());
        assertEquals(first, Files.readAllLines(arguments()));
        CommandRun again = run("resume", run);
        assertEquals(2, again.exitCode());
        assertEquals("gen: " + run + ": is trained to the end already\n", again.err());
    }

    @Test
    void samplesAreDrawnWithTheRunsModel() throws Exception {
        CommandRun local = run(
                "train",
                "cgan",
                "--data",
                "synthetic",
                "--limit",
                "40",
                "--epochs",
                "1",
                "--batch-size",
                "8",
                "--out",
                directory.resolve("run").toString());
        assertEquals(0, local.exitCode(), local::err);
        Path out = directory.resolve("digits.idx");
        CommandRun sampled = run(
                "sample",
                "--run",
                directory.resolve("run").toString(),
                "--spark",
                "local[2]",
                "--count",
                "1500000",
                "--seed",
                "4",
                "--labels",
                "3,8",
                "--out",
                out.toString());
        assertEquals(0, sampled.exitCode(), sampled::err);
        List<String> given = Files.readAllLines(arguments());
        assertEquals(
                List.of(
                        "sample",
                        "--run",
                        directory.resolve("run/model.zip").toUri().toString(),
                        "--count",
                        "1500000",
                        "--seed",
                        "4",
                        "--labels",
                        "3,8",
                        "--format",
                        "idx",
                        "--out",
                        out.toUri().toString()),
                given.subList(given.indexOf("sample"), given.size()));
        for (String[] wrong : new String[][] {{"--grid", "2x2"}, {"--force"}, {"--best"}}) {
            List<String> line = new ArrayList<>(List.of(
                    "sample", "--run", directory.resolve("run").toString(), "--spark", "local[2]", "--out", "x"));
            line.addAll(List.of(wrong));
            CommandRun refused = run(line.toArray(String[]::new));
            assertEquals(2, refused.exitCode());
            assertTrue(refused.err().contains(wrong[0] + " has no effect on Spark"), refused::err);
        }
        CommandRun ending =
                run("sample", "--run", directory.resolve("run").toString(), "--spark", "local[2]", "--out", "x.png");
        assertEquals(2, ending.exitCode());
        assertTrue(
                ending.err().startsWith("gen: --out is x.png: on Spark, it must end in .parquet or .idx"), ending::err);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "1, 1", "137, 1"})
    void exitCodes(int spark, int app) throws Exception {
        submit("exit " + spark);
        CommandRun failed = train("--spark", "local[2]");
        assertEquals(app, failed.exitCode());
        assertTrue(
                failed.err().endsWith("ended with exit code " + spark + ": what it said above is the reason\n"),
                failed::err);
    }

    @ParameterizedTest
    @CsvSource({
        "--shards, 2, needs a cluster",
        "--local-steps, 2, needs a cluster",
        "--spark-conf, a=b, needs a cluster",
    })
    void optionsThatNeedSpark(String name, String value, String message) {
        CommandRun refused = train(name, value);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().startsWith("gen: " + name + " " + message), refused::err);
    }

    @ParameterizedTest
    @CsvSource({"--every, 1", "--from, x", "--checkpoint-every, 2", "--on-nan, stop"})
    void optionsWithoutEffectOnSpark(String name, String value) {
        CommandRun refused = train("--spark", "local[2]", name, value);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().startsWith("gen: " + name + " has no effect on Spark"), refused::err);
        assertFalse(Files.exists(directory.resolve("run")), "nothing was made");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | --spark needs Apache Spark, and SPARK_HOME is not set",
                "nowhere | '' | SPARK_HOME is nowhere: there is no spark-submit in its bin",
                "HOME | '' | --spark needs the jar for spark-submit, and GEN_SPARK_JAR is not set",
                "HOME | none.jar | GEN_SPARK_JAR is none.jar: there is no such file",
            })
    void whatIsMissingIsNamed(String sparkHome, String sparkJar, String message) {
        CommandRun refused = CommandRun.of(
                Map.of(
                        "GEN_DATA",
                        "no-such-folder",
                        "SPARK_HOME",
                        sparkHome.equals("HOME") ? home.toString() : sparkHome,
                        "GEN_SPARK_JAR",
                        sparkJar),
                "train",
                "vae",
                "--data",
                "synthetic",
                "--spark",
                "local[2]");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().startsWith("gen: " + message), refused::err);
        assertEquals(1, refused.err().lines().count());
    }
}
