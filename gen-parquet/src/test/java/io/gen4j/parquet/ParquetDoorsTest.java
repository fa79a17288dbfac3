package io.gen4j.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.source.PictureSource;
import io.gen4j.file.NullDoors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module's public type, and the source that it opens, called wrongly. */
class ParquetDoorsTest {

    @TempDir
    private Path folder;

    private final List<Integer> taken = new ArrayList<>();
    private final PictureSource.Sink sink = new PictureSource.Sink() {
        @Override
        public void accept(int index, byte[] content) {
            taken.add(index);
        }

        @Override
        public void failed(int index, String reason) {
            throw new AssertionError(reason);
        }
    };
    private PictureSource source;

    @BeforeEach
    void open() throws IOException {
        source = new ParquetProvider().open(file("a.parquet"));
    }

    private Path file(String name) throws IOException {
        return Tables.write(
                folder.resolve(name),
                "message schema { required binary image; }",
                Map.of(),
                3,
                (row, i) -> row.append("image", Binary.fromConstantByteArray(Tables.png(i))),
                builder -> builder);
    }

    @Test
    void nullIsRefusedByName() throws ReflectiveOperationException {
        NullDoors doors = new NullDoors(
                Map.of(Path.class, folder, int[].class, new int[] {0}, PictureSource.Sink.class, sink),
                Map.of(ParquetProvider.class, new ParquetProvider(), source.getClass(), source),
                Set.of());
        assertEquals(Set.of(), doors.faults(ParquetProvider.class, source.getClass()));
    }

    @Test
    void picturesThatTheListingLacksAreRefused() throws IOException {
        assertThrows(IndexOutOfBoundsException.class, () -> source.read(new int[] {0}, sink), "before the listing");
        assertEquals(3, source.list().entries().size());
        for (int wrong : new int[] {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> source.read(new int[] {0, wrong}, sink));
        }
        assertEquals(List.of(), taken, "what is wrong is refused before anything is read");
        source.read(new int[] {}, sink);
        source.read(new int[] {0, 2}, sink);
        assertEquals(List.of(0, 2), taken);
    }

    @Test
    void takesParquetAlone() throws IOException {
        ParquetProvider provider = new ParquetProvider();
        assertTrue(provider.takes(file("b.parquet")));
        assertFalse(provider.takes(folder.resolve("b.zip")));
        assertFalse(provider.takes(Files.createDirectory(folder.resolve("empty"))));
    }
}
