package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.interop.StateDict;
import io.gen4j.nn.Network;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The layers of a variational autoencoder: dense or convolutional. Immutable: a graph that is built from it holds the
 * weights. In a conditional model, the one-hot label is appended to the image and to the latent.
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
    /** The graph's layer that computes the pixels, {@code [n, pixels]}, each in (0, 1). */
    String PIXELS = "pixels";

    /**
     * The architecture in the settings.
     *
     * @param labels the number of labels that the networks take, 0 for none
     */
    static VaeArchitecture of(VaeConfig config, ImageSpec spec, int labels) {
        return config.conv()
                ? new ConvolutionalVaeArchitecture(config, spec, labels)
                : new DenseVaeArchitecture(config, spec, labels);
    }

    /** The weights under their PyTorch names; see {@link io.gen4j.GenerativeModel#stateDicts()}. */
    default List<StateDict> stateDicts(String network, GraphParameters parameters) {
        return List.of();
    }

    /** Adds all layers from {@link #IMAGE} (and {@link #LABEL}) through {@link #MEAN} to {@link #PIXELS}. */
    void addLayers(GraphBuilder graph);

    /** The graph's vertex that holds the moments of q(z|x), {@code [n, 2 latent]}: means, then log variances. */
    String moments();

    /**
     * Makes the encoder, from {@code [n, pixels + labels]} to the moments {@code [n, 2 latent]}: means, then log
     * variances.
     */
    default Network newEncoder(GraphParameters parameters) {
        return network(parameters, parameters.path().to(MOMENTS));
    }

    /** Makes the decoder, from {@code [n, latent + labels]} to pixels {@code [n, pixels]}, each in (0, 1). */
    default Network newDecoder(GraphParameters parameters) {
        return network(parameters, parameters.path().from(DECODER));
    }

    /** Makes the decoder without its last sigmoid: it returns logits. */
    default Network newLogitDecoder(GraphParameters parameters) {
        return network(parameters, parameters.path().from(DECODER).logits());
    }

    private static Network network(GraphParameters parameters, LayerPath path) {
        // RUNNING counts no batches. No layer normalises batches, and a count would make the saved file depend on
        // earlier draws.
        return Engine.current().network(parameters, path, BatchStatistics.RUNNING);
    }
}
