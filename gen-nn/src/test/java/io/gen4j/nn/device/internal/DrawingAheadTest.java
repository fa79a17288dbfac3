package io.gen4j.nn.device.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawingAheadTest {

    @Test
    void drawsOnceWhatWasBegunAndAgainWhatWasNot() {
        List<String> drawn = new ArrayList<>();
        try (DrawingAhead ahead = new DrawingAhead()) {
            ahead.finish(1, () -> drawn.add("1 now"));
            ahead.begin(2, () -> drawn.add("2 ahead"));
            ahead.finish(2, () -> drawn.add("2 now"));
            ahead.begin(3, () -> drawn.add("3 ahead"));
            ahead.finish(7, () -> drawn.add("7 now"));
            ahead.finish(7, () -> drawn.add("7 again"));
        }
        assertEquals(List.of("1 now", "2 ahead", "3 ahead", "7 now", "7 again"), drawn);
    }

    @Test
    void aFailureIsThatOfTheStep() {
        try (DrawingAhead ahead = new DrawingAhead()) {
            ahead.begin(1, () -> {
                throw new IllegalArgumentException("no numbers");
            });
            assertThrows(IllegalStateException.class, () -> ahead.finish(1, () -> {}));
        }
    }
}
