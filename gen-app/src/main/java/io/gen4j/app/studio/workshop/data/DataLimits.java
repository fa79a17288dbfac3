package io.gen4j.app.studio.workshop.data;

import io.gen4j.data.picture.PictureReader;
import io.gen4j.data.source.PictureSource;

/**
 * The limits of a data set. Pages state them before an upload.
 *
 * @param uploadBytes of all files of a data set, and of a zip archive
 * @param pictureBytes of one picture
 * @param files of a data set, pictures or not
 * @param pixels of one picture
 * @param datasets that are kept at once
 */
public record DataLimits(long uploadBytes, int pictureBytes, int files, long pixels, int datasets) {

    /** The limits of {@code gen serve}. */
    public static final DataLimits USUAL = new DataLimits(2L << 30, 32 << 20, 100_000, PictureReader.MAX_PIXELS, 1000);

    /** @throws IllegalArgumentException if a picture may be larger than pictures are read, or a limit is below 1 */
    public DataLimits {
        if (uploadBytes < 1
                || pictureBytes < 1
                || pictureBytes > PictureSource.MAX_BYTES
                || files < 1
                || datasets < 1) {
            throw new IllegalArgumentException("the limits of data sets must be at least 1, and a picture has at most "
                    + PictureSource.MAX_BYTES + " bytes");
        }
    }
}
