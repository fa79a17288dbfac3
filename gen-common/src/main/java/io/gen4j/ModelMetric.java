package io.gen4j;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A measurement that takes more of a model than its images, such as a bound on the likelihood, which takes the encoder. A
 * model offers its own by {@link GenerativeModel#metrics()}.
 */
public interface ModelMetric {

    /** What is measured, lower-case words joined by underscores. */
    String name();

    /** Why it cannot be measured by these data, in one line; empty if it can. */
    default Optional<String> obstacle(EvaluationData data) {
        return Optional.empty();
    }

    /**
     * Measures.
     *
     * @param data for which there is no {@link #obstacle}
     * @return the figures, at least one
     * @throws IOException if data cannot be read
     */
    List<MetricResult> measure(EvaluationData data) throws IOException;
}
