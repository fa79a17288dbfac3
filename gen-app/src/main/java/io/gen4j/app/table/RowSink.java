package io.gen4j.app.table;

import java.util.List;

/** Receives a CSV file row by row, as {@link CsvFollower} reads it. */
public interface RowSink {

    /** The file begins, or begins again because it was replaced: rows given so far no longer count. */
    void begin(List<String> columns);

    /**
     * One row.
     *
     * @param values one per column, NaN where there is no finite number; the array is used again for the next row
     */
    void row(double[] values);
}
