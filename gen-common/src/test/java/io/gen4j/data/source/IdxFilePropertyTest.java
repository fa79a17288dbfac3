package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertOneLine;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Any array of 1 to 4 dimensions, plain and compressed, whole and damaged. */
class IdxFilePropertyTest {

    private static final int TRIES = 200;
    private static final String NAME = "some-idx";

    private Path folder = Path.of("");

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("idx");
    }

    @AfterTry
    void removeFolder() throws IOException {
        for (String name : new String[] {NAME, NAME + ".gz"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Property(tries = TRIES)
    void readsWhatItWrote(@ForAll("arrays") IdxFile written, @ForAll boolean compressed) throws IOException {
        IdxFile read = IdxFile.read(write(written, compressed));
        assertSame(written, read);
        assertEquals(written.rawChecksum(), read.rawChecksum());
    }

    @Property(tries = TRIES)
    void namesAFileThatEndsTooEarly(
            @ForAll("arrays") IdxFile written, @ForAll boolean compressed, @ForAll @IntRange(max = 1 << 20) int at)
            throws IOException {
        Path file = write(written, compressed);
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, at % content.length));
        InvalidDataException e = assertThrows(InvalidDataException.class, () -> IdxFile.read(file));
        assertOneLine(e.getMessage(), file);
    }

    /** A header whose changed rank happens to fit the values is beyond telling; everything else must be refused. */
    @Property(tries = TRIES)
    void refusesAChangedHeader(
            @ForAll("arrays") IdxFile written,
            @ForAll @IntRange(max = 1 << 10) int at,
            @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        int changed = at % (4 + 4 * written.rank());
        Optional<IdxFile> read = readChanged(write(written, false), changed, change);
        assertTrue(
                read.isEmpty() || changed == 3 && read.get().rank() != written.rank(),
                () -> "byte " + changed + " of " + written + " was changed unnoticed");
    }

    /** Gzip has bytes that do not matter, such as its date; a change to any other must be noticed. */
    @Property(tries = TRIES)
    void noticesAnyChangeOfCompressedContent(
            @ForAll("arrays") IdxFile written,
            @ForAll @IntRange(max = 1 << 20) int at,
            @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        Path file = write(written, true);
        int changed = at % (int) Files.size(file);
        readChanged(file, changed, change).ifPresent(read -> assertSame(written, read));
    }

    @Provide
    Arbitrary<IdxFile> arrays() {
        Arbitrary<int[]> dimensions = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 100_000).map(length -> new int[] {length}),
                Arbitraries.integers()
                        .between(1, 9)
                        .array(int[].class)
                        .ofMinSize(1)
                        .ofMaxSize(4));
        return dimensions.flatMap(lengths -> Arbitraries.longs()
                .map(seed -> IdxFile.of(random(IntStream.of(lengths).reduce(1, (a, b) -> a * b), seed), lengths)));
    }

    private static byte[] random(int length, long seed) {
        byte[] values = new byte[length];
        new Random(seed).nextBytes(values);
        return values;
    }

    private Path write(IdxFile idx, boolean compressed) throws IOException {
        Path file = folder.resolve(compressed ? NAME + ".gz" : NAME);
        idx.write(file);
        return file;
    }

    /** What is read after one byte was changed; nothing if it is refused as it should be. */
    private static Optional<IdxFile> readChanged(Path file, int at, int change) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= (byte) change;
        Files.write(file, content);
        try {
            return Optional.of(IdxFile.read(file));
        } catch (InvalidDataException e) {
            assertOneLine(e.getMessage(), file);
            return Optional.empty();
        }
    }

    private static void assertSame(IdxFile expected, IdxFile actual) {
        assertEquals(expected.toString(), actual.toString());
        assertArrayEquals(expected.values(), actual.values());
    }
}
