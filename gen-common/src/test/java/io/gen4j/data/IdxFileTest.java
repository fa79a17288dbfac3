package io.gen4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

    @Property(tries = 100)
    void readsWhatItWrote(@ForAll @IntRange(min = 1, max = 4) int rank, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int[] dimensions = random.ints(rank, 1, 7).toArray();
        byte[] values = new byte[Arrays.stream(dimensions).reduce(1, (a, b) -> a * b)];
        random.nextBytes(values);
        Path file = Files.createTempFile("idx", ".idx");
        try {
            IdxFile.of(values, dimensions).write(file);
            assertSame(values, dimensions, IdxFile.read(file));
            Files.write(file, gzip(Files.readAllBytes(file)));
            assertSame(values, dimensions, IdxFile.read(file));
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 100)
    void refusesWhatIsTruncated(@ForAll @IntRange(min = 0, max = 31) int length, @ForAll boolean compressed)
            throws IOException {
        byte[] whole = content();
        byte[] part = compressed ? gzip(whole) : whole;
        byte[] cut = Arrays.copyOf(part, Math.min(length, part.length - 1));
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> IdxFile.parse(cut, "the.idx"));
        assertTrue(refusal.getMessage().contains("the.idx"), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Property(tries = 200)
    void failsInNoOtherWayWhateverTheBytes(
            @ForAll @IntRange(min = 0, max = 15) int position, @ForAll byte value, @ForAll boolean compressed)
            throws IOException {
        byte[] content = compressed ? gzip(content()) : content();
        content[position] = value;
        try {
            IdxFile.parse(content, "the.idx");
        } catch (InvalidDataException e) {
            assertTrue(e.getMessage().contains("the.idx"), e.getMessage());
        }
    }

    @Test
    void namesAWrongMagicNumber(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 0});
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> IdxFile.read(file));
        assertTrue(refusal.getMessage().contains("picture.png"), refusal.getMessage());
    }

    private static byte[] content() throws IOException {
        Path file = Files.createTempFile("idx", ".idx");
        try {
            IdxFile.of(new byte[16], 1, 4, 4).write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static void assertSame(byte[] values, int[] dimensions, IdxFile file) {
        assertArrayEquals(values, file.values());
        assertEquals(dimensions.length, file.rank());
        for (int axis = 0; axis < dimensions.length; axis++) {
            assertEquals(dimensions[axis], file.dimension(axis));
        }
    }
}
