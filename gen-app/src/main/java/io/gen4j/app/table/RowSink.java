package io.gen4j.app.table;

import java.util.List;

/** A receiver of a CSV file's rows, as {@link CsvFollower} reads them. */
public interface RowSink {

    /** Begins the file, or begins again after the file was replaced. Earlier rows become invalid. */
    void begin(List<String> columns);

    /**
     * Takes one row.
     *
     * @param values one per column, NaN where there is no finite number; the next row reuses the array
     */
    void row(double[] values);
}
