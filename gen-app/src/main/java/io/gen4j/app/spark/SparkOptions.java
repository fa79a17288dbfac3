package io.gen4j.app.spark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Options of commands that can run on a Spark cluster. */
public final class SparkOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--spark",
            paramLabel = "MASTER",
            description =
                    "Run on a Spark cluster, such as spark://host:7077 or \"local[4]\". SPARK_HOME must be set; see "
                            + "docs/spark.md.")
    private @Nullable String master;

    @Option(
            names = "--spark-conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark, such as spark.executor.memory=2g. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Whether the command is to run on Spark. */
    public boolean isGiven() {
        return master != null;
    }

    /** The cluster and its settings. */
    public SparkCluster cluster() {
        return new SparkCluster(String.valueOf(master), settings);
    }

    /**
     * Refuses options that do not go together.
     *
     * @param onlyHere options that have no effect on Spark
     * @param onlyThere options that need Spark, beside those of this class
     * @throws IllegalArgumentException that names the first such option
     */
    public void check(List<String> onlyHere, List<String> onlyThere) {
        ParseResult parsed = command.commandLine().getParseResult();
        if (isGiven()) {
            onlyHere.stream().filter(parsed::hasMatchedOption).findFirst().ifPresent(name -> {
                throw new IllegalArgumentException(
                        name + " has no effect on Spark: leave it out, or leave out --spark");
            });
        } else {
            List.of("--spark-conf").stream()
                    .filter(parsed::hasMatchedOption)
                    .findFirst()
                    .ifPresent(this::needsSpark);
            onlyThere.stream().filter(parsed::hasMatchedOption).findFirst().ifPresent(this::needsSpark);
        }
    }

    private void needsSpark(String name) {
        throw new IllegalArgumentException(name + " needs a cluster: set --spark, or leave it out");
    }
}
