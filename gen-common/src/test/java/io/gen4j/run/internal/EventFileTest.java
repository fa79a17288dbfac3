package io.gen4j.run.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.image.Png;
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/** Event files, read with TensorFlow's own messages and a checksum that is computed bit by bit. */
class EventFileTest {

    @TempDir
    private Path directory;

    @Test
    void theFormatNamesItselfFirst() throws IOException {
        EventFile.create(directory).close();
        List<Event> events = read(onlyFile());
        assertEquals(1, events.size());
        assertEquals("brain.Event:2", events.get(0).getFileVersion());
        assertEquals(System.currentTimeMillis() / 1e3, events.get(0).getWallTime(), 60);
    }

    @Test
    void numbersKeepTheirTagsAndSteps() throws IOException {
        try (EventFile file = EventFile.create(directory)) {
            file.scalars(100, Map.of("d_loss", 0.5));
            file.scalars(5_000_000_000L, Map.of("D(x)", -1.25));
        }
        List<Event> events = read(onlyFile());
        assertEquals(100, events.get(1).getStep());
        assertEquals("d_loss", value(events.get(1)).getTag());
        assertEquals(0.5f, value(events.get(1)).getSimpleValue());
        assertEquals(5_000_000_000L, events.get(2).getStep());
        assertEquals("D(x)", value(events.get(2)).getTag());
        assertEquals(-1.25f, value(events.get(2)).getSimpleValue());
    }

    @Test
    void picturesKeepTheirBytes() throws IOException {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        byte[] png = Png.encode(picture);
        try (EventFile file = EventFile.create(directory)) {
            file.image(7, "sampled", picture, png);
        }
        Summary.Image image = value(read(onlyFile()).get(1)).getImage();
        assertEquals(3, image.getWidth());
        assertEquals(2, image.getHeight());
        assertEquals(3, image.getColorspace());
        assertArrayEquals(png, image.getEncodedImageString().toByteArray());
    }

    @Test
    void textIsATensorOfStrings() throws IOException {
        try (EventFile file = EventFile.create(directory)) {
            file.text(0, "config", "größe | 3");
        }
        Summary.Value value = value(read(onlyFile()).get(1));
        assertEquals("text", value.getMetadata().getPluginData().getPluginName());
        assertEquals("größe | 3", value.getTensor().getStringVal(0).toStringUtf8());
        assertEquals(1, value.getTensor().getTensorShape().getDim(0).getSize());
    }

    @Test
    void aSecondFileLeavesTheFirst() throws IOException {
        EventFile.create(directory).close();
        EventFile.create(directory).close();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(2, files.count());
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            assertTrue(all.get(0).getFileName().toString().startsWith("events.out.tfevents."));
            return all.get(0);
        }
    }

    private static Summary.Value value(Event event) {
        assertEquals(1, event.getSummary().getValueCount());
        return event.getSummary().getValue(0);
    }

    /** TFRecords, with their checksums. */
    static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() > 0) {
                byte[] length = in.readNBytes(8);
                assertEquals(checksum(length), Integer.reverseBytes(in.readInt()));
                byte[] data = in.readNBytes((int) number(length));
                assertEquals(checksum(data), Integer.reverseBytes(in.readInt()));
                events.add(Event.parseFrom(data));
            }
        }
        return events;
    }

    private static long number(byte[] lowestFirst) {
        long number = 0;
        for (int i = lowestFirst.length - 1; i >= 0; i--) {
            number = number << 8 | lowestFirst[i] & 0xff;
        }
        return number;
    }

    /** CRC-32C (polynomial 0x1EDC6F41, bits reversed), masked as TFRecord masks it. */
    private static int checksum(byte[] bytes) {
        int crc = -1;
        for (byte each : bytes) {
            crc ^= each & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
