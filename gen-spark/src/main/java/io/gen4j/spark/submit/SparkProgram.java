package io.gen4j.spark.submit;

import io.gen4j.spark.internal.FailedJob;
import io.gen4j.spark.internal.HadoopFiles;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * The main class of the jar for {@code spark-submit}. Use it to train, sample and encode without a program of your own:
 *
 * <pre>
 * spark-submit --master spark://host:7077 gen-spark-submit.jar train \
 *     --images hdfs:///digits.parquet --label-col label --family dcgan --shards 8 --out hdfs:///models/dcgan
 * spark-submit --master spark://host:7077 gen-spark-submit.jar sample \
 *     --run hdfs:///models/dcgan --count 1000000 --out hdfs:///samples.parquet
 * </pre>
 *
 * <p>Failures are one line on standard error. The exit code is 1 for a failure, and 2 for wrong arguments or an output
 * that exists.
 */
public final class SparkProgram {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Map<String, Verb> VERBS = new TreeMap<>(
            Map.of("train", new TrainVerb(), "sample", new SampleVerb(), "transform", new TransformVerb()));

    private final PrintStream out;
    private final PrintStream err;

    SparkProgram(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs a verb. Ends the process where it fails; else it returns, as Spark's cluster managers expect. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        int exitCode = new SparkProgram(System.out, System.err).run(List.of(arguments));
        if (exitCode != 0 || isLocal()) {
            System.exit(exitCode);
        }
    }

    /** In Spark 3.5, a barrier stage leaves a thread behind, which keeps the process of a local master alive. */
    private static boolean isLocal() {
        return System.getProperty("spark.master", "").startsWith("local");
    }

    /** Returns the exit code. */
    int run(List<String> arguments) {
        try {
            Verb verb = verb(arguments);
            Arguments given = Arguments.parse(arguments.subList(1, arguments.size()));
            Runner runner = verb.prepare(given);
            given.requireNoOthers();
            try (SparkSession spark = session(arguments)) {
                runner.run(spark, out);
                return 0;
            }
        } catch (IllegalArgumentException | FileAlreadyExistsException e) {
            return fail(e, MISUSED);
        } catch (Exception e) {
            // Scala throws checked exceptions that Java's compiler does not know of.
            return fail(e, FAILED);
        }
    }

    private static SparkSession session(List<String> arguments) {
        try {
            return SparkSession.builder().appName("gen4j " + arguments.get(0)).getOrCreate();
        } catch (RuntimeException e) {
            throw new IllegalStateException("Spark does not start: " + e.getMessage(), e);
        }
    }

    private static Verb verb(List<String> arguments) {
        Verb verb = arguments.isEmpty() ? null : VERBS.get(arguments.get(0));
        if (verb == null) {
            throw new IllegalArgumentException(
                    (arguments.isEmpty() ? "a verb is missing" : "there is no verb \"" + arguments.get(0) + "\"")
                            + ": one of " + String.join(", ", VERBS.keySet()));
        }
        return verb;
    }

    private int fail(Exception failure, int exitCode) {
        err.println("gen: " + line(failure));
        return exitCode;
    }

    /** The first line of the innermost reason that is not Spark's own account of tasks and stages. */
    private static String line(Exception failure) {
        Throwable reason = FailedJob.reason(failure);
        String message = HadoopFiles.reason(reason);
        return message.lines().findFirst().orElse(message);
    }

    /** A verb of the program. */
    interface Verb {

        /**
         * Reads the verb's arguments.
         *
         * @throws IllegalArgumentException if one is missing or cannot be
         */
        Runner prepare(Arguments arguments);
    }

    /** A verb with its arguments. */
    interface Runner {

        /** @param out for lines to the user */
        void run(SparkSession spark, PrintStream out) throws Exception;
    }
}
