package io.gen4j.app.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A growing table in memory, one array per column: eight bytes per cell. At a million rows, the table drops every
 * second row, as often as needed. So a file of any length fits.
 */
public final class ColumnTable implements RowSink {

    private static final int FIRST_CAPACITY = 256;
    private static final int MAX_ROWS = 1 << 20;

    private List<String> columns = List.of();
    private double[][] values = new double[0][];
    private int rows;
    private long stride;
    private long seen;

    @Override
    public void begin(List<String> names) {
        columns = List.copyOf(names);
        values = new double[names.size()][FIRST_CAPACITY];
        rows = 0;
        stride = 1;
        seen = 0;
    }

    @Override
    public void row(double[] row) {
        if (seen++ % stride != 0) {
            return;
        }
        if (rows == MAX_ROWS) {
            dropEverySecondRow();
        }
        for (int i = 0; i < values.length; i++) {
            if (rows == values[i].length) {
                values[i] = Arrays.copyOf(values[i], rows + rows / 2);
            }
            values[i][rows] = row[i];
        }
        rows++;
    }

    private void dropEverySecondRow() {
        for (double[] column : values) {
            for (int i = 0; i < rows / 2; i++) {
                column[i] = column[2 * i];
            }
        }
        rows /= 2;
        stride *= 2;
    }

    /** The names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** Copies a column. A missing number is NaN; a missing column is all NaN. */
    public double[] column(String name) {
        int index = columns.indexOf(name);
        if (index < 0) {
            double[] none = new double[rows];
            Arrays.fill(none, Double.NaN);
            return none;
        }
        return Arrays.copyOf(values[index], rows);
    }

    /**
     * Rows for a reader.
     *
     * @param first index of the first row
     * @param end index after the last row
     * @param most the maximum number of rows, at least 2. If there are more, neighbours are joined into pairs of rows.
     *     For each column, a pair has the least and the greatest joined value, in their original order. So no peak is
     *     lost.
     */
    public CsvTable slice(int first, int end, int most) {
        List<List<@Nullable Number>> slice = new ArrayList<>();
        int count = end - first;
        if (count <= most) {
            for (int i = first; i < end; i++) {
                int row = i;
                slice.add(row(column -> column[row]));
            }
        } else {
            int pairs = most / 2;
            for (int i = 0; i < pairs; i++) {
                int from = first + (int) ((long) count * i / pairs);
                int to = first + (int) ((long) count * (i + 1) / pairs);
                addEnvelope(slice, from, to);
            }
        }
        return new CsvTable(columns, slice);
    }

    private interface Cell {
        double of(double[] column);
    }

    private List<@Nullable Number> row(Cell cell) {
        return Arrays.asList(Arrays.stream(values)
                .map(column -> CsvReader.number(cell.of(column)))
                .toArray(Number[]::new));
    }

    private void addEnvelope(List<List<@Nullable Number>> slice, int from, int to) {
        if (to - from == 1) {
            slice.add(row(column -> column[from]));
            return;
        }
        slice.add(row(column -> extreme(column, from, to, true)));
        slice.add(row(column -> extreme(column, from, to, false)));
    }

    /** The earlier or the later one of the least and the greatest number among rows. */
    private static double extreme(double[] column, int from, int to, boolean isFirst) {
        int least = -1;
        int greatest = -1;
        for (int i = from; i < to; i++) {
            if (!Double.isNaN(column[i])) {
                least = least < 0 || column[i] < column[least] ? i : least;
                greatest = greatest < 0 || column[i] >= column[greatest] ? i : greatest;
            }
        }
        if (least < 0) {
            return Double.NaN;
        }
        return column[isFirst ? Math.min(least, greatest) : Math.max(least, greatest)];
    }
}
