package io.gen4j;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A metric that needs more of a model than its images. An example is a bound on the likelihood, which needs the
 * encoder. A model offers its own metrics by {@link GenerativeModel#metrics()}.
 */
public interface ModelMetric {

    /** The metric's name: lower-case words joined by underscores. */
    String name();

    /** The reason why these data do not suit the metric, in one line; empty if they do. */
    default Optional<String> obstacle(EvaluationData data) {
        Objects.requireNonNull(data, "data");
        return Optional.empty();
    }

    /**
     * Measures the model.
     *
     * @param data data without an {@link #obstacle}
     * @return the figures, at least one
     * @throws IOException if data cannot be read
     */
    List<MetricResult> measure(EvaluationData data) throws IOException;
}
