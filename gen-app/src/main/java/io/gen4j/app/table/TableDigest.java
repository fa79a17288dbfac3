package io.gen4j.app.table;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The digest of a growing table: the number of rows, the last row, and the least value of each column. Lists of runs
 * use it.
 */
public final class TableDigest implements RowSink {

    private List<String> columns = List.of();
    private double[] last = new double[0];
    private double[] least = new double[0];
    private long rows;

    @Override
    public void begin(List<String> names) {
        columns = List.copyOf(names);
        last = filled(names.size());
        least = filled(names.size());
        rows = 0;
    }

    @Override
    public void row(double[] values) {
        System.arraycopy(values, 0, last, 0, last.length);
        for (int i = 0; i < least.length; i++) {
            if (Double.isNaN(least[i]) || values[i] < least[i]) {
                least[i] = values[i];
            }
        }
        rows++;
    }

    /** The names of the columns. */
    public List<String> columns() {
        return columns;
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** The number in the last row; empty if there is none. */
    public OptionalDouble last(String column) {
        return at(last, column);
    }

    /** The least number of a column; empty if it has none. */
    public OptionalDouble least(String column) {
        return at(least, column);
    }

    private OptionalDouble at(double[] values, String column) {
        int index = columns.indexOf(column);
        return index < 0 || Double.isNaN(values[index]) ? OptionalDouble.empty() : OptionalDouble.of(values[index]);
    }

    private static double[] filled(int size) {
        double[] values = new double[size];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
