package io.gen4j.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.app.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeCommandTest {

    @TempDir
    private Path directory;

    @Test
    void moreEpochsGiveWhatALongerTrainingGives() throws IOException {
        Path longer = directory.resolve("longer");
        Path resumed = directory.resolve("resumed");
        train(longer, 2);
        train(resumed, 1);
        CommandRun resume = CommandRun.of("resume", resumed.toString(), "--epochs", "2");
        assertEquals(0, resume.exitCode(), resume.err());
        for (String file : new String[] {"model.zip", "loss.png", "evaluation.csv", "samples/sampled-2.png"}) {
            assertEquals(-1, Files.mismatch(longer.resolve(file), resumed.resolve(file)), file);
        }
        assertTrue(Files.readString(resumed.resolve("config.json")).contains("\"epochs\" : 2"), "the record tells");
    }

    @Test
    void saysThatMoreEpochsStretchASchedule() {
        Path run = directory.resolve("run");
        train(run, 1, "--schedule", "cosine");
        assertFalse(CommandRun.of("resume", run.toString()).out().contains("schedule"));
        CommandRun longer = CommandRun.of("resume", run.toString(), "--epochs", "2");
        assertTrue(longer.out().contains("cosine, is now stretched over 2 epochs instead of 1"), longer.out());
    }

    private static void train(Path out, int epochs, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "vae",
                "--data",
                "synthetic",
                "--limit",
                "100",
                "--hidden",
                "4",
                "--latent",
                "2",
                "--epochs",
                Integer.toString(epochs),
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
    }

    @Test
    void refusesWhatIsNoRun() throws IOException {
        assertRefused(directory.resolve("nowhere"), "there is no such run directory");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertRefused(empty, "there is no config.json");
        Files.writeString(empty.resolve("config.json"), "{}");
        assertRefused(empty, "no record of a run");
        Files.writeString(empty.resolve("config.json"), "{\"family\": \"gan\", \"config\": {\"hidden\": -1}}");
        assertRefused(empty, "hidden is -1");
        Files.writeString(empty.resolve("config.json"), "{\"family\": \"gan\", \"config\": {}}");
        assertRefused(empty, "does not say where the images come from");
    }

    private static void assertRefused(Path run, String word) {
        CommandRun resume = CommandRun.of("resume", run.toString());
        assertEquals(2, resume.exitCode(), resume.err());
        assertTrue(resume.err().contains(word), resume.err());
        assertEquals(1, resume.err().lines().count(), resume.err());
    }
}
