package io.gen4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One figure about a model.
 *
 * @param name what was measured, lower-case words joined by underscores, such as {@code frechet_distance}
 * @param value the figure
 * @param unit what it is counted in, such as {@code nats an image}; empty for a plain number
 * @param images how many were judged
 * @param floor what real images in place of the model's own reach, which no model should be asked to beat; null where
 *     there is no such thing
 * @param notes what a reader must know to make use of the figure, a sentence each: the protocol, or a known weakness
 */
public record MetricResult(
        String name,
        double value,
        String unit,
        int images,
        @Nullable Double floor,
        List<String> notes) {

    /** Keeps its own copy of the notes. */
    public MetricResult {
        notes = List.copyOf(notes);
    }

    /** A figure without a floor. */
    public MetricResult(String name, double value, String unit, int images, String... notes) {
        this(name, value, unit, images, null, List.of(notes));
    }

    /** The same figure, with a floor. */
    public MetricResult withFloor(double value) {
        return new MetricResult(name, this.value, unit, images, value, notes);
    }
}
