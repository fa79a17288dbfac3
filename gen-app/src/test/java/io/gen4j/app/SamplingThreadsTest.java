package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Several threads that draw from one model at once get what one would get. */
class SamplingThreadsTest {

    private static final int THREADS = 4;
    private static final int DRAWS = 20;
    private static final int IMAGES = 5;

    @TestFactory
    Stream<DynamicTest> drawWhatOneDraws() {
        return ModelFamilies.all().stream()
                .map(family -> DynamicTest.dynamicTest(family.name(), () -> compare(family)));
    }

    private static <C extends ModelConfig> void compare(ModelFamily<C> family) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (GenerativeModel model = family.create(family.defaults(), ImageSpec.MNIST)) {
            List<Future<float[]>> draws = new ArrayList<>();
            for (int i = 0; i < DRAWS; i++) {
                int seed = i;
                draws.add(threads.submit(() -> draw(model, seed)));
            }
            for (int i = 0; i < DRAWS; i++) {
                assertArrayEquals(draw(model, i), draws.get(i).get(), family.name() + ", seed " + i);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static float[] draw(GenerativeModel model, long seed) {
        try (INDArray images = model.sample(IMAGES, seed)) {
            return images.reshape(images.length()).toFloatVector();
        }
    }
}
