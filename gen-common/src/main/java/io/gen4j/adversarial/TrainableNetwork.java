package io.gen4j.adversarial;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.Adam;

/**
 * One of the two that play against each other in an {@link AdversarialTrainer}: the generator or the discriminator.
 *
 * @param network runs on the parameters; closed with the trainer
 * @param parameters stay the caller's
 * @param optimizer moves the parameters
 */
public record TrainableNetwork(Network network, GraphParameters parameters, Adam optimizer) {

    /** A player that learns by Adam, with its {@code learningRate} and {@code beta1}. */
    public TrainableNetwork(Network network, GraphParameters parameters, double learningRate, double beta1) {
        this(network, parameters, new Adam(parameters, learningRate, beta1));
    }
}
