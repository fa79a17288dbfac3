package io.gen4j.data.picture;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A picture's bytes for Java's readers. A reader that goes on for long behind the end is stopped: the one for WebP would take
 * a bit at a time from there, for minutes.
 */
final class PictureInput extends ImageInputStreamImpl {

    private static final int MAX_READS_BEHIND_END = 1_000;

    private final byte[] content;
    private int readsBehindEnd;

    PictureInput(byte[] content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        checkClosed();
        bitOffset = 0;
        if (streamPos >= content.length) {
            return end();
        }
        return content[(int) streamPos++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= content.length) {
            return end();
        }
        int read = (int) Math.min(length, content.length - streamPos);
        System.arraycopy(content, (int) streamPos, target, offset, read);
        streamPos += read;
        return read;
    }

    @Override
    public long length() {
        return content.length;
    }

    private int end() throws IOException {
        readsBehindEnd++;
        if (readsBehindEnd > MAX_READS_BEHIND_END) {
            throw new IOException("it ends too early");
        }
        return -1;
    }
}
