package io.gen4j.app.studio.generation;

import io.gen4j.Checks;
import io.gen4j.app.studio.http.QueryParameters;
import io.gen4j.latent.LatentPlane;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * A request for the images of a plane of latents.
 *
 * @param plane the two numbers of the latents that vary
 * @param columns images along each side, 2 to 32
 * @param extent the range of both numbers: from {@code -extent} to {@code extent}
 * @param label of all images, for a conditional model
 */
record ManifoldRequest(
        LatentPlane plane,
        int columns,
        double extent,
        @Nullable String label) {

    private static final int DEFAULT_COLUMNS = 20;
    private static final int MAX_COLUMNS = 32;
    private static final double DEFAULT_EXTENT = 3;
    private static final double MAX_EXTENT = 100;

    ManifoldRequest {
        Checks.requireWithin("columns", columns, 2, MAX_COLUMNS);
        Checks.requirePositive("extent", extent, MAX_EXTENT);
    }

    /** Reads the parameters {@code x}, {@code y}, {@code columns}, {@code extent} and {@code label}. */
    static ManifoldRequest of(Context context, int latentSize) {
        return new ManifoldRequest(
                new LatentPlane(latentSize, (int) QueryParameters.whole(context, "x", 0, 0, Integer.MAX_VALUE), (int)
                        QueryParameters.whole(context, "y", 1, 0, Integer.MAX_VALUE)),
                (int) QueryParameters.whole(context, "columns", DEFAULT_COLUMNS, 2, MAX_COLUMNS),
                QueryParameters.number(context, "extent", DEFAULT_EXTENT),
                context.queryParam("label"));
    }
}
