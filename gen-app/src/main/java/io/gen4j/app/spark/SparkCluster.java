package io.gen4j.app.spark;

import java.util.Map;
import java.util.TreeMap;

/**
 * A Spark cluster, as {@code spark-submit} is told of it.
 *
 * @param master Spark's address of the cluster
 * @param settings of Spark, by their names
 */
public record SparkCluster(String master, Map<String, String> settings) {

    /** @throws IllegalArgumentException if the address is empty */
    public SparkCluster {
        if (master.isBlank()) {
            throw new IllegalArgumentException(
                    "--spark is empty: must be the address of a cluster, such as spark://host:7077 or local[4]");
        }
        settings = Map.copyOf(new TreeMap<>(settings));
    }

    /** Whether all of it runs on this machine, so that every task reaches local files. */
    boolean isLocal() {
        return master.startsWith("local");
    }
}
