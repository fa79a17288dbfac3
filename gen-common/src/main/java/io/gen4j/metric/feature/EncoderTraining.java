package io.gen4j.metric.feature;

import io.gen4j.MetricProgress;
import io.gen4j.data.Batch;
import io.gen4j.data.ImageDataset;
import io.gen4j.nn.Network;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.Adam;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import io.gen4j.runtime.internal.Arguments;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How an {@link ImageEncoder} learns, without labels: as the first half of an autoencoder, whose decoder has to draw the image
 * again from its features (Hinton and Salakhutdinov 2006). The loss is the binary cross-entropy of the pixels. Adam's learning
 * rate falls to 0 along a line. Images are shifted a little, anew in each epoch. The same data and settings give the same
 * encoder on the same machine.
 *
 * @param updates how many to make, at least 1
 * @param batchSize images in one update, at least 2; fewer if there are not as many
 * @param learningRate at the start, above 0
 * @param shift pixels that an image is moved by along each axis, at most; 0 or more
 * @param seed of the initial weights, the order and the shifts
 */
public record EncoderTraining(int updates, int batchSize, double learningRate, int shift, long seed) {

    /** Enough for the features of some thousand small pictures. */
    public static final EncoderTraining DEFAULT = new EncoderTraining(1000, 128, 1e-3, 2, 1);

    /** @throws IllegalArgumentException if a number lies outside its range */
    public EncoderTraining {
        Arguments.requireAtLeast("updates", updates, 1);
        Arguments.requireAtLeast("batch size", batchSize, 2);
        Arguments.requirePositive("learning rate", learningRate);
        Arguments.requireAtLeast("shift", shift, 0);
    }

    /**
     * Trains a new encoder.
     *
     * @param data at least two images; labels play no part
     * @param progress hears of the training
     * @return to be closed by the caller
     * @throws IllegalArgumentException if there are fewer images
     */
    public ImageEncoder train(ImageDataset data, MetricProgress progress) {
        if (data.size() < 2) {
            throw new IllegalArgumentException(data.name() + " has 1 image: an encoder needs at least 2");
        }
        EncoderNetwork network = new EncoderNetwork(data.shape(), seed);
        try (DecoderNetwork decoderNetwork = new DecoderNetwork(network.trunk(), seed);
                Network encoder = network.newFeatures(BatchStatistics.BATCH);
                Network decoder = decoderNetwork.newNetwork()) {
            Adam encoderAdam = network.newAdam(learningRate);
            Adam decoderAdam = decoderNetwork.newAdam(learningRate);
            new ShiftedUpdates(data, network.canvas(), batchSize, shift, seed)
                    .run(updates, "training the encoder", progress, (batch, rate) -> {
                        step(batch, encoder, decoder);
                        encoderAdam.step(rate);
                        decoderAdam.step(rate);
                    });
        }
        return new ImageEncoder(data.shape(), network);
    }

    private static void step(Batch batch, Network encoder, Network decoder) {
        INDArray logits = decoder.forward(encoder.forward(batch.images()));
        try (INDArray gradient = logits.dup()) {
            BinaryCrossEntropy.sum(logits, batch.images(), gradient);
            gradient.divi(batch.size());
            encoder.backward(decoder.backwardToInput(gradient, ParameterGradients.WRITE), ParameterGradients.WRITE);
        }
    }
}
