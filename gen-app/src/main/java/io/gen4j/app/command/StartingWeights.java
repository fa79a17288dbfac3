package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.app.option.ConfigFile;
import io.gen4j.app.option.PrefixedFile;
import io.gen4j.app.weights.ForeignWeights;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import io.gen4j.interop.StateDict;
import io.gen4j.persist.ModelFile;
import io.gen4j.persist.NetworkFile;
import io.gen4j.run.CheckpointModel;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The trained weights at the start of a training, from a run or a safetensors file. */
final class StartingWeights {

    private static final String RECORD = "from";

    private final @Nullable Path from;

    /** @param from a run's directory or a safetensors file; null to start from random weights */
    StartingWeights(@Nullable Path from) {
        this.from = from;
    }

    /** The settings to start with: the run's, if the weights come from a run. */
    ConfigFile settings() throws IOException {
        if (from == null) {
            return ConfigFile.empty();
        }
        if (Files.isDirectory(from)) {
            return ConfigFile.of(RunRecord.read(RunDirectory.openToResume(from).config()));
        }
        if (!Files.isRegularFile(from)) {
            throw new NoSuchFileException(
                    from.toString(), null, "--from must be a run's directory or a safetensors file, and there is none");
        }
        return ConfigFile.empty();
    }

    /** Copies the weights into a new model. */
    void copyTo(GenerativeModel model, Consumer<String> messages) throws IOException {
        if (from == null) {
            return;
        }
        List<String> copied = Files.isDirectory(from)
                ? copy(new RunDirectory(from), model)
                : ForeignWeights.read(List.of(new PrefixedFile("", from))).load(model.stateDicts(), false).stream()
                        .map(StateDict::network)
                        .toList();
        messages.accept("starting from the " + String.join(" and the ", copied) + " of " + from);
    }

    private static List<String> copy(RunDirectory run, GenerativeModel model) throws IOException {
        boolean checkpoints = !run.checkpoints().steps().isEmpty();
        try (GenerativeModel source = checkpoints ? CheckpointModel.load(run, "newest") : ModelFile.load(run.model())) {
            Map<String, ComputationGraph> networks = new LinkedHashMap<>(source.networks());
            if (!checkpoints && networks.size() > 1) {
                networks.keySet().removeIf(name -> !Files.exists(run.network(name)));
                for (Map.Entry<String, ComputationGraph> network : networks.entrySet()) {
                    NetworkFile.readInto(run.network(network.getKey()), network.getValue());
                }
            }
            return copy(networks, model, run);
        }
    }

    private static List<String> copy(Map<String, ComputationGraph> networks, GenerativeModel model, RunDirectory run)
            throws InvalidDataException {
        for (Map.Entry<String, ComputationGraph> network : model.networks().entrySet()) {
            @Nullable ComputationGraph source = networks.get(network.getKey());
            if (source != null) {
                requireSameShapes(source, network.getValue(), network.getKey(), run);
            }
        }
        List<String> copied =
                model.networks().keySet().stream().filter(networks::containsKey).toList();
        copied.forEach(name ->
                model.networks().get(name).params().assign(networks.get(name).params()));
        return copied;
    }

    private static void requireSameShapes(
            ComputationGraph source, ComputationGraph target, String network, RunDirectory run)
            throws InvalidDataException {
        for (Map.Entry<String, INDArray> parameter : target.paramTable().entrySet()) {
            @Nullable INDArray other = source.paramTable().get(parameter.getKey());
            if (other == null
                    || !Arrays.equals(other.shape(), parameter.getValue().shape())) {
                throw new InvalidDataException("--from is " + run.path() + ": its " + network + " has "
                        + (other == null ? "no " : Arrays.toString(other.shape()) + " as ") + parameter.getKey()
                        + ", and this model needs "
                        + Arrays.toString(parameter.getValue().shape())
                        + "; images and sizes must be the same");
            }
        }
    }

    /** Prints the source of the weights. */
    void record(RunRecord record) throws IOException {
        if (from != null) {
            Map<String, Object> origin = new LinkedHashMap<>();
            origin.put("path", from.toAbsolutePath().toString());
            if (Files.isRegularFile(from)) {
                origin.put("sha256", Sha256.of(from));
            }
            record.with(RECORD, origin);
        }
    }
}
