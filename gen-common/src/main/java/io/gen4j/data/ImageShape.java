package io.gen4j.data;

/**
 * The shape of one image: channels first, then rows, then columns. Use it to tell readers and models the size of the
 * images.
 *
 * @param channels 1 for grey, 3 for RGB
 * @param height rows, 1 to 1024
 * @param width columns, 1 to 1024
 */
public record ImageShape(int channels, int height, int width) {

    static final int MAX_SIDE = 1024;

    /** @throws IllegalArgumentException if a value lies outside its range */
    public ImageShape {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels is " + channels + ": must be 1 (grey) or 3 (RGB)");
        }
        requireSide("height", height);
        requireSide("width", width);
    }

    /** The values in one image: {@code channels * height * width}. */
    public int size() {
        return channels * height * width;
    }

    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }

    private static void requireSide(String name, int value) {
        if (value < 1 || value > MAX_SIDE) {
            throw new IllegalArgumentException(name + " is " + value + ": must be 1 to " + MAX_SIDE);
        }
    }
}
