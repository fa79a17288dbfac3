package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The layers of a variational autoencoder: dense or convolutional. Immutable; the weights are in the graph that is built from it.
 * A conditional model has the label one-hot behind the image and behind the latent.
 */
interface VaeArchitecture {

    /** The graph's input of images, {@code [n, pixels]}. */
    String IMAGE = "image";
    /** The graph's input of labels, one-hot {@code [n, labels]}; only if there are labels. */
    String LABEL = "label";
    /** The graph's vertex that holds the mean of q(z|x), {@code [n, latent]}. */
    String MEAN = "mean";
    /** The encoder's last layer: the means of q(z|x), then the log variances. */
    String MOMENTS = "moments";
    /** The decoder's first layer. */
    String DECODER = "decoder";
    /** The graph's layer that gives the pixels, {@code [n, pixels]}, each in (0, 1). */
    String PIXELS = "pixels";

    /**
     * The architecture that the settings ask for.
     *
     * @param labels how many labels the networks are told, 0 for none
     */
    static VaeArchitecture of(VaeConfig config, ImageSpec spec, int labels) {
        return config.conv()
                ? new ConvolutionalVaeArchitecture(config, spec, labels)
                : new DenseVaeArchitecture(config, spec, labels);
    }

    /** The weights under PyTorch's names, see {@link io.gen4j.GenerativeModel#stateDicts()}. */
    default List<StateDict> stateDicts(String network, GraphParameters parameters) {
        return List.of();
    }

    /** Adds everything between {@link #IMAGE} (and {@link #LABEL}) and {@link #PIXELS}, through {@link #MEAN}. */
    void addLayers(GraphBuilder graph);

    /** The graph's vertex that holds the moments of q(z|x), {@code [n, 2 latent]}: means, then log variances. */
    String moments();

    /** From {@code [n, pixels + labels]} to the moments of q(z|x), {@code [n, 2 latent]}: means, then log variances. */
    default Network newEncoder(GraphParameters parameters) {
        return network(parameters, parameters.path().to(MOMENTS));
    }

    /** From {@code [n, latent + labels]} to pixels, {@code [n, pixels]}, each in (0, 1). */
    default Network newDecoder(GraphParameters parameters) {
        return network(parameters, parameters.path().from(DECODER));
    }

    /** As {@link #newDecoder}, without the sigmoid at its end. */
    default Network newLogitDecoder(GraphParameters parameters) {
        return network(parameters, parameters.path().from(DECODER).logits());
    }

    private static Network network(GraphParameters parameters, LayerPath path) {
        // No layer normalises a batch, so none must be counted: the saved file would depend on what was drawn before.
        return Network.of(parameters, path, BatchStatistics.RUNNING);
    }
}
