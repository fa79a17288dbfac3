package io.gen4j.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangesTest {

    @Test
    void everyEpochEndsWithOne() {
        Exchanges exchanges = new Exchanges(3, 5);
        assertEquals(
                List.of(3, 5, 8, 10),
                IntStream.rangeClosed(1, 10).filter(exchanges::isDue).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 5, local steps is 0", "1001, 5, local steps is 1001", "2, 0, updates of an epoch is 0"})
    void otherNumbersAreRefused(int localSteps, int perEpoch, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Exchanges(localSteps, perEpoch));
        assertEquals(message, e.getMessage().split(":")[0]);
    }
}
