package io.gen4j.image;

import io.gen4j.runtime.internal.Arguments;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** Pictures one below the other, each under a line of text. Use it to compare models in one picture. */
public final class CaptionedPictures {

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final int LINE = 18;
    private static final int BASELINE = 13;
    private static final int MARGIN = 6;

    private CaptionedPictures() {}

    /**
     * Stacks pictures, of any sizes, on white. A caption that is too long is cut off at the right.
     *
     * @param captions one per picture
     * @return an RGB picture, as wide as the widest
     * @throws IllegalArgumentException if there is no picture, or not one caption each
     */
    public static BufferedImage stack(List<String> captions, List<BufferedImage> pictures) {
        Arguments.copyOf("captions", captions);
        Arguments.copyOf("pictures", pictures);
        if (pictures.isEmpty() || captions.size() != pictures.size()) {
            throw new IllegalArgumentException(
                    captions.size() + " captions for " + pictures.size() + " pictures: must be as many, at least 1");
        }
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().getAsInt();
        int height = pictures.stream()
                .mapToInt(picture -> LINE + picture.getHeight() + MARGIN)
                .sum();
        BufferedImage stack = new BufferedImage(width + 2 * MARGIN, height + MARGIN, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = stack.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, stack.getWidth(), stack.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(FONT);
        int top = MARGIN;
        for (int i = 0; i < pictures.size(); i++) {
            graphics.drawString(captions.get(i), MARGIN, top + BASELINE);
            copy(pictures.get(i), stack, MARGIN, top + LINE);
            top += LINE + pictures.get(i).getHeight() + MARGIN;
        }
        graphics.dispose();
        return stack;
    }

    /** Sample by sample, since Graphics2D bends grey levels when it makes colours of them. */
    private static void copy(BufferedImage from, BufferedImage to, int left, int top) {
        int bands = from.getRaster().getNumBands();
        IntStream.range(0, from.getHeight()).forEach(y -> {
            for (int x = 0; x < from.getWidth(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sample = from.getRaster().getSample(x, y, Math.min(channel, bands - 1));
                    to.getRaster().setSample(left + x, top + y, channel, sample);
                }
            }
        });
    }
}
