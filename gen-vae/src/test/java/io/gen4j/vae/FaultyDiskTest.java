package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.file.FaultyFileSystem;
import io.gen4j.file.FaultyFileSystem.Fault;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.persist.ModelFile;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import io.gen4j.run.TrainingRun;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, or that nothing can be written to any more, at any moment of a training: whatever has its final name is
 * whole, and the training goes on later.
 */
class FaultyDiskTest {

    private static final ImageDataset IMAGES = SyntheticDigits.draw(16, 7);
    private static final CheckpointPolicy POLICY = new CheckpointPolicy(1, 0, 1);

    @TempDir
    private Path directory;

    private final Set<String> namedFiles = new TreeSet<>();

    @Test
    void aFullDiskAtEveryChange() throws IOException {
        assertTrue(failFromEach(Fault.FULL, 1) > 50);
        assertTrue(
                namedFiles.stream().anyMatch(name -> name.contains("step-0000000002")),
                "the file that failed first is named: " + namedFiles);
    }

    /** In steps that share no divisor with the changes that a file takes. */
    @Test
    void aReadOnlyDiskAtEverySeventhChange() throws IOException {
        assertTrue(failFromEach(Fault.READ_ONLY, 7) > 7);
    }

    /** Returns how many failures there were. */
    private int failFromEach(Fault fault, int interval) throws IOException {
        RunDirectory whole = RunDirectory.create(directory.resolve("whole"));
        train(whole);
        int failures = 0;
        for (boolean failed = true; failed; ) {
            Path path = Files.createDirectory(directory.resolve("run" + failures));
            failed = isStopped(path, fault, failures * interval + 1);
            if (failed) {
                failures++;
                RunDirectory run = new RunDirectory(path);
                assertWhole(run, fault);
                train(run);
                assertWhole(run, Fault.FULL);
                assertEqualEnds(whole, run);
            }
        }
        return failures;
    }

    private boolean isStopped(Path path, Fault fault, int first) throws IOException {
        try {
            train(RunDirectory.create(FaultyFileSystem.path(path, fault, first)));
            return false;
        } catch (FileSystemException e) {
            assertTrue(e.getMessage().contains(fault.reason()), e.getMessage());
            namedFiles.add(Path.of(e.getFile()).getFileName().toString());
            return true;
        }
    }

    private static void train(RunDirectory run) throws IOException {
        AutoencoderConfig config = AutoencoderConfig.builder()
                .latent(2)
                .hidden(3)
                .batchSize(8)
                .epochs(2)
                .build();
        try (GenerativeModel model = new Autoencoder(config, ImageSpec.of(IMAGES))) {
            assertTrue(TrainingRun.builder(model, IMAGES, run)
                    .test(IMAGES.limit(8))
                    .checkpoints(POLICY)
                    .build()
                    .run());
        }
    }

    /** @param fault after one that lets nothing be deleted, temporary files lie about until the training goes on */
    private static void assertWhole(RunDirectory run, Fault fault) throws IOException {
        for (Path file : files(run.path())) {
            String name = file.getFileName().toString();
            assertTrue(fault == Fault.READ_ONLY || !name.endsWith(".part"), file + " was left behind");
            if (name.endsWith(".safetensors")) {
                Checkpoint.read(file);
            } else if (name.endsWith(".png")) {
                ImageIO.read(file.toFile());
            } else if (name.equals("model.zip")) {
                ModelFile.load(file).close();
            } else if (name.equals("config.json")) {
                RunRecord.read(file);
            }
        }
    }

    private static void assertEqualEnds(RunDirectory whole, RunDirectory run) throws IOException {
        Path last = whole.checkpoints().file(4);
        assertEquals(
                SafetensorsFile.read(last).tensors(),
                SafetensorsFile.read(run.checkpoints().file(4)).tensors());
        assertEquals(Files.readString(whole.evaluation()), Files.readString(run.evaluation()));
        assertEquals(-1, Files.mismatch(whole.model(), run.model()));
        assertEquals(names(whole.samples()), names(run.samples()));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        return files(directory).stream()
                .map(file -> file.getFileName().toString())
                .sorted()
                .toList();
    }
}
