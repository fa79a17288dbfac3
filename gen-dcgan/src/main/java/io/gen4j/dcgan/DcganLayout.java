package io.gen4j.dcgan;

import io.gen4j.model.ImageSpec;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many channels each layer has. The image's side is halved until an odd one is left, or 4: that many layers lie
 * between the image and the layer that turns the rest into a single pixel.
 *
 * @param base side in pixels of the smallest feature map: 4, or 7 for images of 28 pixels
 * @param channels of the feature maps, the image's first, the smallest's last
 */
record DcganLayout(int base, List<Integer> channels) {

    private static final List<Integer> SIDES = List.of(16, 28, 32, 64, 128);

    /** @throws IllegalArgumentException if the images are not squares of a side that halves well */
    static DcganLayout of(DcganConfig config, ImageSpec spec) {
        int side = spec.shape().height();
        if (side != spec.shape().width() || !SIDES.contains(side)) {
            throw new IllegalArgumentException("the images have " + spec.shape().width() + "x" + side
                    + " pixels: dcgan takes squares of 16, 28, 32, 64 or 128; resize them with --image-size");
        }
        int base = side == 28 ? 7 : 4;
        int halvings = Integer.numberOfTrailingZeros(side / base);
        List<Integer> channels = IntStream.rangeClosed(0, halvings)
                .map(i -> i == 0 ? spec.shape().channels() : config.features() << (i - 1))
                .boxed()
                .toList();
        return new DcganLayout(base, channels);
    }

    /** How often an image is halved. */
    int halvings() {
        return channels.size() - 1;
    }

    /** Side in pixels of the image. */
    int side() {
        return base << halvings();
    }
}
