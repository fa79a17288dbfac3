package io.gen4j.nn.graph;

import io.gen4j.runtime.internal.Arguments;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The feature maps between an image and its smallest feature map. Use it to build a convolutional encoder, decoder,
 * generator or discriminator. The side is halved at least once, and until it is odd or at most 7 pixels. Each further
 * halving doubles the channels.
 *
 * @param base the side in pixels of the smallest feature map
 * @param channels the channels of the feature maps, from the image to the smallest map
 */
public record ConvolutionalLayout(int base, List<Integer> channels) {

    private static final int LARGEST_BASE = 7;

    /** Doubled at each halving of a side of at most 2^14, the channels stay within an int. */
    private static final int MOST_FEATURES = 65_536;

    /** Copies the channels. */
    public ConvolutionalLayout {
        Arguments.requireAtLeast("base", base, 1);
        channels = Arguments.copyOfSome("channels", channels);
        channels.forEach(count -> Arguments.requireAtLeast("channels", count, 1));
    }

    /**
     * Computes the layout for square images.
     *
     * @param features the channels after the first halving
     * @throws IllegalArgumentException if the image is not square, or its side is odd or less than 4
     */
    public static ConvolutionalLayout of(FeatureMap image, int features) {
        Arguments.requireWithin("features", features, 1, MOST_FEATURES);
        int side = image.height();
        if (side != image.width() || side % 2 != 0 || side < 4) {
            throw new IllegalArgumentException("the images have " + image.width() + "x" + side
                    + " pixels: convolutions take squares of an even side; resize them with images.resized(32)");
        }
        int base = side;
        int halvings = 0;
        while (base % 2 == 0 && base > LARGEST_BASE || halvings == 0) {
            base /= 2;
            halvings++;
        }
        List<Integer> channels = IntStream.rangeClosed(0, halvings)
                .map(i -> i == 0 ? image.channels() : features << (i - 1))
                .boxed()
                .toList();
        return new ConvolutionalLayout(base, channels);
    }

    /** The number of halvings, at least 1. */
    public int halvings() {
        return channels.size() - 1;
    }

    /** The channels of the smallest feature map. */
    public int smallest() {
        return channels.get(halvings());
    }

    /** The side in pixels of the image. */
    public int side() {
        return base << halvings();
    }
}
