package io.gen4j.metric;

import io.gen4j.data.ImageShape;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.InputRows;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How sharp images are: the variance of the Laplacian over the pixels with four neighbours, as a mean over channels and images
 * (Pech-Pacheco et al. 2000). The Laplacian is the sum of a pixel's four neighbours less four times the pixel. Blurred images
 * have a small variance, noise the largest. Read it beside the value of real images.
 */
public final class Sharpness {

    private static final int LEAST_SIDE = 3;

    private Sharpness() {}

    /** Whether images of this shape have pixels with four neighbours: at least 3 along each side. */
    public static boolean isDefined(ImageShape shape) {
        return shape.height() >= LEAST_SIDE && shape.width() >= LEAST_SIDE;
    }

    /**
     * Measures it.
     *
     * @param images float, {@code [n, shape.size()]}, 'c' order
     * @return 0 for images of one colour; in the square of the pixels' unit
     * @throws IllegalArgumentException if it is not {@linkplain #isDefined defined} for the shape, or the array has another
     *     shape, type or order
     */
    public static double of(INDArray images, ImageShape shape) {
        if (!isDefined(shape)) {
            throw new IllegalArgumentException(
                    "the images have the shape " + shape + ": must have at least 3 pixels a side");
        }
        InputRows.requireExact("images", images, shape.size());
        int n = (int) images.size(0);
        float[] image = new float[shape.size()];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            HostMemory.read(images, (long) i * image.length, image, image.length);
            for (int channel = 0; channel < shape.channels(); channel++) {
                sum += variance(image, channel * shape.height() * shape.width(), shape) / shape.channels();
            }
        }
        return sum / n;
    }

    private static double variance(float[] image, int plane, ImageShape shape) {
        int width = shape.width();
        double sum = 0;
        double squares = 0;
        for (int y = 1; y < shape.height() - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int at = plane + y * width + x;
                double laplacian =
                        image[at - width] + image[at + width] + image[at - 1] + image[at + 1] - 4.0 * image[at];
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }
        int count = (shape.height() - 2) * (width - 2);
        return squares / count - sum / count * (sum / count);
    }
}
