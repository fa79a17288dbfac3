package io.gen4j.app.option;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelMetric;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.ImageMetric;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of an evaluation, and the effort that they take.
 *
 * @param names of the metrics; empty for all that apply
 * @param draws latents per image for the estimate of a likelihood
 * @param floors whether to measure as many real images too
 */
public record MetricChoice(List<String> names, int draws, boolean floors) {

    private static final int MAX_DRAWS = 100_000;

    /** @throws IllegalArgumentException if {@code draws} is outside its range */
    public MetricChoice {
        names = List.copyOf(names);
        Checks.requireWithin("draws", draws, 1, MAX_DRAWS);
    }

    /**
     * Refuses unknown metrics, before any work is done.
     *
     * @param model its own metrics may be named too; null for images alone
     */
    public void check(@Nullable GenerativeModel model) {
        List<String> known = Stream.concat(
                        Evaluator.IMAGE_METRICS.stream().map(ImageMetric::name),
                        model == null
                                ? Stream.empty()
                                : model.metrics().stream().map(ModelMetric::name))
                .toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "--metrics is " + name + ": choose among " + String.join(", ", known));
            }
        }
    }

    /** The chosen metrics of images. */
    public List<ImageMetric> ofImages() {
        return Evaluator.IMAGE_METRICS.stream()
                .filter(metric -> isChosen(metric.name()))
                .toList();
    }

    /** The chosen metrics of the model's own. */
    public List<ModelMetric> of(GenerativeModel model) {
        return model.metrics().stream()
                .filter(metric -> isChosen(metric.name()))
                .toList();
    }

    private boolean isChosen(String name) {
        return names.isEmpty() || names.contains(name);
    }
}
