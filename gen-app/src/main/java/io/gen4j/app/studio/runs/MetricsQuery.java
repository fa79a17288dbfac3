package io.gen4j.app.studio.runs;

import io.gen4j.app.studio.http.QueryParameters;
import io.javalin.http.Context;

/**
 * A query for part of a run's metrics.
 *
 * @param points the maximum number of rows per table
 * @param after the step before the first row; -1 for all
 * @param to the step of the last row
 * @param evaluatedAfter the epoch before the first row of losses on test images; -1 for all
 * @param measuredAfter the epoch before the first row of measurements; -1 for all
 */
record MetricsQuery(int points, long after, long to, long evaluatedAfter, long measuredAfter) {

    private static final long FARTHEST = 1L << 52;
    private static final int MAX_POINTS = 100_000;

    static MetricsQuery of(Context context) {
        return new MetricsQuery(
                (int) QueryParameters.whole(context, "points", MAX_POINTS, 2, MAX_POINTS),
                QueryParameters.whole(context, "after", -1, -1, FARTHEST),
                QueryParameters.whole(context, "to", FARTHEST, 0, FARTHEST),
                QueryParameters.whole(context, "evaluatedAfter", -1, -1, FARTHEST),
                QueryParameters.whole(context, "measuredAfter", -1, -1, FARTHEST));
    }
}
