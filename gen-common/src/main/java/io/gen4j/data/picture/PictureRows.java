package io.gen4j.data.picture;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A decoded picture, read row by row as grey or RGB of 0 to 255, on a background. Samples of 16 bits keep their depth until the
 * picture has its size. It draws nothing, so it needs no screen and gives the same numbers on every machine.
 */
final class PictureRows {

    private static final float MAX = 255f;

    private final BufferedImage picture;
    private final int channels;
    private final float[] background;
    private final boolean isSampled;
    private final boolean isGrey;
    private final int[] row;
    private boolean isColour;

    /**
     * Rows of a picture.
     *
     * @param channels 1 for luma, 3 for RGB
     * @param background under transparent pixels, as {@code 0xRRGGBB}
     * @param profile of the colours, which the picture's own colour model does not know yet; null if there is none
     * @throws IOException if its samples are of a type that is not read
     */
    PictureRows(BufferedImage decoded, int channels, int background, byte @Nullable [] profile) throws IOException {
        decoded.coerceData(false);
        requireWhole(decoded.getColorModel());
        picture = toSrgb(decoded, profile);
        this.channels = channels;
        this.background = new float[] {background >> 16 & 0xff, background >> 8 & 0xff, background & 0xff};
        ColorModel model = picture.getColorModel();
        isGrey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        isSampled = model instanceof ComponentColorModel
                && (isGrey
                        || model.getTransferType() == DataBuffer.TYPE_USHORT
                                && model.getColorSpace().isCS_sRGB());
        row = new int[picture.getWidth() * (isSampled ? picture.getRaster().getNumBands() : 1)];
    }

    int width() {
        return picture.getWidth();
    }

    int height() {
        return picture.getHeight();
    }

    /** Whether any row so far has a pixel with colour: its red, green and blue differ by more than rounding. */
    boolean isColour() {
        return isColour;
    }

    /** Writes row {@code y}, pixel after pixel, to {@code target}, of length {@code channels * width()}. */
    void read(int y, float[] target) {
        if (isSampled) {
            picture.getRaster().getPixels(0, y, width(), 1, row);
        } else {
            picture.getRGB(0, y, width(), 1, row, 0, width());
        }
        float[] colour = new float[4];
        for (int x = 0; x < width(); x++) {
            if (isSampled) {
                sample(x, colour);
            } else {
                unpack(row[x], colour);
            }
            write(colour, x, target);
        }
    }

    /**
     * Java takes grey samples for linear light and would brighten them; in files they are as bright as in sRGB. Java would also
     * cut 16 bits to 8.
     */
    private void sample(int x, float[] colour) {
        ColorModel model = picture.getColorModel();
        int bands = row.length / width();
        int colours = isGrey ? 1 : 3;
        for (int i = 0; i < 3; i++) {
            int band = Math.min(i, colours - 1);
            colour[i] = row[x * bands + band] * MAX / ((1 << model.getComponentSize(band)) - 1);
        }
        colour[3] =
                bands > colours ? (float) row[x * bands + colours] / ((1 << model.getComponentSize(colours)) - 1) : 1f;
    }

    private static void unpack(int argb, float[] colour) {
        colour[0] = argb >> 16 & 0xff;
        colour[1] = argb >> 8 & 0xff;
        colour[2] = argb & 0xff;
        colour[3] = (argb >>> 24) / MAX;
    }

    private void write(float[] colour, int x, float[] target) {
        float alpha = colour[3];
        float red = alpha * colour[0] + (1f - alpha) * background[0];
        float green = alpha * colour[1] + (1f - alpha) * background[1];
        float blue = alpha * colour[2] + (1f - alpha) * background[2];
        isColour |= Math.abs(red - green) > 8 || Math.abs(green - blue) > 8;
        if (channels == 1) {
            target[x] = 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
            target[3 * x] = red;
            target[3 * x + 1] = green;
            target[3 * x + 2] = blue;
        }
    }

    private static void requireWhole(ColorModel model) throws IOException {
        int type = model.getTransferType();
        if (model instanceof ComponentColorModel && type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
            throw new IOException("its samples are " + model.getComponentSize(0)
                    + " bits signed or floating-point numbers: save it with 8 or 16 bits");
        }
    }

    /** Converts all at once: pixel by pixel, Java takes a microsecond for each. */
    private static BufferedImage toSrgb(BufferedImage picture, byte @Nullable [] profile) {
        ColorModel model = picture.getColorModel();
        boolean isRgb = model.getColorSpace().getType() == ColorSpace.TYPE_RGB;
        try {
            if (isRgb && profile != null) {
                return convert(tagged(picture, profile));
            }
            return isRgb && !model.getColorSpace().isCS_sRGB() ? convert(picture) : picture;
        } catch (CMMException | IllegalArgumentException e) {
            // A broken profile: shown without it, as viewers do.
            return picture;
        }
    }

    private static BufferedImage convert(BufferedImage picture) {
        int type = picture.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        BufferedImage converted = new BufferedImage(picture.getWidth(), picture.getHeight(), type);
        return new ColorConvertOp(null).filter(picture, converted);
    }

    /** The same samples, in the colour space of a profile. */
    private static BufferedImage tagged(BufferedImage picture, byte[] profile) {
        ICC_Profile icc = ICC_Profile.getInstance(profile);
        if (icc.getColorSpaceType() != ColorSpace.TYPE_RGB || icc.getNumComponents() != 3) {
            throw new IllegalArgumentException("the profile is not for RGB");
        }
        boolean hasAlpha = picture.getColorModel().hasAlpha();
        ColorModel model = new ComponentColorModel(
                new ICC_ColorSpace(icc),
                hasAlpha,
                false,
                hasAlpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
        int[] argb = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
            for (int x = 0; x < argb.length; x++) {
                raster.setSample(x, y, 0, argb[x] >> 16 & 0xff);
                raster.setSample(x, y, 1, argb[x] >> 8 & 0xff);
                raster.setSample(x, y, 2, argb[x] & 0xff);
                if (hasAlpha) {
                    raster.setSample(x, y, 3, argb[x] >>> 24);
                }
            }
        }
        return new BufferedImage(model, raster, false, null);
    }
}
