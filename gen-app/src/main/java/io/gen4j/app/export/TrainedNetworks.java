package io.gen4j.app.export;

import io.gen4j.GenerativeModel;
import io.gen4j.interop.StateDict;
import io.gen4j.persist.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The networks of a model with trained weights: {@code model.zip} holds only the network that draws images. */
public final class TrainedNetworks {

    private TrainedNetworks() {}

    /**
     * Finds them, and reads the other networks' weights into the model.
     *
     * @param files the file of a network by its name; null if there is none
     * @param messages receives a line per network that is left out
     * @throws IllegalArgumentException if the model's weights have no names in PyTorch
     */
    public static List<StateDict> of(
            GenerativeModel model, Function<String, @Nullable Path> files, Consumer<String> messages)
            throws IOException {
        if (model.stateDicts().isEmpty()) {
            throw new IllegalArgumentException(
                    "--run holds a " + model.family() + " with settings for which no names in PyTorch are known");
        }
        List<StateDict> trained = new ArrayList<>();
        for (StateDict network : model.stateDicts()) {
            @Nullable Path file = files.apply(network.network());
            if (network.generates()) {
                trained.add(network);
            } else if (file != null) {
                NetworkFile.readInto(file, model.networks().get(network.network()));
                trained.add(network);
            } else {
                messages.accept("gen: there is no " + network.network() + " in --run, its tensors are left out");
            }
        }
        return trained;
    }
}
