package io.gen4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {

    @TempDir
    private Path directory;

    @Test
    void keepsEveryFrameAndEveryGreyLevel() throws IOException {
        Path file = directory.resolve("grey.gif");
        List<BufferedImage> frames = List.of(ramp(0), ramp(64), ramp(128));
        AnimatedGif.write(file, frames, 80);
        read(file, reader -> {
            assertEquals(3, reader.getNumImages(true));
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(colours(frames.get(i)), colours(reader.read(i)));
            }
        });
    }

    @Test
    void keepsColours() throws IOException {
        Path file = directory.resolve("colours.gif");
        BufferedImage frame = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        frame.setRGB(0, 0, 0xff0000);
        frame.setRGB(1, 0, 0x00ff00);
        frame.setRGB(2, 0, 0x0000ff);
        AnimatedGif.write(file, List.of(frame), 80);
        read(file, reader -> assertArrayEquals(colours(frame), colours(reader.read(0))));
    }

    @Test
    void waitsBetweenFramesAndStartsAgain() throws IOException {
        Path file = directory.resolve("loop.gif");
        AnimatedGif.write(file, List.of(ramp(0), ramp(1)), 84);
        read(file, reader -> {
            for (int i = 0; i < 2; i++) {
                assertEquals("8", node(reader, i, "GraphicControlExtension").getAttribute("delayTime"));
            }
            IIOMetadataNode extension = node(reader, 0, "ApplicationExtension");
            assertEquals("NETSCAPE", extension.getAttribute("applicationID"));
            assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) extension.getUserObject());
        });
    }

    @Test
    void refusesWhatIsNoMovingPicture() {
        Path file = directory.resolve("none.gif");
        BufferedImage frame = ramp(0);
        BufferedImage small = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        assertThrows(IllegalArgumentException.class, () -> AnimatedGif.write(file, List.of(), 80));
        assertThrows(IllegalArgumentException.class, () -> AnimatedGif.write(file, List.of(frame, small), 80));
        assertThrows(IllegalArgumentException.class, () -> AnimatedGif.write(file, List.of(frame), 9));
        assertThrows(IllegalArgumentException.class, () -> AnimatedGif.write(file, List.of(frame), 655_351));
        assertFalse(Files.exists(file));
    }

    /** Every grey level once, from some level on. */
    private static BufferedImage ramp(int first) {
        BufferedImage ramp = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 256; i++) {
            ramp.getRaster().setSample(i % 16, i / 16, 0, (first + i) % 256);
        }
        return ramp;
    }

    /** The red, green and blue samples as they are stored; {@link BufferedImage#getRGB} would bend grey ones. */
    private static int[] colours(BufferedImage picture) {
        int[] colours = new int[3 * picture.getWidth() * picture.getHeight()];
        for (int i = 0; i < colours.length / 3; i++) {
            int x = i % picture.getWidth();
            int y = i / picture.getWidth();
            if (picture.getType() == BufferedImage.TYPE_BYTE_GRAY) {
                int grey = picture.getRaster().getSample(x, y, 0);
                colours[3 * i] = colours[3 * i + 1] = colours[3 * i + 2] = grey;
            } else {
                int rgb = picture.getRGB(x, y);
                colours[3 * i] = rgb >> 16 & 0xff;
                colours[3 * i + 1] = rgb >> 8 & 0xff;
                colours[3 * i + 2] = rgb & 0xff;
            }
        }
        return colours;
    }

    private interface Check {
        void on(ImageReader reader) throws IOException;
    }

    private static void read(Path file, Check check) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            check.on(reader);
        } finally {
            reader.dispose();
        }
    }

    private static IIOMetadataNode node(ImageReader reader, int image, String name) throws IOException {
        IIOMetadataNode root =
                (IIOMetadataNode) reader.getImageMetadata(image).getAsTree("javax_imageio_gif_image_1.0");
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }
}
