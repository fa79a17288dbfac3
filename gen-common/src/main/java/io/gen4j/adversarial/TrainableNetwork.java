package io.gen4j.adversarial;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.Adam;
import java.util.Objects;

/**
 * A network with its weights and its optimiser: the generator or the discriminator of an {@link AdversarialTrainer}.
 *
 * @param network runs on the parameters; the trainer closes it
 * @param parameters the weights; the trainer does not close them
 * @param optimizer moves the parameters
 */
public record TrainableNetwork(Network network, GraphParameters parameters, Adam optimizer) {

    /** Refuses null. */
    public TrainableNetwork {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(optimizer, "optimizer");
    }

    /** Creates a network with a new {@link Adam} optimiser. */
    public TrainableNetwork(Network network, GraphParameters parameters, double learningRate, double beta1) {
        this(network, parameters, new Adam(parameters, learningRate, beta1));
    }
}
