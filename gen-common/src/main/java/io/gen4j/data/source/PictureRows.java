package io.gen4j.data.source;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;

/**
 * A decoded picture, read row by row as grey or RGB of 0 to 255, over white. It draws nothing, so it needs no screen and
 * gives the same numbers on every machine.
 */
final class PictureRows {

    private static final int WHITE = 255;

    private final BufferedImage picture;
    private final int channels;
    private final boolean grey;
    private final int[] argb;

    /** @param channels 1 for luma, 3 for RGB */
    PictureRows(BufferedImage picture, int channels) {
        picture.coerceData(false);
        this.picture = picture;
        this.channels = channels;
        this.grey = hasGreySamples(picture.getColorModel());
        this.argb = new int[picture.getWidth()];
    }

    int width() {
        return picture.getWidth();
    }

    int height() {
        return picture.getHeight();
    }

    /** Writes row {@code y}, pixel after pixel, to {@code target}, of length {@code channels * width()}. */
    void read(int y, float[] target) {
        if (grey) {
            readGrey(y);
        } else {
            picture.getRGB(0, y, width(), 1, argb, 0, width());
        }
        for (int x = 0; x < argb.length; x++) {
            float alpha = (argb[x] >>> 24) / 255f;
            float red = onWhite(argb[x] >> 16, alpha);
            float green = onWhite(argb[x] >> 8, alpha);
            float blue = onWhite(argb[x], alpha);
            if (channels == 1) {
                target[x] = 0.299f * red + 0.587f * green + 0.114f * blue;
            } else {
                target[3 * x] = red;
                target[3 * x + 1] = green;
                target[3 * x + 2] = blue;
            }
        }
    }

    /** Java takes grey samples for linear light and would brighten them; in files they are as bright as in sRGB. */
    private void readGrey(int y) {
        int bands = picture.getRaster().getNumBands();
        int max = (1 << picture.getColorModel().getComponentSize(0)) - 1;
        int[] samples = picture.getRaster().getPixels(0, y, width(), 1, (int[]) null);
        for (int x = 0; x < argb.length; x++) {
            int value = toByte(samples[x * bands], max);
            int alpha = bands == 2 ? toByte(samples[x * bands + 1], max) : 255;
            argb[x] = alpha << 24 | value << 16 | value << 8 | value;
        }
    }

    private static boolean hasGreySamples(ColorModel model) {
        return model instanceof ComponentColorModel
                && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && (model.getTransferType() == DataBuffer.TYPE_BYTE
                        || model.getTransferType() == DataBuffer.TYPE_USHORT);
    }

    private static int toByte(int sample, int max) {
        return Math.round(sample * 255f / max);
    }

    private static float onWhite(int colour, float alpha) {
        return alpha * (colour & 0xff) + (1f - alpha) * WHITE;
    }
}
