package io.gen4j.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The conversion of a pixel byte, 0 to 255, into a number and back. Use the range of the model's last activation. */
public enum PixelRange {
    /** 0 to 1, for a decoder that ends in a sigmoid. */
    UNIT(0f, 1f),
    /** -1 to 1, for a generator that ends in a tanh. */
    SIGNED(-1f, 1f);

    private final float black;
    private final float white;

    PixelRange(float black, float white) {
        this.black = black;
        this.white = white;
    }

    /** The number for black. */
    public float black() {
        return black;
    }

    /** The number for white. */
    public float white() {
        return white;
    }

    /** The number for an unsigned pixel byte. */
    public float toValue(byte pixel) {
        return black + (white - black) * ((pixel & 0xff) / 255f);
    }

    /** The nearest pixel byte for a number; numbers outside the range are clamped, NaN gives 0. */
    public byte toPixel(float value) {
        float unit = (value - black) / (white - black);
        return (byte) Math.round(Math.max(0f, Math.min(1f, unit)) * 255f);
    }

    /**
     * The same images with numbers in {@link #UNIT}, so that models of different ranges compare; a copy, in 'c' order.
     *
     * @throws IllegalArgumentException if the array is closed or empty
     */
    public INDArray toUnit(INDArray images) {
        if (images.wasClosed() || images.isEmpty()) {
            throw new IllegalArgumentException(
                    "images is " + (images.wasClosed() ? "a closed" : "an empty") + " array: must hold numbers");
        }
        return images.dup('c').subi(black).divi(white - black);
    }
}
