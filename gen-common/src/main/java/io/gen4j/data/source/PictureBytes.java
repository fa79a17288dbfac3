package io.gen4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hands the contents of picture files to a sink, and refuses files that are too large to be pictures. */
final class PictureBytes {

    private PictureBytes() {}

    /** At most one byte more than a picture may have, so that {@link #pass} sees that it is too large. */
    static byte[] read(InputStream in) throws IOException {
        return in.readNBytes(PictureSource.MAX_BYTES + 1);
    }

    /** Hands over what {@link #read} returned. */
    static void pass(int index, byte[] content, PictureSource.Sink sink) throws IOException {
        if (content.length > PictureSource.MAX_BYTES) {
            sink.failed(index, "it has more than " + PictureSource.MAX_BYTES + " bytes");
        } else {
            sink.accept(index, content);
        }
    }

    /** Hands over a file, or the reason why it cannot be read. */
    static void pass(int index, Path file, PictureSource.Sink sink) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = read(in);
        } catch (IOException e) {
            sink.failed(index, "it cannot be read: " + e);
            return;
        }
        pass(index, content, sink);
    }
}
