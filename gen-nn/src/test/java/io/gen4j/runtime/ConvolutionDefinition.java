package io.gen4j.runtime;

import io.gen4j.runtime.ConvolutionEngine.Shape;
import java.util.Random;

/** The sums of a convolution, one by one, for random numbers: what every fast way must find. */
public final class ConvolutionDefinition {

    private final Shape shape;
    private final int images;
    private final float[] large;
    private final float[] small;
    private final float[] weights;

    /** Draws the numbers of both maps and of the weights. */
    public ConvolutionDefinition(Shape shape, int images, Random random) {
        this.shape = shape;
        this.images = images;
        large = numbers(
                random,
                images
                        * shape.largeChannels()
                        * shape.large().down()
                        * shape.large().across());
        small = numbers(
                random,
                images
                        * shape.smallChannels()
                        * shape.small().down()
                        * shape.small().across());
        weights = numbers(
                random,
                shape.largeChannels()
                        * shape.smallChannels()
                        * shape.kernel().down()
                        * shape.kernel().across());
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    /** The number of images. */
    public int images() {
        return images;
    }

    /** The large maps. */
    public float[] large() {
        return large;
    }

    /** The small maps. */
    public float[] small() {
        return small;
    }

    /** The weights. Changes count for the sums that follow. */
    public float[] weights() {
        return weights;
    }

    private interface Term {
        void at(int largeIndex, int smallIndex, int weightIndex);
    }

    public float[] toSmall() {
        float[] sums = new float[small.length];
        each((l, s, w) -> sums[s] += large[l] * weights[w]);
        return sums;
    }

    public float[] toLarge() {
        float[] sums = new float[large.length];
        each((l, s, w) -> sums[l] += small[s] * weights[w]);
        return sums;
    }

    public float[] byWeights() {
        float[] sums = new float[weights.length];
        each((l, s, w) -> sums[w] += large[l] * small[s]);
        return sums;
    }

    /** Visits each product of the sums. */
    private void each(Term term) {
        int smallPixels = shape.small().down() * shape.small().across();
        for (int pixel = 0; pixel < images * smallPixels; pixel++) {
            int image = pixel / smallPixels;
            int row = pixel
                            % smallPixels
                            / shape.small().across()
                            * shape.stride().down()
                    - shape.padding().down();
            int column = pixel % shape.small().across() * shape.stride().across()
                    - shape.padding().across();
            for (int place = 0; place < shape.kernel().down() * shape.kernel().across(); place++) {
                int y = row + place / shape.kernel().across();
                int x = column + place % shape.kernel().across();
                if (y >= 0
                        && y < shape.large().down()
                        && x >= 0
                        && x < shape.large().across()) {
                    int largePixel =
                            (image * shape.large().down() + y) * shape.large().across() + x;
                    channels(term, pixel, largePixel, place);
                }
            }
        }
    }

    private void channels(Term term, int smallPixel, int largePixel, int place) {
        int places = shape.kernel().down() * shape.kernel().across();
        for (int s = 0; s < shape.smallChannels(); s++) {
            for (int l = 0; l < shape.largeChannels(); l++) {
                term.at(
                        largePixel * shape.largeChannels() + l,
                        smallPixel * shape.smallChannels() + s,
                        (s * shape.largeChannels() + l) * places + place);
            }
        }
    }
}
