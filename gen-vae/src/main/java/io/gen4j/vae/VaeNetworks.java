package io.gen4j.vae;

import io.gen4j.data.Batch;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.vae.internal.LabelColumns;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The encoder and the decoder in a training, with labels if the model takes them. Not thread-safe. */
final class VaeNetworks implements AutoCloseable {

    private final PixelDistribution pixels;
    private final Network encoder;
    private final Network decoder;
    private final LabelColumns imageLabels;
    private final LabelColumns latentLabels;
    private final ArraysBySize pixelGradients = new ArraysBySize();

    VaeNetworks(AbstractVae model, VaeArchitecture architecture, GraphParameters parameters) {
        pixels = PixelDistribution.of(model.config(), parameters);
        encoder = architecture.newEncoder(parameters);
        decoder = pixels.newDecoder(architecture, parameters);
        imageLabels = new LabelColumns(model.labelCount());
        latentLabels = new LabelColumns(model.labelCount());
    }

    PixelDistribution pixels() {
        return pixels;
    }

    /** Computes the moments of q(z|x), {@code [n, 2 latent]}. */
    INDArray encode(Batch batch) {
        return encoder.forward(imageLabels.join(batch.images(), batch.labels()));
    }

    /** Computes the decoder's outputs for m latents per label: {@code [n m, latent]} to {@code [n m, pixels]}. */
    INDArray decode(INDArray latents, int[] labels) {
        return decoder.forward(latentLabels.joinRepeated(latents, labels));
    }

    /** The buffer for the gradients with respect to the decoder's outputs. */
    INDArray pixelGradients(INDArray outputs) {
        return pixelGradients.get(outputs.size(0), outputs.size(1));
    }

    /** Writes the decoder's gradients. Returns those with respect to the latents. */
    INDArray backwardDecoder(INDArray gradient) {
        return latentLabels.strip(decoder.backwardToInput(gradient, ParameterGradients.WRITE));
    }

    /** Writes the encoder's gradients. */
    void backwardEncoder(INDArray momentGradients) {
        encoder.backward(momentGradients, ParameterGradients.WRITE);
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        imageLabels.close();
        latentLabels.close();
        pixelGradients.close();
    }
}
