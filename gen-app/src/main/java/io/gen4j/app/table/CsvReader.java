package io.gen4j.app.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a CSV file of numbers that a training is writing: each call reads the lines that have been finished since. */
public final class CsvReader {

    private final Path file;
    private long offset;
    private List<String> columns = List.of();
    private boolean restarted;

    /** @param file may not exist yet */
    public CsvReader(Path file) {
        this.file = file;
    }

    /** The whole file, as far as its lines are finished; empty if there is none. */
    public static CsvTable readAll(Path file) throws IOException {
        return new CsvReader(file).next();
    }

    /** The rows since the last call; from the beginning if the file has become shorter. */
    public CsvTable next() throws IOException {
        List<List<@Nullable Number>> rows = new ArrayList<>();
        for (String line : nextLines()) {
            if (columns.isEmpty()) {
                columns = List.of(line.split(",", -1));
            } else {
                rows.add(numbers(line));
            }
        }
        return new CsvTable(columns, rows);
    }

    /** Whether the last call found the file shorter than it was, and so began again. */
    public boolean hasRestarted() {
        return restarted;
    }

    private List<String> nextLines() throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            restarted = channel.size() < offset;
            if (restarted) {
                offset = 0;
                columns = List.of();
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - offset));
            channel.position(offset);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return lines(bytes.flip());
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private List<String> lines(ByteBuffer bytes) {
        int end = bytes.limit();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        offset += end;
        String text = new String(bytes.array(), 0, end, StandardCharsets.UTF_8);
        return text.lines().toList();
    }

    private static List<@Nullable Number> numbers(String line) {
        return Arrays.asList(
                Arrays.stream(line.split(",", -1)).map(CsvReader::number).toArray(Number[]::new));
    }

    private static @Nullable Number number(String cell) {
        if (cell.isEmpty()) {
            return null;
        }
        if (cell.matches("-?\\d{1,18}")) {
            return Long.valueOf(cell);
        }
        double value = Double.parseDouble(cell);
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
