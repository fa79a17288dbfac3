package io.gen4j.image;

import io.gen4j.file.AtomicFile;
import io.gen4j.runtime.internal.Arguments;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes animations that repeat for ever, as GIF files. Use it to show progress or interpolation. Grey levels are kept. A
 * colour frame keeps the 256 colours that suit it best.
 */
public final class AnimatedGif {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";
    private static final int DELAY_UNIT_MILLIS = 10;
    private static final int MAX_DELAY_MILLIS = 0xffff * DELAY_UNIT_MILLIS;

    /** Netscape 2.0's block: 1, then the repetitions in two bytes, 0 for ever. */
    private static final byte[] REPEAT_FOR_EVER = {1, 0, 0};

    private AnimatedGif() {}

    /**
     * Writes a file, and replaces an existing one. A reader never sees half of it. Parameters and exceptions are as in
     * {@link #writeTo}.
     */
    public static void write(Path file, List<BufferedImage> frames, int delayMillis) throws IOException {
        Objects.requireNonNull(file, "file");
        check(frames, delayMillis);
        AtomicFile.replace(file, out -> writeTo(out, frames, delayMillis));
    }

    /**
     * Writes the frames one after the other.
     *
     * @param out stays open
     * @param frames at least one, all of one size
     * @param delayMillis from frame to frame, 10 to 655,350; rounded to hundredths of a second, in which the format counts
     * @throws IllegalArgumentException if there is no frame, two have different sizes, or the delay lies outside its range
     */
    public static void writeTo(OutputStream out, List<BufferedImage> frames, int delayMillis) throws IOException {
        Objects.requireNonNull(out, "out");
        check(frames, delayMillis);
        ImageWriter writer = writer();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                writer.writeToSequence(new IIOImage(frame, null, metadata(writer, frame, delayMillis)), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static void check(List<BufferedImage> frames, int delayMillis) {
        Arguments.copyOf("frames", frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("there are 0 frames: must be at least 1");
        }
        if (delayMillis < DELAY_UNIT_MILLIS || delayMillis > MAX_DELAY_MILLIS) {
            throw new IllegalArgumentException(
                    "delay is " + delayMillis + " ms: must be " + DELAY_UNIT_MILLIS + " to " + MAX_DELAY_MILLIS);
        }
        BufferedImage first = frames.get(0);
        for (BufferedImage frame : frames) {
            if (frame.getWidth() != first.getWidth() || frame.getHeight() != first.getHeight()) {
                throw new IllegalArgumentException("a frame has " + frame.getWidth() + "x" + frame.getHeight()
                        + " pixels: must be " + first.getWidth() + "x" + first.getHeight() + ", as the first has");
            }
        }
    }

    private static ImageWriter writer() throws IOException {
        var writers = ImageIO.getImageWritersByFormatName("gif");
        if (!writers.hasNext()) {
            throw new IOException("a GIF cannot be written: this Java has no GIF encoder");
        }
        return writers.next();
    }

    private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, int delayMillis)
            throws IIOInvalidTreeException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(frame), null);
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(control(delayMillis));
        root.appendChild(repetition());
        metadata.mergeTree(FORMAT, root);
        return metadata;
    }

    private static IIOMetadataNode control(int delayMillis) {
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Long.toString(Math.round((double) delayMillis / DELAY_UNIT_MILLIS)));
        return control;
    }

    /** The writer puts it before the first frame alone. */
    private static IIOMetadataNode repetition() {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(REPEAT_FOR_EVER.clone());
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }
}
