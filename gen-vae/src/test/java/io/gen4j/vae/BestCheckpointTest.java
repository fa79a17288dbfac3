package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ImageSpec;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingStep;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the last checkpoints, the one with the smallest loss on test images stays: two updates an epoch. */
class BestCheckpointTest {

    private static final ImageDataset IMAGES = SyntheticDigits.draw(16, 7);
    private static final long SPOILT_STEP = 5;

    @Test
    void staysWhenLaterOnesAreWorse(@TempDir Path directory) throws IOException {
        RunDirectory run = RunDirectory.create(directory.resolve("run"));
        train(run, 4);
        assertEquals(List.of(run.checkpoints().file(4), run.checkpoints().file(8)), checkpoints(run));
        train(run, 6);
        assertEquals(List.of(run.checkpoints().file(4), run.checkpoints().file(12)), checkpoints(run), "resumed");
    }

    private static void train(RunDirectory run, int epochs) throws IOException {
        AutoencoderConfig config = AutoencoderConfig.builder()
                .latent(2)
                .hidden(3)
                .batchSize(8)
                .epochs(epochs)
                .build();
        try (Autoencoder model = new Autoencoder(config, ImageSpec.of(IMAGES))) {
            TrainingListener spoiler = new TrainingListener() {
                @Override
                public void stepped(TrainingStep step) {
                    if (step.step() == SPOILT_STEP) {
                        model.networks()
                                .values()
                                .forEach(graph -> graph.params().muli(100));
                    }
                }
            };
            assertTrue(TrainingRun.builder(model, IMAGES, run)
                    .test(IMAGES.limit(8))
                    .checkpoints(new CheckpointPolicy(1, 0, 1))
                    .listeners(spoiler)
                    .build()
                    .run());
        }
    }

    private static List<Path> checkpoints(RunDirectory run) throws IOException {
        try (Stream<Path> files = Files.list(run.checkpoints().path())) {
            return files.sorted().toList();
        }
    }
}
