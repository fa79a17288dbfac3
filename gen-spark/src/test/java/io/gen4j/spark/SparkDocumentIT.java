package io.gen4j.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/spark.md, compiled and run as a reader would, each in a process of its own. */
class SparkDocumentIT {

    private static final Path PAGE = Path.of("..", "docs", "spark.md");
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Pattern JAVA = Pattern.compile("(?ms)^ {4}import io.*?^ {4}\\}$");
    private static final Pattern SCALA = Pattern.compile("(?s)```scala\\R(.*?)```");

    @TempDir
    private static Path directory;

    private static SparkSession spark;

    @BeforeAll
    static void writeDigits() throws IOException {
        spark = LocalSpark.session("local[2]");
        LocalSpark.digits(spark, 44, 2, 1).write().parquet(path("digits.parquet"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void theJavaProgram() throws Exception {
        Path source = directory.resolve("Digits.java");
        Files.writeString(source, block(JAVA, 0).stripIndent());
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, problems, "-cp", CLASS_PATH, "-d", directory.toString(), source.toString());
        assertEquals(0, status, () -> problems.toString(StandardCharsets.UTF_8));
        run("Digits", path("digits.parquet"), path("cgan.zip"), path("eights.parquet"));
        assertTrue(Files.size(directory.resolve("cgan.zip")) > 0);
        Dataset<Row> drawn = spark.read().parquet(path("eights.parquet"));
        assertEquals(1000, drawn.where("label = '8'").count());
    }

    @Test
    void theScalaProgram() throws Exception {
        Path source = directory.resolve("Unusual.scala");
        Files.writeString(source, block(SCALA, 1));
        run("scala.tools.nsc.Main", "-usejavacp", "-d", directory.toString(), source.toString());
        run("Unusual", path("digits.parquet"), path("unusual.parquet"));
        List<Row> unusual =
                spark.read().parquet(path("unusual.parquet")).select("error").collectAsList();
        assertEquals(10, unusual.size());
        for (Row row : unusual) {
            assertTrue(Double.isFinite(((Number) row.get(0)).doubleValue()));
        }
    }

    private static String block(Pattern pattern, int group) throws IOException {
        Matcher matcher = pattern.matcher(Files.readString(PAGE));
        assertTrue(matcher.find(), PAGE + " has no such program");
        String block = matcher.group(group);
        assertTrue(!matcher.find(), PAGE + " has two such programs");
        return block;
    }

    private static String path(String name) {
        return directory.resolve(name).toString();
    }

    /** Runs a main class with Spark's module options, which this JVM was given. */
    private static void run(String mainClass, String... arguments) throws Exception {
        Path log = directory.resolve(mainClass + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk."))
                .forEach(command::add);
        command.addAll(List.of("-Dspark.master=local[2]", "-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1"));
        command.addAll(List.of("-cp", directory + File.pathSeparator + CLASS_PATH, mainClass));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(4, TimeUnit.MINUTES), () -> mainClass + " does not end: " + read(log));
            assertEquals(0, process.exitValue(), () -> read(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
