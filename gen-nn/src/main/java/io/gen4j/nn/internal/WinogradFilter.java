package io.gen4j.nn.internal;

/**
 * The transform of one filter in {@link WinogradConvolution}, and its adjoint. A filter of 4 x 4 pixels is four of
 * 2 x 2, one for even and odd rows and columns.
 */
final class WinogradFilter {

    private static final int SIDE = 4;
    private static final int PIXELS = SIDE * SIDE;

    /** The maps of even or odd rows and columns. */
    static final int PHASES = 4;

    private WinogradFilter() {}

    /** Transforms {@code [channels, 4, 4]} to a column of each plane. */
    static void toPlanes(float[] filter, int channels, float[][] planes) {
        float[] byPixel = ChannelOrder.transpose(filter, channels, PIXELS);
        for (int phase = 0; phase < PHASES; phase++) {
            int a = corner(phase) * channels;
            int b = a + 2 * channels;
            int c = a + 2 * SIDE * channels;
            int d = c + 2 * channels;
            int to = phase * channels;
            System.arraycopy(byPixel, a, planes[0], to, channels);
            sum(byPixel, a, b, planes[1], to, channels);
            System.arraycopy(byPixel, b, planes[2], to, channels);
            sum(byPixel, a, c, planes[3], to, channels);
            sum(byPixel, b, d, planes[5], to, channels);
            VectorLoops.sum(planes[3], to, planes[5], to, planes[4], to, channels);
            System.arraycopy(byPixel, c, planes[6], to, channels);
            sum(byPixel, c, d, planes[7], to, channels);
            System.arraycopy(byPixel, d, planes[8], to, channels);
        }
    }

    /** The first pixel of a phase: its row is even or odd, and so is its column. */
    private static int corner(int phase) {
        return phase / 2 * SIDE + phase % 2;
    }

    private static void sum(float[] values, int a, int b, float[] target, int to, int length) {
        VectorLoops.sum(values, a, values, b, target, to, length);
    }

    /** Computes {@code [channels, 4, 4]} from the gradients by the planes. */
    static float[] fromPlanes(float[][] planes, int channels) {
        float[] byPixel = new float[PIXELS * channels];
        for (int phase = 0; phase < PHASES; phase++) {
            int a = corner(phase) * channels;
            int from = phase * channels;
            int down = 2 * SIDE * channels;
            int across = 2 * channels;
            sum(planes, 0, from, byPixel, a, channels);
            sum(planes, 1, from, byPixel, a + across, channels);
            sum(planes, 3, from, byPixel, a + down, channels);
            sum(planes, 4, from, byPixel, a + down + across, channels);
        }
        return ChannelOrder.transpose(byPixel, PIXELS, channels);
    }

    /** Adds four neighbouring planes. */
    private static void sum(float[][] planes, int first, int from, float[] target, int to, int length) {
        float[] a = planes[first];
        float[] b = planes[first + 1];
        float[] c = planes[first + 3];
        float[] d = planes[first + 4];
        for (int i = 0; i < length; i++) {
            target[to + i] = (a[from + i] + b[from + i]) + (c[from + i] + d[from + i]);
        }
    }
}
