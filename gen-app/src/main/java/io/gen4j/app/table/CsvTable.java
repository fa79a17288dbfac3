package io.gen4j.app.table;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers.
 *
 * @param columns their names
 * @param rows one number per column; null for a missing number, and for one that is not finite, which JSON cannot write
 */
public record CsvTable(List<String> columns, List<List<@Nullable Number>> rows) {

    /** A table without columns and rows. */
    public static final CsvTable EMPTY = new CsvTable(List.of(), List.of());

    /** Copies the lists. */
    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Whether there is such a column. */
    public boolean has(String column) {
        return columns.contains(column);
    }

    /**
     * The numbers of a column, from the first row to the last.
     *
     * @return NaN where there is none
     * @throws IllegalArgumentException if there is no such column
     */
    public double[] values(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("there is no column " + column + " among " + columns);
        }
        return rows.stream()
                .map(row -> row.get(index))
                .mapToDouble(value -> value == null ? Double.NaN : value.doubleValue())
                .toArray();
    }

    /** The last number of a column; none if there is no such column, or no number in its last row. */
    public Optional<Number> last(String column) {
        int index = columns.indexOf(column);
        return index < 0 || rows.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(rows.get(rows.size() - 1).get(index));
    }
}
