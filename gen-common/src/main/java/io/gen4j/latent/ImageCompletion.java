package io.gen4j.latent;

import io.gen4j.Checks;
import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.data.Batch;
import io.gen4j.data.PixelRange;
import io.gen4j.runtime.HostMemory;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Completes images with a hidden part (Rezende, Mohamed and Wierstra 2014, arXiv:1401.4082). Use it with a variational
 * autoencoder. The hidden pixels start as noise. Each step draws a latent from q(z|x), decodes it, and replaces the hidden
 * pixels by the decoder's means. The known pixels stay. So the hidden pixels approach p(hidden|known). The last step uses
 * the mean of q(z|x).
 */
public final class ImageCompletion {

    private static final int MAX_STEPS = 100_000;

    private final EncoderModel model;
    private final ImageMask mask;
    private final int steps;

    /**
     * Creates a completion with a model.
     *
     * @param mask the hidden part
     * @param steps encoding and decoding, 1 to 100,000; a hundred are usually enough
     * @throws IllegalArgumentException if {@code steps} lies outside its range
     */
    public ImageCompletion(EncoderModel model, ImageMask mask, int steps) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(mask, "mask");
        Checks.requireWithin("steps", steps, 1, MAX_STEPS);
        this.model = model;
        this.mask = mask;
        this.steps = steps;
    }

    /**
     * Completes images.
     *
     * @param batch the images; hidden pixels are ignored, labels too unless the model is a {@link ConditionalModel}
     * @param random source of noise and latents
     * @return float, {@code [n, pixels]}, with the known pixels as they were
     */
    public INDArray complete(Batch batch, RandomGenerator random) {
        boolean[] hidden = mask.hidden(model.spec().shape());
        INDArray images = batch.images().dup('c');
        fillWithNoise(images, hidden, random);
        Batch current = new Batch(images, batch.labels());
        for (int step = 1; step <= steps; step++) {
            try (INDArray latents = step < steps ? model.encode(current, random) : model.encode(current);
                    INDArray decoded = model.decode(latents, batch.labels())) {
                copyHidden(decoded, images, hidden);
            }
        }
        return images;
    }

    private void fillWithNoise(INDArray images, boolean[] hidden, RandomGenerator random) {
        PixelRange range = model.pixelRange();
        float black = range.toValue((byte) 0);
        float white = range.toValue((byte) 0xff);
        float[] row = new float[hidden.length];
        for (int i = 0; i < images.size(0); i++) {
            HostMemory.read(images, (long) i * row.length, row, row.length);
            for (int j = 0; j < row.length; j++) {
                row[j] = hidden[j] ? black + (white - black) * random.nextFloat() : row[j];
            }
            HostMemory.write(row, images, (long) i * row.length, row.length);
        }
    }

    private static void copyHidden(INDArray from, INDArray to, boolean[] hidden) {
        float[] source = new float[hidden.length];
        float[] target = new float[hidden.length];
        for (int i = 0; i < to.size(0); i++) {
            HostMemory.read(from, (long) i * source.length, source, source.length);
            HostMemory.read(to, (long) i * target.length, target, target.length);
            for (int j = 0; j < target.length; j++) {
                target[j] = hidden[j] ? source[j] : target[j];
            }
            HostMemory.write(target, to, (long) i * target.length, target.length);
        }
    }
}
