package io.gen4j.app.studio.workshop.data;

import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.table.RegularFile;
import io.gen4j.data.ImageShape;
import io.gen4j.data.picture.PictureReader;
import io.gen4j.data.source.PictureSource;
import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Small versions of pictures. Few are decoded at once, since a large picture takes much memory. */
final class Thumbnails {

    private static final int SIDE = 64;
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 10;
    private static final int BYTE = 0xff;

    private final PictureReader reader = new PictureReader(new ImageShape(3, SIDE, SIDE));
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** A picture as PNG, cut to its centre. */
    byte[] of(Path file) throws IOException {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new RejectedExecutionException("too many pictures are asked for at once: try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("the studio is ending", e);
        }
        try {
            return Png.encode(small(file));
        } finally {
            places.release();
        }
    }

    private BufferedImage small(Path file) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        try {
            reader.read(RegularFile.read(file, PictureSource.MAX_BYTES), pixels, 0);
        } catch (IOException e) {
            throw new ConflictException("the picture is gone or damaged: remove it from the data set", e);
        }
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int plane = SIDE * SIDE;
        for (int i = 0; i < plane; i++) {
            int rgb = (pixels[i] & BYTE) << 16 | (pixels[i + plane] & BYTE) << 8 | pixels[i + 2 * plane] & BYTE;
            image.setRGB(i % SIDE, i / SIDE, rgb);
        }
        return image;
    }
}
