package io.gen4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Hands the contents of picture files to a sink, and refuses files that are too large to be pictures.
 *
 * @param most bytes of one picture
 */
record PictureBytes(int most) {

    /** As many as memory should hold. */
    static final PictureBytes USUAL = new PictureBytes(PictureSource.MAX_BYTES);

    /** At most one byte more than a picture may have, so that {@link #pass} sees that it is too large. */
    byte[] read(InputStream in) throws IOException {
        return in.readNBytes(most + 1);
    }

    /** Hands over what {@link #read} returned. */
    void pass(int index, byte[] content, PictureSource.Sink sink) throws IOException {
        if (content.length > most) {
            sink.failed(index, "it has more than " + most + " bytes");
        } else {
            sink.accept(index, content);
        }
    }

    /** Hands over a file, or the reason why it cannot be read. */
    void pass(int index, Path file, PictureSource.Sink sink, OpenOption... options) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file, options)) {
            content = read(in);
        } catch (IOException e) {
            sink.failed(index, "it cannot be read: " + e);
            return;
        }
        pass(index, content, sink);
    }
}
