package io.gen4j.adversarial;

import io.gen4j.Latents;
import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.Network;
import io.gen4j.random.RandomSource;
import io.gen4j.runtime.internal.NativeArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The source of fake images. It draws noise and, where there are labels, labels, and runs the generator on them. */
final class FakeImages {

    private final Network generator;
    private final int labels;
    private final RandomSource random;
    private INDArray noise;
    private INDArray labelledNoise;

    /**
     * @param latentSize numbers in one latent
     * @param labels number of labels, 0 for none
     */
    FakeImages(Network generator, int latentSize, int labels, RandomSource random) {
        this.generator = generator;
        this.labels = labels;
        this.random = random;
        this.noise = NativeArrays.zeros(1, latentSize);
        this.labelledNoise = NativeArrays.zeros(1, latentSize + labels);
    }

    /**
     * A batch of fake images.
     *
     * @param images {@code [n, pixels]}, owned by the generator; the next draw of the same size overwrites them
     * @param labels labels of the images; empty if there are none
     */
    record Drawn(INDArray images, int[] labels) {}

    /**
     * Draws as many images as a batch has.
     *
     * @param paired whether the images have the labels of the batch, rather than random ones
     * @param player the player of the turn; each player sees different images
     */
    Drawn draw(Batch batch, boolean paired, String player, long step) {
        int count = batch.size();
        prepare(count);
        int[] drawn = labels(batch, paired, player, step);
        Latents.fillNormal(noise, random.stream(player + " noise", step));
        Conditions.join(noise, drawn, labels, labelledNoise, 0);
        return new Drawn(generator.forward(labelledNoise), drawn);
    }

    private int[] labels(Batch batch, boolean paired, String player, long step) {
        if (labels == 0) {
            return new int[0];
        }
        return paired
                ? batch.labels()
                : random.stream(player + " labels", step)
                        .ints(batch.size(), 0, labels)
                        .toArray();
    }

    private void prepare(int count) {
        if (noise.size(0) != count) {
            long latentSize = noise.size(1);
            close();
            noise = NativeArrays.zeros(count, latentSize);
            labelledNoise = NativeArrays.zeros(count, latentSize + labels);
        }
    }

    void close() {
        noise.close();
        labelledNoise.close();
    }
}
