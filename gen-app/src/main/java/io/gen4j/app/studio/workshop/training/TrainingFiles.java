package io.gen4j.app.studio.workshop.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.table.RegularFile;
import io.gen4j.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue on the disk: {@code N.json} and the output {@code N.log} of each training, in {@code .workshop} beside the runs. */
final class TrainingFiles {

    /** How much of an output is shown. */
    static final int TAIL_BYTES = 64 << 10;

    private static final String RECORD = "\\d{1,12}\\.json";
    private static final int MAX_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(TrainingFiles.class);

    private final Path directory;
    private long greatest;

    TrainingFiles(Path directory) {
        this.directory = directory;
    }

    /** Every readable training, the oldest first. A damaged file is left as it is. */
    List<TrainingRecord> read() throws IOException {
        List<TrainingRecord> read = new ArrayList<>();
        AtomicFile.createDirectories(directory);
        AtomicFile.deleteLeftOvers(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.matches(RECORD)) {
                    continue;
                }
                long number = Long.parseLong(name.substring(0, name.indexOf('.')));
                greatest = Math.max(greatest, number);
                try {
                    TrainingRecord record = JSON.readValue(RegularFile.read(file, MAX_BYTES), TrainingRecord.class);
                    if (record == null
                            || record.number() != number
                            || record.state() == null
                            || record.arguments() == null) {
                        throw new IOException("it is not as it was written");
                    }
                    read.add(record);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{} in .workshop is damaged and left out", name);
                    LOG.debug("what is damaged", e);
                }
            }
        }
        read.sort(Comparator.comparingLong(TrainingRecord::number));
        return read;
    }

    /** A number that no training has had. */
    long next() {
        return ++greatest;
    }

    void write(TrainingRecord record) throws IOException {
        AtomicFile.replace(directory.resolve(record.id() + ".json"), JSON.writeValueAsString(record));
    }

    void remove(TrainingRecord record) throws IOException {
        Files.deleteIfExists(directory.resolve(record.id() + ".json"));
        Files.deleteIfExists(output(record));
    }

    Path output(TrainingRecord record) {
        return directory.resolve(record.id() + ".log");
    }

    /** The end of a training's output; empty if there is none. */
    String tail(TrainingRecord record) throws IOException {
        try (FileChannel channel = RegularFile.open(output(record))) {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                continue;
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The line that says why a training failed: the program's last one, or else the last one. */
    String lastLine(TrainingRecord record) throws IOException {
        List<String> lines = tail(record)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (!lines.isEmpty() && lines.get(lines.size() - 1).startsWith(TrainingEnd.STOPPED_LINE)) {
            return lines.get(lines.size() - 1);
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("gen: ")) {
                return lines.get(i).substring("gen: ".length());
            }
        }
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
