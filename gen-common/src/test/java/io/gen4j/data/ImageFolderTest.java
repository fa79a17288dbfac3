package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    private static final ImageShape GREY = new ImageShape(1, 4, 4);

    @TempDir
    private Path folder;

    private final List<String> skipped = new ArrayList<>();

    @Test
    void takesLabelsFromSubFolders() throws IOException {
        picture("dog/1.png", Color.WHITE, 4, 4);
        picture("cat/2.PNG", Color.BLACK, 4, 4);
        picture("cat/3.png", Color.BLACK, 4, 4);
        ImageDataset data = read(GREY);
        assertEquals(List.of("cat", "dog"), data.labelNames());
        assertArrayEquals(new int[] {0, 0, 1}, new int[] {data.label(0), data.label(1), data.label(2)});
        assertArrayEquals(new byte[16], pixels(data, 0));
        assertEquals(255, pixels(data, 2)[5] & 0xff);
    }

    @Test
    void hasNoLabelsWithoutSubFolders() throws IOException {
        picture("a.png", Color.WHITE, 8, 8);
        assertEquals(List.of(), read(GREY).labelNames());
    }

    /** A white square with a red stripe on either side: the centre is white. */
    @Test
    void cutsOutTheCentre() throws IOException {
        Path file = folder.resolve("wide.png");
        BufferedImage wide = new BufferedImage(24, 8, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = wide.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 24, 8);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(8, 0, 8, 8);
        graphics.dispose();
        ImageIO.write(wide, "png", file.toFile());
        for (byte pixel : pixels(read(GREY), 0)) {
            assertEquals(255, pixel & 0xff);
        }
    }

    @Test
    void keepsColoursChannelByChannel() throws IOException {
        picture("a.png", new Color(10, 20, 30), 2, 2);
        assertArrayEquals(
                new byte[] {10, 10, 10, 10, 20, 20, 20, 20, 30, 30, 30, 30}, pixels(read(new ImageShape(3, 2, 2)), 0));
        assertEquals(Math.round(0.299f * 10 + 0.587f * 20 + 0.114f * 30), pixels(read(new ImageShape(1, 2, 2)), 0)[0]);
    }

    @Test
    void namesAndSkipsWhatCannotBeDecoded() throws IOException {
        picture("good.png", Color.WHITE, 4, 4);
        Files.write(folder.resolve("bad.png"), new byte[] {1, 2, 3});
        byte[] whole = Files.readAllBytes(folder.resolve("good.png"));
        Files.write(folder.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertEquals(1, read(GREY).size());
        assertEquals(2, skipped.size());
        assertTrue(skipped.get(0).contains("bad.png"), skipped.get(0));
        assertTrue(skipped.get(1).contains("cut.png"), skipped.get(1));
    }

    @Test
    void refusesAFolderWithoutUsablePictures() throws IOException {
        assertRefused("no pictures");
        Files.writeString(folder.resolve("notes.txt"), "hello");
        assertRefused("no pictures");
        Files.write(folder.resolve("bad.png"), new byte[] {1, 2, 3});
        assertRefused("none of them");
    }

    @Test
    void refusesWhatIsNoFolder() {
        Path missing = folder.resolve("missing");
        InvalidDataException refusal =
                assertThrows(InvalidDataException.class, () -> ImageFolder.read(missing, GREY, skipped::add));
        assertTrue(refusal.getMessage().contains("missing"), refusal.getMessage());
    }

    private void assertRefused(String reason) {
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> read(GREY));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(folder.toString()), refusal.getMessage());
    }

    private ImageDataset read(ImageShape shape) throws IOException {
        skipped.clear();
        return ImageFolder.read(folder, shape, skipped::add);
    }

    private void picture(String name, Color colour, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ImageIO.write(picture, "png", file.toFile());
    }

    private static byte[] pixels(ImageDataset data, int index) {
        byte[] pixels = new byte[data.shape().size()];
        data.copyPixels(index, pixels, 0);
        return pixels;
    }
}
