package io.gen4j.app.studio.exports;

import io.gen4j.GenerativeModel;
import io.gen4j.app.export.HubExport;
import io.gen4j.app.export.OnnxExport;
import io.gen4j.app.export.TrainedNetworks;
import io.gen4j.app.studio.runs.StoredRun;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The formats of {@code gen export} that one file can hold. */
enum ExportFormat {
    /** The model as Gen4J reads it. */
    MODEL("-model.zip", "The model for Gen4J, which DL4J's ComputationGraph.load reads too.") {
        @Override
        void write(GenerativeModel model, StoredRun run, boolean isLast, Path out) throws IOException {
            model.save(out.resolve("model.zip"));
        }
    },
    /** The weights under PyTorch's names. */
    SAFETENSORS(".safetensors", "The weights, under the names and in the shapes of PyTorch's state_dict.") {
        @Override
        void write(GenerativeModel model, StoredRun run, boolean isLast, Path out) throws IOException {
            Map<String, String> format = Map.of("format", "pt");
            new SafetensorsFile(format, StateDict.export(TrainedNetworks.of(model, files(run, isLast), line -> {})))
                    .write(out.resolve("model.safetensors"));
        }
    },
    /** The networks for ONNX Runtime. */
    ONNX("-onnx.zip", "A file for ONNX Runtime per network.") {
        @Override
        void write(GenerativeModel model, StoredRun run, boolean isLast, Path out) throws IOException {
            new OnnxExport(out).write(model, SILENCE);
        }
    },
    /** The layout of published models. */
    HUB("-hub.zip", "Weights, settings and a model card, as models are published.") {
        @Override
        void write(GenerativeModel model, StoredRun run, boolean isLast, Path out) throws IOException {
            new HubExport(out)
                    .write(
                            model,
                            TrainedNetworks.of(model, files(run, isLast), line -> {}),
                            run.directory().path(),
                            SILENCE);
        }
    };

    private static final PrintWriter SILENCE = new PrintWriter(Writer.nullWriter());

    private final String ending;
    private final String description;

    ExportFormat(String ending, String description) {
        this.ending = ending;
        this.description = description;
    }

    /** The name in the API. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** The name of the download. */
    String file(String run) {
        return run.replaceAll("[^A-Za-z0-9._-]", "_") + ending;
    }

    /** Whether the download is an archive of all files that are written. */
    boolean isArchive() {
        return this == ONNX || this == HUB;
    }

    /**
     * Writes a model.
     *
     * @param isLast whether it is the newest model, which the networks of the run belong to
     * @param out an empty directory
     * @throws IllegalArgumentException if the model has no such form
     */
    abstract void write(GenerativeModel model, StoredRun run, boolean isLast, Path out) throws IOException;

    static Optional<ExportFormat> named(String label) {
        return Stream.of(values()).filter(each -> each.label().equals(label)).findFirst();
    }

    private static Function<String, @Nullable Path> files(StoredRun run, boolean isLast) {
        return network -> {
            Path file = run.directory().network(network);
            return isLast && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? file : null;
        };
    }
}
