package io.gen4j.data.source;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

    /** Two labels, 7 and 255, as MNIST's page describes the format. */
    private static final String TWO_LABELS = "00000801" + "00000002" + "07ff";

    @TempDir
    private Path folder;

    @Test
    void readsWhatTheFormatSays() throws IOException {
        IdxFile labels = IdxFile.read(bytes("labels", TWO_LABELS));
        assertEquals(1, labels.rank());
        assertEquals(2, labels.dimension(0));
        assertArrayEquals(new byte[] {7, (byte) 255}, labels.values());

        IdxFile images =
                IdxFile.read(bytes("images", "00000803" + "00000001" + "00000002" + "00000003" + "010203040506"));
        assertEquals("1x2x3", images.toString());
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, images.values());
    }

    @Test
    void writesWhatTheFormatSays() throws IOException {
        IdxFile labels = IdxFile.of(new byte[] {7, (byte) 255}, 2);
        labels.write(folder.resolve("labels"));
        labels.write(folder.resolve("labels.gz"));
        byte[] expected = HexFormat.of().parseHex(TWO_LABELS);
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("labels")));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("labels.gz")))) {
            assertArrayEquals(expected, in.readAllBytes());
        }
    }

    @Test
    void theChecksumIsThatOfTheUncompressedFile() throws IOException {
        String expected = Sha256.finish(updated(HexFormat.of().parseHex(TWO_LABELS)));
        IdxFile labels = IdxFile.read(bytes("labels", TWO_LABELS));
        labels.write(folder.resolve("labels.gz"));
        assertEquals(expected, labels.rawChecksum());
        assertEquals(expected, IdxFile.read(folder.resolve("labels.gz")).rawChecksum());
    }

    @Test
    void doesNotOverwrite() throws IOException {
        Path file = Files.writeString(folder.resolve("mine"), "mine");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> IdxFile.of(new byte[1], 1).write(file));
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void takesOnlyDimensionsThatFit() {
        assertThrows(IllegalArgumentException.class, () -> IdxFile.of(new byte[5], 2, 3));
        assertThrows(IllegalArgumentException.class, () -> IdxFile.of(new byte[6], -2, -3));
        assertThrows(IllegalArgumentException.class, () -> IdxFile.of(new byte[0], 0));
        assertThrows(IllegalArgumentException.class, () -> IdxFile.of(new byte[1]));
        assertThrows(IllegalArgumentException.class, () -> IdxFile.of(new byte[1], 1, 1, 1, 1, 1));
    }

    @Test
    void laterChangesToTheCallersDimensionsDoNotMatter() {
        int[] dimensions = {2, 3};
        IdxFile idx = IdxFile.of(new byte[6], dimensions);
        dimensions[0] = 9;
        assertEquals("2x3", idx.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "no IDX at all, 89504e470d0a1a0a, 0x89504e47",
        "floats, 00000d01000000013f800000, 0x00000d01",
        "no dimension, 0000080007, 0x00000800",
        "five dimensions, 00000805000000010000000100000001000000010000000107, 0x00000805",
        "little-endian, 010800000200000007ff, 0x01080000"
    })
    void refusesAWrongMagicNumber(String what, String content, String magic) throws IOException {
        Path file = bytes("labels", content);
        assertFails(InvalidDataException.class, () -> IdxFile.read(file), file, magic, "0x00000801");
    }

    @ParameterizedTest
    @CsvSource({
        "empty, '', truncated",
        "half a magic number, 0000, truncated",
        "half a dimension, 000008010000, truncated",
        "a value missing, 000008010000000207, truncated",
        "a value too many, 000008010000000207ff00, goes on",
        "a dimension of 0, 0000080100000000, 0",
        "a dimension of 2^31, 0000080180000000, 2147483648",
        "a value more than 1 GiB, 0000080140000001, 1073741825",
        "a product beyond 64 bits, 000008047fffffff7fffffff7fffffff7fffffff, 2147483647x"
    })
    void refusesWhatTheHeaderDoesNotDescribe(String what, String content, String why) throws IOException {
        Path file = bytes("labels", content);
        assertFails(InvalidDataException.class, () -> IdxFile.read(file), file, why);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 12, 20, 24})
    void refusesTruncatedGzip(int missing) throws IOException {
        Path whole = folder.resolve("whole.gz");
        IdxFile.of(new byte[] {7, (byte) 255}, 2).write(whole);
        byte[] content = Files.readAllBytes(whole);
        Path file = Files.write(folder.resolve("labels.gz"), Arrays.copyOf(content, content.length - missing));
        assertFails(InvalidDataException.class, () -> IdxFile.read(file), file, "truncated");
    }

    @Test
    void refusesGzipWhoseContentChanged() throws IOException {
        Path file = folder.resolve("labels.gz");
        IdxFile.of(new byte[1000], 1000).write(file);
        byte[] content = Files.readAllBytes(file);
        content[content.length - 8] ^= 1; // the CRC of what was compressed
        Files.write(file, content);
        assertFails(InvalidDataException.class, () -> IdxFile.read(file), file, "corrupt");
    }

    @Test
    void refusesWhatIsNoFile() {
        Path missing = folder.resolve("missing");
        assertFails(InvalidDataException.class, () -> IdxFile.read(missing), missing, "missing");
        assertFails(InvalidDataException.class, () -> IdxFile.read(folder), folder, "not a file");
    }

    private Path bytes(String name, String hex) throws IOException {
        return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex));
    }

    private static MessageDigest updated(byte[] content) {
        MessageDigest digest = Sha256.start();
        digest.update(content);
        return digest;
    }
}
