package io.gen4j.app.command;

import io.gen4j.GenerativeModel;
import io.gen4j.app.console.Versions;
import io.gen4j.file.Sha256;
import io.gen4j.interop.StateDict;
import io.gen4j.persist.NetworkFile;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The run directory of a model with imported weights.
 *
 * @param model the model with its weights
 * @param networks the networks that received weights
 * @param weights the files with the weights
 */
record ImportedRun(GenerativeModel model, List<StateDict> networks, List<Path> weights) {

    /**
     * Writes the directory.
     *
     * @param out a new or empty directory
     * @return one line that names the written files
     */
    String write(Path out) throws IOException {
        RunDirectory run = RunDirectory.create(out);
        record().write(run.config());
        for (StateDict network : networks) {
            NetworkFile.write(run.network(network.network()), model.networks().get(network.network()));
        }
        model.save(run.model());
        int tensors =
                networks.stream().mapToInt(network -> network.tensors().size()).sum();
        return "wrote " + run.path() + ": model.zip, "
                + networks.stream().map(StateDict::network).collect(Collectors.joining(" and ")) + " of " + tensors
                + " tensors";
    }

    private RunRecord record() throws IOException {
        List<Map<String, String>> files = new ArrayList<>();
        for (Path file : weights) {
            files.add(Map.of("file", file.toString(), "sha256", Sha256.of(file)));
        }
        return RunRecord.of(model)
                .with("versions", Versions.all())
                .with(
                        "images",
                        Map.of(
                                "shape", model.spec().shape().toString(),
                                "labels", model.spec().labelNames()))
                .with("weights", files);
    }
}
