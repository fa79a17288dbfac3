package io.gen4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/** SHA-256 checksums in lower-case hexadecimal. Use them to identify the content of files and data. */
public final class Sha256 {

    private Sha256() {}

    /** A new digest, for content that arrives in pieces. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The checksum of a whole file. */
    public static String of(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        MessageDigest digest = start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return finish(digest);
    }

    /** The checksum of everything that {@code content} writes. */
    public static String of(AtomicFile.Content content) {
        MessageDigest digest = start();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to no file failed", e);
        }
        return finish(digest);
    }

    /** The checksum of all that a digest was fed; the digest starts anew. */
    public static String finish(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
