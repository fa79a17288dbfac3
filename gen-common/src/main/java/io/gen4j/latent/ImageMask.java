package io.gen4j.latent;

import io.gen4j.data.ImageShape;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The hidden part of every image, for {@link ImageCompletion}. Implement it for a shape of your own. */
public enum ImageMask {

    /** The lower half. */
    LOWER {
        @Override
        boolean hides(double down, double right) {
            return down > 0.5;
        }
    },

    /** The upper half. */
    UPPER {
        @Override
        boolean hides(double down, double right) {
            return down < 0.5;
        }
    },

    /** The left half. */
    LEFT {
        @Override
        boolean hides(double down, double right) {
            return right < 0.5;
        }
    },

    /** The right half. */
    RIGHT {
        @Override
        boolean hides(double down, double right) {
            return right > 0.5;
        }
    },

    /** A rectangle in the middle, of half of each side. */
    CENTRE {
        @Override
        boolean hides(double down, double right) {
            return Math.abs(down - 0.5) < 0.25 && Math.abs(right - 0.5) < 0.25;
        }
    };

    /**
     * Whether a pixel is hidden.
     *
     * @param down vertical position of its centre, from 0 at the top to 1
     * @param right horizontal position of its centre, from 0 at the left to 1
     */
    abstract boolean hides(double down, double right);

    /**
     * The mask for images of a shape: true for hidden numbers.
     *
     * @return {@code shape.size()} of them, channels first
     */
    public boolean[] hidden(ImageShape shape) {
        Objects.requireNonNull(shape, "shape");
        boolean[] hidden = new boolean[shape.size()];
        for (int i = 0; i < hidden.length; i++) {
            int row = i / shape.width() % shape.height();
            int column = i % shape.width();
            hidden[i] = hides((row + 0.5) / shape.height(), (column + 0.5) / shape.width());
        }
        return hidden;
    }

    /**
     * Fills the hidden part of images with one grey level.
     *
     * @param images {@code [n, shape.size()]}
     * @param grey in the images' own range
     * @return a copy, float
     * @throws IllegalArgumentException if the images have another shape, or {@code grey} is not finite
     */
    public INDArray cover(INDArray images, ImageShape shape, float grey) {
        Arguments.requireWithin("grey", grey, -Float.MAX_VALUE, Float.MAX_VALUE);
        Objects.requireNonNull(shape, "shape");
        INDArray covered;
        try (InputRows rows = InputRows.of("images", images, shape.size())) {
            covered = rows.array().dup('c');
        }
        boolean[] hidden = hidden(shape);
        float[] row = new float[hidden.length];
        for (int i = 0; i < images.size(0); i++) {
            HostMemory.read(covered, (long) i * row.length, row, row.length);
            for (int j = 0; j < row.length; j++) {
                row[j] = hidden[j] ? grey : row[j];
            }
            HostMemory.write(row, covered, (long) i * row.length, row.length);
        }
        return covered;
    }
}
