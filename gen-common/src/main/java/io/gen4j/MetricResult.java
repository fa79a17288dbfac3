package io.gen4j;

import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One figure about a model: the result of a metric.
 *
 * @param name the metric's name: lower-case words joined by underscores, such as {@code frechet_distance}
 * @param value the figure
 * @param unit the unit, such as {@code nats per image}; empty for a plain number
 * @param images the number of evaluated images
 * @param floor the same figure for real images: the best value that a model can reach; null if there is none
 * @param standardError of {@code value}, in the same unit; null if unknown
 * @param notes facts that a reader needs, one sentence each: the protocol, or a known weakness
 */
public record MetricResult(
        String name,
        double value,
        String unit,
        int images,
        @Nullable Double floor,
        @Nullable Double standardError,
        List<String> notes) {

    /** Keeps its own copy of the notes. */
    public MetricResult {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Arguments.requireAtLeast("images", images, 0);
        notes = Arguments.copyOf("notes", notes);
    }

    /** Makes a figure without a floor or a standard error. */
    public MetricResult(String name, double value, String unit, int images, String... notes) {
        this(name, value, unit, images, null, null, Arrays.asList(Objects.requireNonNull(notes, "notes")));
    }

    /** Returns the same figure with a floor, any number: figures may be infinite or NaN. */
    public MetricResult withFloor(double value) {
        return new MetricResult(name, this.value, unit, images, value, standardError, notes);
    }

    /**
     * Returns the same figure with a standard error.
     *
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public MetricResult withStandardError(double error) {
        Arguments.requireWithin("error", error, 0, Double.MAX_VALUE);
        return new MetricResult(name, value, unit, images, floor, error, notes);
    }

    /** Returns the same figure with one more note. */
    public MetricResult withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new MetricResult(name, value, unit, images, floor, standardError, more);
    }
}
