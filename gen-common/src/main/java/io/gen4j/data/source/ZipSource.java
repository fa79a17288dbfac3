package io.gen4j.data.source;

import io.gen4j.data.picture.PictureFormat;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The pictures in a zip archive, ordered by path, read in place. */
final class ZipSource implements PictureSource {

    /** The character set of a name that is not marked as UTF-8. */
    private static final Charset DOS =
            Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

    private final Path file;
    private final PictureBytes bytes;
    private final ZipFile zip;
    private final List<ZipArchiveEntry> pictures = new ArrayList<>();

    ZipSource(Path file) throws IOException {
        this(file, PictureBytes.USUAL);
    }

    ZipSource(Path file, PictureBytes bytes) throws IOException {
        this.file = file;
        this.bytes = bytes;
        try {
            zip = ZipFile.builder().setPath(file).get();
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private InvalidDataException damaged(Exception e) {
        return new InvalidDataException(
                file + " is no zip archive, or damaged: " + Printable.of(String.valueOf(e.getMessage())), e);
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
        for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
            if (!entry.isDirectory()) {
                take(entry, leftOut);
            }
        }
        pictures.sort(Comparator.comparing(ZipSource::path));
        List<Entry> entries = pictures.stream()
                .map(entry -> new Entry(path(entry), null, version))
                .toList();
        return new Listing(entries, leftOut);
    }

    private static String path(ZipArchiveEntry entry) {
        boolean isRaw = entry.getNameSource() == ZipArchiveEntry.NameSource.NAME && entry.getRawName() != null;
        return ArchivePath.of(isRaw ? ArchivePath.decoded(entry.getRawName(), DOS) : entry.getName());
    }

    private void take(ZipArchiveEntry entry, LeftOut leftOut) {
        String path = path(entry);
        if (ArchivePath.isSystem(path)) {
            leftOut.add("of a system or a tool", path);
        } else if (entry.getGeneralPurposeBit().usesEncryption()) {
            leftOut.add("encrypted", path);
        } else if (!zip.canReadEntryData(entry)) {
            leftOut.add("compressed in a way that is not read", path);
        } else if (PictureFormat.isNamed(path) || isPicture(entry)) {
            pictures.add(entry);
        } else {
            leftOut.addUnread(path);
        }
    }

    private boolean isPicture(ZipArchiveEntry entry) {
        try (InputStream in = zip.getInputStream(entry)) {
            return PictureFormat.ofHead(in.readNBytes(PictureFormat.HEAD)) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public void read(int[] indices, Sink sink) throws IOException {
        for (int index : indices) {
            byte[] content;
            try (InputStream in = zip.getInputStream(pictures.get(index))) {
                content = bytes.read(in);
            } catch (IOException | RuntimeException e) {
                sink.failed(index, "it is damaged in the archive: " + Printable.of(String.valueOf(e.getMessage())));
                continue;
            }
            bytes.pass(index, content, sink);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
