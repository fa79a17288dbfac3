package io.gen4j.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

    @Test
    void cosineFallsFromOneToZero() {
        assertEquals(1, LearningRateSchedule.COSINE.factor(0));
        assertEquals(0.75, LearningRateSchedule.COSINE.factor(1 / 3.0), 1e-12);
        assertEquals(0, LearningRateSchedule.COSINE.factor(1), 1e-12);
    }

    /** In 3280 epochs, stage i has 3^i of them. */
    @Test
    void burdasStagesGrowThreefold() {
        int epoch = 0;
        for (int stage = 0; stage <= 7; stage++) {
            int length = (int) Math.pow(3, stage);
            assertEquals(Math.pow(10, -stage / 7.0), LearningRateSchedule.BURDA.factor((epoch + 0.01) / 3280), 1e-12);
            epoch += length;
            assertEquals(Math.pow(10, -stage / 7.0), LearningRateSchedule.BURDA.factor((epoch - 0.01) / 3280), 1e-12);
        }
        assertEquals(3280, epoch);
    }

    @Test
    void constantStays() {
        assertEquals(1, LearningRateSchedule.CONSTANT.factor(0.9));
    }
}
