package io.gen4j.app.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalParserTest {

    @Test
    void agreesWithJavaToTheLastBit() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            double value = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * 100;
            if (Double.isFinite(value)) {
                String text = "," + value + ",";
                assertEquals(value, DecimalParser.parse(text, 1, text.length() - 1), text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0", "1", "-17.25", "9007199254740993", "0.1", ".5", "5.", "1e3", "-1E-7", "00012", "+1"})
    void readsEveryForm(String text) {
        assertEquals(Double.parseDouble(text), DecimalParser.parse(text, 0, text.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", ".", "word", "1f", "0x1p0", "1 2", "--1", "1.2.3", "e", "1e", "\0"})
    void refusesWhatIsNoNumber(String text) {
        assertThrows(NumberFormatException.class, () -> DecimalParser.parse(text, 0, text.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "-Infinity", "1e999"})
    void noFiniteNumberIsNaN(String text) {
        assertEquals(Double.NaN, DecimalParser.parse(text, 0, text.length()));
    }
}
