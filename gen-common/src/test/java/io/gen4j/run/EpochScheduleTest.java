package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochScheduleTest {

    private static List<Integer> due(EpochSchedule schedule) {
        return IntStream.rangeClosed(1, schedule.epochs())
                .filter(schedule::isDue)
                .boxed()
                .toList();
    }

    private static List<Integer> pictured(EpochSchedule schedule) {
        return IntStream.rangeClosed(1, schedule.epochs())
                .filter(schedule::hasPictures)
                .boxed()
                .toList();
    }

    @Test
    void longEpochsAreAllDue() {
        EpochSchedule schedule = new EpochSchedule(EpochSchedule.UPDATES, 60);
        assertEquals(60, due(schedule).size());
        assertEquals(60, pictured(schedule).size());
    }

    @Test
    void ofEpochsOfOneUpdateFewAreDue() {
        List<Integer> due = due(new EpochSchedule(1, 503));
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 503), due);
        assertEquals(due, pictured(new EpochSchedule(1, 503)));
    }

    @Test
    void aLongerTrainingWritesTheSameUpToTheLastEpoch() {
        for (int updates : new int[] {1, 3, 7, 49, 60}) {
            EpochSchedule shorter = new EpochSchedule(updates, 300);
            EpochSchedule longer = new EpochSchedule(updates, 900);
            for (int epoch = 1; epoch < 300; epoch++) {
                assertEquals(shorter.isDue(epoch), longer.isDue(epoch));
                assertEquals(shorter.hasPictures(epoch), longer.hasPictures(epoch));
            }
        }
    }

    @Test
    void picturesOfManyEpochsAreBounded() {
        for (int updates : new int[] {1, 7, 60}) {
            EpochSchedule schedule = new EpochSchedule(updates, 20_000);
            List<Integer> epochs = pictured(schedule);
            assertTrue(epochs.size() < 650, epochs.size() + " pictures");
            assertTrue(epochs.stream().allMatch(schedule::isDue));
            assertEquals(20_000, epochs.get(epochs.size() - 1));
        }
    }

    @Test
    void theLargestNumbersAreNoHindrance() {
        EpochSchedule schedule = new EpochSchedule(Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertTrue(schedule.isDue(Integer.MAX_VALUE - 1));
        assertTrue(schedule.hasPictures(Integer.MAX_VALUE));
    }
}
