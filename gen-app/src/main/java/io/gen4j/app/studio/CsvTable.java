package io.gen4j.app.studio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of numbers.
 *
 * @param columns their names
 * @param rows a number a column; null where there is none, or one that is not finite, which JSON cannot write
 */
record CsvTable(List<String> columns, List<List<@Nullable Number>> rows) {

    static final CsvTable EMPTY = new CsvTable(List.of(), List.of());

    CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
