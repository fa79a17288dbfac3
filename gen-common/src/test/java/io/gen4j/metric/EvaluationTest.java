package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.MetricResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    private static Evaluation of(double value, String... notes) {
        return new Evaluation(
                List.of(new MetricResult("figure", value, "", 10, notes).withFloor(2 * value)),
                List.of(new Evaluation.Skipped("other", "no labels")));
    }

    @Test
    void theMeanOfSeedsHasItsStandardError() {
        // 1, 2 and 6: the mean 3, the squares 4 + 1 + 9, the sample's variance 7, the standard error sqrt(7 / 3).
        Evaluation mean = Evaluation.mean(List.of(of(1, "same", "a"), of(2, "same", "b"), of(6, "same", "c")));
        MetricResult result = mean.results().get(0);
        assertEquals(3, result.value(), 1e-12);
        assertEquals(Math.sqrt(7 / 3.0), result.standardError(), 1e-12);
        assertEquals(6, result.floor(), 1e-12);
        assertEquals(List.of("same", "mean of 3 seeds"), result.notes());
        assertEquals(1, mean.skipped().size());
    }

    @Test
    void oneSeedHasNoStandardError() {
        Evaluation one = of(4);
        assertSame(one, Evaluation.mean(List.of(one)));
        assertNull(one.results().get(0).standardError());
    }

    @Test
    void aMeanOfFiguresWithoutFloorsHasNone() {
        Evaluation bare = new Evaluation(List.of(new MetricResult("figure", 1, "", 10)), List.of());
        assertNull(Evaluation.mean(List.of(bare, of(2))).results().get(0).floor());
    }

    @Test
    void refusesWhatHasNoMean() {
        assertThrows(IllegalArgumentException.class, () -> Evaluation.mean(List.of()));
        Evaluation none = new Evaluation(List.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> Evaluation.mean(List.of(of(1), none)));
    }
}
