package io.gen4j.app.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a CSV file of numbers as a {@link CsvTable}, whole or as it grows. Use it for tables that fit into
 * memory.
 */
public final class CsvReader {

    private static final double LARGEST_WHOLE = 1e15;

    private final CsvFollower follower;
    private List<String> columns = List.of();
    private List<List<@Nullable Number>> rows = new ArrayList<>();

    /** @param file may not exist yet */
    public CsvReader(Path file) {
        follower = new CsvFollower(file, new RowSink() {
            @Override
            public void begin(List<String> names) {
                columns = names;
                rows = new ArrayList<>();
            }

            @Override
            public void row(double[] values) {
                rows.add(Arrays.asList(
                        Arrays.stream(values).mapToObj(CsvReader::number).toArray(Number[]::new)));
            }
        });
    }

    /** Reads all complete lines of a file; empty if there is no file. */
    public static CsvTable readAll(Path file) throws IOException {
        return new CsvReader(file).next();
    }

    /** The rows since the last call; all rows if the file was replaced or cut. It skips damaged lines. */
    public CsvTable next() throws IOException {
        rows = new ArrayList<>();
        follower.read();
        return new CsvTable(columns, rows);
    }

    /** Whether the last call found another file than before, and so started again. */
    public boolean hasRestarted() {
        return follower.hasRestarted();
    }

    /** Converts a number for JSON: whole numbers have no decimal point. */
    static @Nullable Number number(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < LARGEST_WHOLE
                ? (Number) Long.valueOf((long) value)
                : Double.valueOf(value);
    }
}
