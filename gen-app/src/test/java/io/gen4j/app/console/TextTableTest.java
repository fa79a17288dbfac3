package io.gen4j.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final TextTable TABLE =
            new TextTable(List.of("run", "loss"), List.of(List.of("a,b", "1"), List.of("c|\"d\"", "22222")));

    @Test
    void alignsForTheEye() {
        assertEquals(
                List.of("run    loss", "------------", "a,b    1", "c|\"d\"  22222"),
                TABLE.aligned().lines().toList());
    }

    @Test
    void escapesWhatTheFormatsUse() {
        assertEquals("run,loss\n\"a,b\",1\n\"c|\"\"d\"\"\",22222\n", TABLE.csv());
        assertEquals("| run | loss |\n|---|---|\n| a,b | 1 |\n| c\\|\"d\" | 22222 |\n", TABLE.markdown());
    }
}
