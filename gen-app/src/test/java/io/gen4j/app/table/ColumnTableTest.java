package io.gen4j.app.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTableTest {

    private static ColumnTable table(int rows) {
        ColumnTable table = new ColumnTable();
        table.begin(List.of("step", "value"));
        for (int i = 0; i < rows; i++) {
            table.row(new double[] {i, i == 777 ? 1000 : i == 888 ? -1000 : i % 10});
        }
        return table;
    }

    @Test
    void fewRowsAreGivenAsTheyAre() {
        CsvTable slice = table(10).slice(2, 5, 100);
        assertEquals("[[2, 2], [3, 3], [4, 4]]", slice.rows().toString());
    }

    @Test
    void ofManyRowsNoPeakIsLostAndTheirOrderIsKept() {
        CsvTable slice = table(10_000).slice(0, 10_000, 100);
        assertEquals(100, slice.rows().size());
        double[] values = slice.values("value");
        assertEquals(1000, java.util.Arrays.stream(values).max().orElseThrow());
        assertEquals(-1000, java.util.Arrays.stream(values).min().orElseThrow());
        double[] steps = slice.values("step");
        for (int i = 1; i < steps.length; i++) {
            assertTrue(steps[i] > steps[i - 1]);
        }
        assertEquals(0, steps[0]);
        assertEquals(9999, steps[99]);
    }

    @Test
    void aTableOfAnyLengthFits() {
        ColumnTable table = table(3 << 20);
        assertTrue(table.rows() <= 1 << 20);
        double[] steps = table.column("step");
        assertTrue(steps[table.rows() - 1] > (3 << 20) - 8);
    }
}
