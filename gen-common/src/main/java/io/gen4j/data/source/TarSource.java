package io.gen4j.data.source;

import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The pictures in a tar archive, plain or compressed by gzip or bzip2, ordered by path. The archive is read twice, once to
 * list and once to decode, since a compressed archive has no index.
 */
final class TarSource implements PictureSource {

    /** The largest size of an unpacked archive. Pictures hardly grow. */
    private static final long MAX_GROWTH = 100;

    private static final long ALWAYS_ALLOWED = 1L << 26;
    private static final Charset BYTES = StandardCharsets.ISO_8859_1;

    private record Found(String path, int position) {}

    private final Path file;
    private final List<Found> pictures = new ArrayList<>();

    TarSource(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Listing list() throws IOException {
        String version = FileVersion.of(file);
        LeftOut leftOut = new LeftOut();
        pictures.clear();
        forEachFile((position, entry, in) -> take(position, entry, in, leftOut));
        pictures.sort(Comparator.comparing(Found::path));
        List<Entry> entries = pictures.stream()
                .map(found -> new Entry(found.path, null, version))
                .toList();
        return new Listing(entries, leftOut);
    }

    /** The bytes of a name, each read as one character, are UTF-8 or not. Extended headers have characters at once. */
    private static String path(TarArchiveEntry entry) {
        String name = entry.getName();
        boolean isBytes = name.chars().allMatch(character -> character < 256);
        return ArchivePath.of(isBytes ? ArchivePath.decoded(name.getBytes(BYTES), BYTES) : name);
    }

    private boolean take(int position, TarArchiveEntry entry, InputStream in, LeftOut leftOut) throws IOException {
        String path = path(entry);
        if (ArchivePath.isSystem(path)) {
            leftOut.add("of a system or a tool", path);
        } else if (!entry.isFile()) {
            leftOut.add("a link or a device in the archive", path);
        } else if (PictureFormat.isNamed(path) || PictureFormat.ofHead(in.readNBytes(PictureFormat.HEAD)) != null) {
            pictures.add(new Found(path, position));
        } else {
            leftOut.addUnread(path);
        }
        return true;
    }

    @Override
    public void read(int[] indices, Sink sink) throws IOException {
        Map<Integer, Integer> wanted = new HashMap<>();
        for (int index : indices) {
            wanted.put(pictures.get(index).position, index);
        }
        forEachFile((position, entry, in) -> {
            Integer index = wanted.remove(position);
            if (index != null) {
                PictureBytes.USUAL.pass(index, PictureBytes.USUAL.read(in), sink);
            }
            return !wanted.isEmpty();
        });
    }

    /** Looks at one file. Returns whether to go on. */
    @FunctionalInterface
    private interface Visitor {
        boolean visit(int position, TarArchiveEntry entry, InputStream in) throws IOException;
    }

    private void forEachFile(Visitor visitor) throws IOException {
        long most = ALWAYS_ALLOWED + MAX_GROWTH * Files.size(file);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new Limited(uncompressed(), most), BYTES.name())) {
            boolean goOn = true;
            int position = 0;
            while (goOn) {
                TarArchiveEntry entry = next(tar);
                if (entry == null) {
                    return;
                }
                if (!entry.isDirectory()) {
                    goOn = visitor.visit(position, entry, tar);
                }
                position++;
            }
        }
    }

    private TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
        try {
            return tar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            throw new InvalidDataException(
                    file + " is no tar archive, or damaged: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    private InputStream uncompressed() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith("gz")) {
                return GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get();
            }
            return name.endsWith("bz2") ? new BZip2CompressorInputStream(in, true) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw new InvalidDataException(
                    file + " is not compressed as its name says: " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    /** Refuses to go on where an archive unpacks to far more than pictures do. */
    private static final class Limited extends FilterInputStream {

        private final long most;
        private long count;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            count += Math.max(0, bytes);
            if (count > most) {
                throw new IOException(
                        "it unpacks to more than " + most + " bytes, which pictures do not; unpack it yourself");
            }
        }
    }
}
