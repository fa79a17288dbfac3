package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {

    @TempDir
    private Path directory;

    /** 250 images in batches of 100: three updates an epoch, of which the last has 50. */
    @Test
    void knowsHowLongItTookAndHowItEnded() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.writeString(run.config(), "{\"data\": {\"images\": 250}}");
        Files.write(
                run.metrics(),
                List.of(
                        "epoch,step,loss_nats,images_per_second",
                        "1,2,9.0,100.0",
                        "1,3,8.0,25.0",
                        "2,5,6.0,50.0",
                        "2,6,1.0,",
                        "3,7,0."));
        Files.write(run.evaluation(), List.of("epoch,loss_nats", "1,10.0", "2,7.0"));
        RunHistory history = RunHistory.read(run, 100);
        assertEquals(2, history.epochs(), "the third has no whole row");
        assertEquals(200 / 100.0 + 50 / 25.0 + 200 / 50.0, history.seconds(), 1e-9);
        assertEquals(Map.of("loss_nats", (200 * 6.0 + 50 * 1.0) / 250), history.metrics());
        assertEquals(Map.of("loss_nats", 7.0), history.testMetrics());
    }

    /** The last row is being written, and the second epoch has one update to go. */
    @Test
    void knowsTheMeansOfFinishedEpochs() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.writeString(run.config(), "{\"data\": {\"images\": 250}}");
        String rows = "epoch,step,loss_nats,images_per_second\n1,2,9.0,100.0\n1,3,8.0,25.0\n2,5,6.0,50.0\n";
        Files.writeString(run.metrics(), rows + "2,6,1.5,3");
        assertEquals(3, RunHistory.rows(run.metrics(), "epoch", "step").size());
        assertEquals(Map.of(1, Map.of("loss_nats", (200 * 9.0 + 50 * 8.0) / 250)), RunHistory.epochs(run, 100));
        Files.writeString(run.metrics(), rows + "2,6,1.5,30.0\n");
        assertEquals(
                (200 * 6.0 + 50 * 1.5) / 250, RunHistory.epochs(run, 100).get(2).get("loss_nats"), 1e-12);
    }

    @Test
    void knowsNothingOfAModelThatWasNotTrainedHere() throws IOException {
        RunHistory history = RunHistory.read(new RunDirectory(directory), 100);
        assertEquals(0, history.epochs());
        assertTrue(Double.isNaN(history.seconds()));
        assertTrue(history.metrics().isEmpty() && history.testMetrics().isEmpty());
    }

    /** Headers without a place in the training. */
    /** The rows that are whole tell what they told. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1,10",
                "[],10",
                "1,-10",
                "1,[]",
                "1,1e999",
                "1,2.5",
                "99999999999,10",
                "NaN,10",
                "1,NaN",
                "2,100",
                "0,0"
            })
    void aRowWithoutAPlaceIsPassedOver(String place) throws IOException {
        RunDirectory run = new RunDirectory(directory);
        Files.writeString(
                run.metrics(), "epoch,step,loss_nats,images_per_second\n1,5,2,100\n" + place + ",7,100\n1,10,4,100\n");
        RunHistory history = RunHistory.read(run, 20);
        assertEquals(place.equals("2,100") ? 2 : 1, history.epochs());
        assertTrue(history.seconds() >= 0, history.toString());
        RunHistory.epochs(run, 20);
    }

    @Test
    void knowsNothingOfDamagedFiles() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        for (String header : List.of("epoch,stp,loss_nats", "epo,step,loss_nats", "step,step,step", "")) {
            Files.write(run.metrics(), List.of(header, "1,2,9.0"));
            RunHistory history = RunHistory.read(run, 100);
            assertEquals(0, history.epochs(), header);
            assertTrue(history.metrics().isEmpty(), header);
        }
    }
}
