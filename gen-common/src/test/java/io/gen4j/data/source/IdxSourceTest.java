package io.gen4j.data.source;

import static io.gen4j.data.source.LocalMirror.content;
import static io.gen4j.data.source.LocalMirror.half;
import static io.gen4j.data.source.LocalMirror.status;
import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.file.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {

    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";
    private static final IdxFile TWO_IMAGES = IdxFile.of(new byte[] {1, 2, 3, 4}, 2, 1, 2);
    private static final IdxFile TWO_LABELS = IdxFile.of(new byte[] {1, 0}, 2);
    private static final Map<String, String> CHECKSUMS =
            Map.of(IMAGES, TWO_IMAGES.rawChecksum(), LABELS, TWO_LABELS.rawChecksum());

    @TempDir
    private Path root;

    private final Download download = new Download(Duration.ofMillis(1), 1000);
    private LocalMirror mirror;

    @BeforeEach
    void start() throws IOException {
        mirror = new LocalMirror()
                .put(IMAGES + ".gz", content(gzip(TWO_IMAGES)))
                .put(LABELS + ".gz", content(gzip(TWO_LABELS)));
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void downloadsOnceAndThenNeedsNoNetwork() throws IOException {
        ImageDataset fetched = load(mirror.folder());
        assertEquals("pets train", fetched.name());
        assertEquals(List.of("cat", "dog"), fetched.labelNames());
        assertEquals(1, fetched.label(0));
        assertEquals(List.of(IMAGES + ".gz", LABELS + ".gz"), mirror.requests());
        assertEquals(List.of(IMAGES + ".gz", LABELS + ".gz"), cached());
        assertArrayEquals(gzip(TWO_IMAGES), Files.readAllBytes(folder().resolve(IMAGES + ".gz")));

        assertEquals(fetched.checksum(), load(LocalMirror.nobody()).checksum());
    }

    @Test
    void retriesAfterAServerErrorAndHalfAFile() throws IOException {
        byte[] images = gzip(TWO_IMAGES);
        mirror.put(IMAGES + ".gz", status(500), half(images), content(images));
        assertEquals(2, load(mirror.folder()).size());
        assertEquals(List.of(IMAGES + ".gz", LABELS + ".gz"), cached());
    }

    @Test
    void takesAFileThatTheUserPutThere() throws IOException {
        TWO_IMAGES.write(folder().resolve("train-images.idx3-ubyte"));
        assertEquals(2, load(mirror.folder()).size());
        assertEquals(List.of(LABELS + ".gz"), mirror.requests());
    }

    @Test
    void offlineSaysWhereToPutTheFilesAndLeavesNothing() throws IOException {
        assertFails(
                DataUnavailableException.class,
                () -> load(LocalMirror.nobody()),
                "pets",
                folder(),
                IMAGES,
                "no connection",
                "copy");
        assertEquals(List.of(), cached());
    }

    @Test
    void keepsNoFileOfAnotherContent() throws IOException {
        IdxFile others = IdxFile.of(new byte[] {1, 2, 3, 5}, 2, 1, 2);
        mirror.put(IMAGES + ".gz", content(gzip(others)));
        assertFails(
                DataUnavailableException.class,
                () -> load(mirror.folder()),
                IMAGES,
                "another file",
                others.rawChecksum());
        assertEquals(List.of(), cached());
    }

    @Test
    void keepsNoFileThatIsNoIdxFile() throws IOException {
        mirror.put(IMAGES + ".gz", content("<html>Please log in</html>".getBytes(StandardCharsets.US_ASCII)));
        assertFails(DataUnavailableException.class, () -> load(mirror.folder()), IMAGES, "starts with");
        assertEquals(List.of(), cached());
    }

    @Test
    void keepsNoHalfFile() throws IOException {
        mirror.put(LABELS + ".gz", half(gzip(TWO_LABELS)));
        assertFails(DataUnavailableException.class, () -> load(mirror.folder()), LABELS);
        assertEquals(List.of(IMAGES + ".gz"), cached());
    }

    @Test
    void goesOnToTheNextMirror() throws IOException {
        try (LocalMirror wrong = new LocalMirror()) {
            wrong.put(IMAGES + ".gz", content(gzip(TWO_LABELS)));
            assertEquals(2, load(wrong.folder(), mirror.folder()).size());
        }
    }

    @Test
    void refusesAnotherFileInTheCacheAndLeavesItThere() throws IOException {
        Path file = folder().resolve(IMAGES);
        IdxFile.of(new byte[2], 1, 1, 2).write(file);
        assertFails(InvalidDataException.class, () -> load(mirror.folder()), file, "SHA-256", "remove it");
        assertEquals(List.of(IMAGES), cached());
        assertEquals(List.of(), mirror.requests());
    }

    @Test
    void refusesACorruptFileInTheCache() throws IOException {
        Files.createDirectories(folder());
        Path file = Files.write(folder().resolve(IMAGES + ".gz"), new byte[] {0x1f, (byte) 0x8b});
        assertFails(InvalidDataException.class, () -> load(mirror.folder()), file, "truncated");
        assertEquals(List.of(), mirror.requests());
    }

    @Test
    void namesAFolderThatCannotBeWritten() throws IOException {
        Files.createFile(folder());
        assertFails(IOException.class, () -> load(mirror.folder()), folder().resolve(IMAGES + ".gz"), "GEN_DATA");
    }

    private ImageDataset load(URI... mirrors) throws IOException {
        IdxSource source = new IdxSource("pets", List.of("cat", "dog"), List.of(mirrors), CHECKSUMS);
        return source.load(DataSplit.TRAIN, new DataCache(root), download, DownloadProgress.NONE);
    }

    private Path folder() {
        return root.resolve("pets");
    }

    /** Everything in the cache, were it half-written or hidden. */
    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static byte[] gzip(IdxFile idx) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(4 + 4 * idx.rank()).putInt(0x800 | idx.rank());
        for (int axis = 0; axis < idx.rank(); axis++) {
            header.putInt(idx.dimension(axis));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(header.array());
            out.write(idx.values());
        }
        return bytes.toByteArray();
    }
}
