package io.gen4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "a\nb",
                "a\rb",
                "\u202eabc",
                "\u2028",
                "\u0085",
                "\u0000",
                "\ud800",
                "\u200b",
                "\u0007"
            })
    void nothingThatATerminalObeysIsLeft(String text) {
        String line = Printable.of(text);
        assertTrue(line.contains("\\u"), line);
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
    }

    @Test
    void wordsOfAnyLanguageStay() {
        assertEquals("größe 猫 😀", Printable.of("größe 猫 😀"));
    }

    @Test
    void whatIsLongIsCut() {
        String line = Printable.of("x".repeat(1 << 20));
        assertEquals(201, line.length());
        assertTrue(line.endsWith("…"));
        String pairs = Printable.of("x" + "😀".repeat(1000));
        assertTrue(pairs.endsWith("😀…"), pairs);
    }
}
