package io.gen4j.app.option;

import java.util.List;
import picocli.CommandLine.Option;

/** Options for the metrics, and for the effort that they take. */
public final class MetricOptions {

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

    /** The options as a value. */
    public MetricChoice choice() {
        return new MetricChoice(names, draws, floors);
    }
}
