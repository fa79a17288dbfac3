package io.gen4j.app.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunStatus;
import io.gen4j.run.TrainingRun;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateEvaluationTest {

    private final ImageDataset images = SyntheticDigits.draw(20, 1);

    @TempDir
    private Path directory;

    /** A reader of the run sees no "stopped" or "finished" while the classifier is trained. */
    @Test
    void theRunCountsAsRunningWhileItPrepares() throws IOException {
        RunDirectory run = new RunDirectory(directory);
        List<RunStatus> seen = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (int epochs = 1; epochs <= 2; epochs++) {
            try (Vae vae = Vae.builder(ImageSpec.of(images))
                            .latent(2)
                            .hidden(3)
                            .epochs(epochs)
                            .build();
                    LateEvaluation evaluation = new LateEvaluation(
                            () -> {
                                seen.add(RunStatus.of(run).orElseThrow());
                                throw new IOException("no network here");
                            },
                            extractor -> {
                                throw new AssertionError("there is none");
                            })) {
                assertEquals(epochs - 1, seen.size(), "nothing is prepared before the start");
                assertTrue(TrainingRun.builder(vae, images, run)
                        .watchers(evaluation)
                        .messages(messages::add)
                        .build()
                        .run());
            }
            assertEquals(RunStatus.FINISHED, RunStatus.of(run).orElseThrow());
        }
        assertEquals(List.of(RunStatus.RUNNING, RunStatus.RUNNING), seen);
        assertTrue(messages.toString().contains("no network here"), messages.toString());
    }
}
