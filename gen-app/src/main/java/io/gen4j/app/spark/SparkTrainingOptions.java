package io.gen4j.app.spark;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a training on a Spark cluster. */
public final class SparkTrainingOptions {

    /** The names of the options, which have no effect without Spark. */
    public static final List<String> NAMES = List.of("--shards", "--local-steps", "--spark-checkpoints");

    private static final int DEFAULT_SHARDS = 4;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "On Spark: parts of every batch, one thread each. The result depends on it, and not on the "
                    + "number of executors; default 4.")
    private @Nullable Integer shards;

    @Option(
            names = "--local-steps",
            paramLabel = "N",
            description = "On Spark: updates that each shard makes alone before all average their weights; default 1, "
                    + "which sums every gradient.")
    private @Nullable Integer localSteps;

    @Option(
            names = "--spark-checkpoints",
            paramLabel = "URI",
            description =
                    "On Spark: a directory for checkpoints that every executor reaches, such as hdfs:///user/me/run. "
                            + "Default: within the run on local masters, else none.")
    private @Nullable String checkpoints;

    /** The choices, for the record of a run. */
    public SparkTraining.Choices choices(SparkCluster cluster) {
        return new SparkTraining.Choices(
                cluster,
                shards == null ? DEFAULT_SHARDS : shards,
                localSteps == null ? 1 : localSteps,
                checkpoints == null ? "" : checkpoints);
    }
}
