package io.gen4j.app.option;

import io.gen4j.Checks;
import io.gen4j.GenerativeModel;
import io.gen4j.ModelMetric;
import io.gen4j.metric.Evaluator;
import io.gen4j.metric.ImageMetric;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the metrics, and for the effort that they take. */
public final class MetricOptions {

    private static final int MAX_DRAWS = 100_000;

    @Option(names = "--metrics", paramLabel = "NAME", split = ",", description = "Only these; default: all that apply.")
    private List<String> names = List.of();

    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "100",
            description =
                    "Latents per image where a likelihood is estimated; default ${DEFAULT-VALUE}. Papers take 5000.")
    private int draws;

    @Option(
            names = "--floors",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measure as many real images as well, which shows how good a figure can be. It doubles the "
                    + "time. Default: yes.")
    private boolean floors;

    /**
     * Refuses unknown metrics, before any work is done.
     *
     * @param model its own metrics may be named too; null for images alone
     */
    public void check(@Nullable GenerativeModel model) {
        Checks.requireWithin("draws", draws, 1, MAX_DRAWS);
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

    /** Latents per image where a likelihood is estimated. */
    public int draws() {
        return draws;
    }

    /** Whether as many real images are measured too. */
    public boolean floors() {
        return floors;
    }
}
