package io.gen4j.nn.graph;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many channels the layers between an image and its smallest feature map have. The image's side is halved until 7
 * pixels or fewer are left, or an odd number of them; each halving doubles the channels.
 *
 * @param base side in pixels of the smallest feature map
 * @param channels of the feature maps, the image's first, the smallest's last
 */
public record ConvolutionalLayout(int base, List<Integer> channels) {

    private static final int LARGEST_BASE = 7;

    /** Keeps its own copy of the channels. */
    public ConvolutionalLayout {
        channels = List.copyOf(channels);
    }

    /**
     * The layout for square images.
     *
     * @param features channels after the first halving
     * @throws IllegalArgumentException if the side is odd, or less than 4
     */
    public static ConvolutionalLayout of(FeatureMap image, int features) {
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

    /** How often an image is halved, at least once. */
    public int halvings() {
        return channels.size() - 1;
    }

    /** Channels of the smallest feature map. */
    public int smallest() {
        return channels.get(halvings());
    }

    /** Side in pixels of the image. */
    public int side() {
        return base << halvings();
    }
}
