package io.gen4j.app.spark;

import io.gen4j.file.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The user's own {@code spark-submit}, with the jar of gen-spark. It runs as a process of its own, so Spark and the app need
 * not agree on libraries.
 */
public final class SparkSubmit {

    private static final String HOME = "SPARK_HOME";
    private static final String JAR = "GEN_SPARK_JAR";
    private static final String PROGRAM = "io.gen4j.spark.submit.SparkProgram";
    private static final String OWN_LINE = "gen: ";
    private static final int MISUSED = 2;
    private static final int MAX_LENGTH = 4000;

    private final Path script;
    private final Path jar;

    private SparkSubmit(Path script, Path jar) {
        this.script = script;
        this.jar = jar;
    }

    /**
     * Finds Spark and the jar.
     *
     * @param environment of the process: {@code SPARK_HOME}, and {@code GEN_SPARK_JAR}, which {@code ./gen} sets
     * @throws IllegalArgumentException if one is not set or not there; the message says what to do
     */
    public static SparkSubmit of(Map<String, String> environment) {
        String home = environment.getOrDefault(HOME, "");
        if (home.isBlank()) {
            throw new IllegalArgumentException("--spark needs Apache Spark, and SPARK_HOME is not set: set it to the "
                    + "directory of Spark 4.2 for Scala 2.13, or leave out --spark to run on this machine");
        }
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Path script = Path.of(home, "bin", windows ? "spark-submit.cmd" : "spark-submit");
        if (!Files.isRegularFile(script)) {
            throw new IllegalArgumentException("SPARK_HOME is " + home + ": there is no " + script.getFileName()
                    + " in its bin; set it to the directory of Spark 4.2 for Scala 2.13");
        }
        String jar = environment.getOrDefault(JAR, "");
        if (jar.isBlank()) {
            throw new IllegalArgumentException(
                    "--spark needs the jar for spark-submit, and GEN_SPARK_JAR is not set: use ./gen, or build it with"
                            + " mvn -Psubmit -DskipTests -pl gen-spark -am package, and set it to "
                            + "gen-spark/target/gen-spark-…-submit.jar");
        }
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new IllegalArgumentException(
                    "GEN_SPARK_JAR is " + jar + ": there is no such file; set it to gen-spark-…-submit.jar");
        }
        return new SparkSubmit(script.toAbsolutePath(), Path.of(jar).toAbsolutePath());
    }

    /**
     * Runs the program in the jar, and passes on what it says.
     *
     * @param arguments of the program
     * @param out receives its standard output
     * @param err receives its standard error, with Spark's warnings
     * @return 0 if it succeeded, 2 if it refused its arguments, else 1
     * @throws IOException if the process does not start
     */
    public int run(SparkCluster cluster, List<String> arguments, PrintWriter out, PrintWriter err) throws IOException {
        Process process = new ProcessBuilder(command(cluster, arguments)).start();
        Thread stop = new Thread(process::destroy, "gen4j-spark-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            process.getOutputStream().close();
            Pump errors = new Pump(process.errorReader(StandardCharsets.UTF_8), err);
            errors.start();
            new Pump(process.inputReader(StandardCharsets.UTF_8), out).run();
            errors.join();
            return exitCode(process.waitFor(), errors.hasOwnLine, err);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Spark was running", e);
        } finally {
            removeHook(stop);
        }
    }

    private List<String> command(SparkCluster cluster, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString(), "--master", cluster.master()));
        Map<String, String> settings = new TreeMap<>(Map.of("spark.log.level", "WARN"));
        settings.putAll(cluster.settings());
        settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        command.addAll(List.of("--class", PROGRAM, jar.toString()));
        command.addAll(arguments);
        return command;
    }

    private int exitCode(int spark, boolean explained, PrintWriter err) {
        if (spark != 0 && !explained) {
            err.println(OWN_LINE + script + " ended with exit code " + spark + ": what it said above is the reason");
            err.flush();
        }
        return spark == 0 || spark == MISUSED ? spark : 1;
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // The app is ending, and the hook with it.
            return;
        }
    }

    /** Passes lines on. */
    private static final class Pump extends Thread {

        private final BufferedReader lines;
        private final Consumer<String> sink;
        private volatile boolean hasOwnLine;

        Pump(BufferedReader lines, PrintWriter sink) {
            super("gen4j-spark-lines");
            this.lines = lines;
            this.sink = line -> {
                sink.println(Printable.of(line.replace("\t", "    "), MAX_LENGTH));
                sink.flush();
            };
            setDaemon(true);
        }

        @Override
        public void run() {
            try (lines) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    hasOwnLine |= line.startsWith(OWN_LINE);
                    sink.accept(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
