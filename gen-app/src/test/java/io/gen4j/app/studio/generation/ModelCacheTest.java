package io.gen4j.app.studio.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.ImageSpec;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.data.ImageShape;
import io.gen4j.run.RunDirectory;
import io.gen4j.vae.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelCacheTest {

    @TempDir
    private Path directory;

    private final List<RunDirectory> runs = new ArrayList<>();

    @BeforeEach
    void makeRuns() throws IOException {
        for (String id : List.of("a", "b", "c")) {
            RunDirectory run = new RunDirectory(Files.createDirectory(directory.resolve(id)));
            save(run, 2);
            runs.add(run);
        }
    }

    private static void save(RunDirectory run, int latent) throws IOException {
        ImageSpec images = new ImageSpec(new ImageShape(1, 4, 4), List.of());
        try (Vae vae = Vae.builder(images).latent(latent).hidden(3).build()) {
            vae.save(run.model());
        }
    }

    @Test
    void aModelIsReadOnce() throws IOException {
        try (ModelCache cache = new ModelCache(2)) {
            assertSame(modelOf(cache, 0), modelOf(cache, 0));
        }
    }

    @Test
    void theOneThatWasNotUsedForLongestGoesAndIsClosed() throws IOException {
        try (ModelCache cache = new ModelCache(2)) {
            ServedModel first = modelOf(cache, 0);
            ServedModel second = modelOf(cache, 1);
            modelOf(cache, 0);
            modelOf(cache, 2);
            assertClosed(second);
            assertSame(first, modelOf(cache, 0), "was used later");
            assertNotSame(second, modelOf(cache, 1), "is read anew");
        }
    }

    @Test
    void oneThatIsInUseIsClosedAfterwards() throws IOException {
        try (ModelCache cache = new ModelCache(1)) {
            List<ServedModel> used = new ArrayList<>();
            cache.use(source(0), model -> {
                used.add(model);
                modelOf(cache, 1);
                assertDraws(model);
            });
            assertClosed(used.get(0));
        }
    }

    @Test
    void aFileThatChangedIsReadAnew() throws IOException {
        try (ModelCache cache = new ModelCache(2)) {
            ServedModel old = modelOf(cache, 0);
            save(runs.get(0), 5);
            ServedModel fresh = modelOf(cache, 0);
            assertEquals(5, fresh.model().latentSize());
            assertClosed(old);
        }
    }

    @Test
    void closingClosesAll() throws IOException {
        ModelCache cache = new ModelCache(2);
        ServedModel model = modelOf(cache, 0);
        cache.close();
        assertClosed(model);
    }

    @Test
    void aRunWithoutAModelIsRefused() throws IOException {
        Files.delete(runs.get(0).model());
        try (ModelCache cache = new ModelCache(2)) {
            assertThrows(ConflictException.class, () -> modelOf(cache, 0));
        }
    }

    private ModelSource source(int run) {
        return new ModelSource(
                runs.get(run).model(), () -> SafeModelFile.load(runs.get(run).model()));
    }

    private ServedModel modelOf(ModelCache cache, int run) throws IOException {
        List<ServedModel> used = new ArrayList<>();
        cache.use(source(run), model -> {
            assertDraws(model);
            used.add(model);
        });
        return used.get(0);
    }

    private static void assertDraws(ServedModel served) {
        try (INDArray latents = Nd4j.zeros(1, served.model().latentSize());
                INDArray images = served.generate(latents, new int[0])) {
            assertEquals(16, images.size(1));
        }
    }

    private static void assertClosed(ServedModel model) {
        try (INDArray latents = Nd4j.zeros(1, model.model().latentSize())) {
            assertThrows(RejectedExecutionException.class, () -> model.generate(latents, new int[0]));
        }
    }
}
