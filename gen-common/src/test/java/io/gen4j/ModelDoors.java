package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Every door of a model and its trainer, found by reflection and tried wrongly: null, another rank, width or type, labels that
 * do not exist, after close, and from several threads. A module of models extends this test.
 */
public abstract class ModelDoors {

    /** 16 x 16, with the labels 0 to 9. */
    protected static final ImageDataset DIGITS = SyntheticDigits.draw(40, 1).resized(16);

    protected static final ImageSpec SPEC = ImageSpec.of(DIGITS);

    private static final int ROWS = 3;
    private static final int PIXELS = 256;

    /** What a closed model still tells. */
    private static final Set<String> STAYING = Set.of(
            "family",
            "config",
            "spec",
            "pixelRange",
            "latentSize",
            "guard",
            "isClosed",
            "close",
            "metrics",
            "hasNormalLatents",
            "isBinary",
            "likelihoodNote",
            "labelIndex",
            "batches",
            "grid",
            "pictures");

    @TempDir
    private Path directory;

    /**
     * Small models of each kind, for {@link #SPEC}.
     *
     * @param latent the numbers of a latent
     */
    protected abstract List<Supplier<GenerativeModel>> models(int latent);

    private List<Supplier<GenerativeModel>> models() {
        return models(4);
    }

    // Calls by reflection.

    private static List<Method> doors(Object object) {
        return Arrays.stream(object.getClass().getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method ->
                        !Modifier.isStatic(method.getModifiers()) && !method.isBridge() && !method.isSynthetic())
                .filter(method -> !method.getName().equals("toString"))
                .toList();
    }

    private static Object call(Object object, Method method, Object... arguments) throws Throwable {
        method.setAccessible(true);
        try {
            return method.invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object[] good(GenerativeModel model, Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> good(model, parameter))
                .toArray();
    }

    private Object good(GenerativeModel model, Parameter parameter) {
        Class<?> type = parameter.getType();
        if (type == INDArray.class) {
            if (parameter.getName().equals("labelWeights")) {
                return Nd4j.ones(DataType.FLOAT, ROWS, SPEC.labelNames().size());
            } else if (parameter.getName().equals("latent")) {
                return Latents.normal(1, model.latentSize(), 1);
            }
            return parameter.getName().equals("images") ? images() : Latents.normal(ROWS, model.latentSize(), 1);
        } else if (type == int[].class) {
            return new int[] {1, 2, 3};
        } else if (type == Batches.class) {
            return model.batches(DIGITS);
        } else if (type == Batch.class) {
            return batch(model);
        } else if (type == int.class) {
            return ROWS;
        } else if (type == long.class) {
            return 1L;
        } else if (type == double.class) {
            return 0.5;
        } else if (type == String.class) {
            return "3";
        } else if (type == ImageDataset.class) {
            return DIGITS;
        } else if (type == Path.class) {
            return directory.resolve("model.zip");
        } else if (type == TrainingListener[].class) {
            return new TrainingListener[0];
        } else if (type == RandomSource.class) {
            return new RandomStreams(1);
        } else if (type == RandomGenerator.class) {
            return new RandomStreams(1).stream("test", 0);
        } else if (type == State.class) {
            return new State();
        } else if (type == GradientExchange.class) {
            return new GradientExchange() {
                @Override
                public int shards() {
                    return 1;
                }

                @Override
                public void sum(INDArray array) {}
            };
        }
        return fail("a parameter of a new type: give this test good and bad values of " + type);
    }

    private static INDArray images() {
        return Nd4j.ones(DataType.FLOAT, ROWS, PIXELS).muli(0.5);
    }

    private static Batch batch(GenerativeModel model) {
        return model.batches(DIGITS).first(ROWS);
    }

    /** What must be refused in this place, by a message that names the parameter. */
    private static List<Object> bad(GenerativeModel model, Parameter parameter) {
        Class<?> type = parameter.getType();
        List<Object> values = new ArrayList<>();
        if (!type.isPrimitive()) {
            values.add(null);
        }
        if (type == INDArray.class) {
            int width = switch (parameter.getName()) {
                case "images" -> PIXELS;
                case "labelWeights" -> SPEC.labelNames().size();
                default -> model.latentSize();
            };
            values.addAll(badArrays(width));
        } else if (type == int[].class && model instanceof ConditionalModel) {
            values.addAll(List.of(new int[0], new int[] {1}, new int[] {1, 2, 3, 4}, new int[] {1, 2, 10}));
            values.addAll(List.of(new int[] {-1, 2, 3}, new int[] {1, Integer.MAX_VALUE, 3}));
        } else if (type == Batch.class) {
            badArrays(PIXELS).forEach(images -> values.add(new Batch((INDArray) images, new int[] {1, 2, 3})));
            if (model instanceof ConditionalModel) {
                values.add(new Batch(images(), new int[0]));
                values.add(new Batch(images(), new int[] {1, 2, 3, 4}));
                values.add(new Batch(images(), new int[] {1, 2, 99}));
                values.add(new Batch(images(), new int[] {1, 2, -1}));
            }
        } else if (type == int.class) {
            values.addAll(List.of(0, -1, Integer.MIN_VALUE));
        } else if (type == String.class) {
            values.addAll(List.of("", "eleven", "10", "label"));
        } else if (type == ImageDataset.class) {
            values.add(SyntheticDigits.draw(20, 1).resized(32));
            if (model instanceof ConditionalModel) {
                values.addAll(otherLabels());
            }
        }
        return values;
    }

    private static List<Object> badArrays(int width) {
        INDArray closed = Nd4j.ones(DataType.FLOAT, ROWS, width);
        closed.close();
        return List.of(
                Nd4j.ones(DataType.FLOAT, ROWS, width + 1),
                Nd4j.ones(DataType.FLOAT, ROWS, 5 * width),
                Nd4j.ones(DataType.FLOAT, ROWS, width == 1 ? 2 : 1),
                Nd4j.ones(DataType.FLOAT, 50_000, width + 3),
                Nd4j.ones(DataType.FLOAT, ROWS, width, 1),
                Nd4j.ones(DataType.FLOAT, ROWS, 1, 1, width),
                Nd4j.ones(DataType.FLOAT, width),
                Nd4j.scalar(1f),
                Nd4j.empty(DataType.FLOAT),
                Nd4j.ones(DataType.INT32, ROWS, width),
                Nd4j.ones(DataType.BOOL, ROWS, width),
                closed);
    }

    private static List<ImageDataset> otherLabels() {
        byte[] pixels = new byte[PIXELS * 20];
        int[] labels = new int[20];
        List<String> reversed = new ArrayList<>(SPEC.labelNames());
        Collections.reverse(reversed);
        List<String> more = new ArrayList<>(SPEC.labelNames());
        more.add("ten");
        ImageShape shape = SPEC.shape();
        return List.of(
                ImageDataset.of("without labels", shape, pixels),
                ImageDataset.of("fewer labels", shape, pixels, labels, List.of("0", "1")),
                ImageDataset.of("more labels", shape, pixels, labels, more),
                ImageDataset.of("other order", shape, pixels, labels, reversed));
    }

    /** Data is cut into batches and looked at without the model's doors, and one batch is another trainer's matter. */
    private static boolean isUnchecked(Method method, Parameter parameter) {
        return method.getName().equals("batches") && parameter.getType() == ImageDataset.class
                || parameter.getType() == Batches.class
                || parameter.getType() == long.class
                || parameter.getType() == State.class
                || parameter.getType() == GradientExchange.class
                || method.getName().equals("progress");
    }

    private void tryWrongly(GenerativeModel model, Object object) throws Throwable {
        for (Method method : doors(object)) {
            Parameter[] parameters = method.getParameters();
            for (int place = 0; place < parameters.length; place++) {
                if (isUnchecked(method, parameters[place])
                        || method.getName().startsWith("evaluate") && !canEvaluate(object)) {
                    continue;
                }
                for (Object value : bad(model, parameters[place])) {
                    if (value != null && method.getName().equals("imagesPerUpdate")) {
                        continue; // counts, whatever they are
                    }
                    Object[] arguments = good(model, method);
                    arguments[place] = value;
                    assertRefused(object, method, parameters[place], value, arguments);
                }
            }
        }
    }

    private static boolean canEvaluate(Object object) {
        return object instanceof Trainer trainer && trainer.canEvaluate();
    }

    private static void assertRefused(
            Object object, Method method, Parameter parameter, Object value, Object[] arguments) {
        String what = object.getClass().getSimpleName() + "." + method.getName() + " with " + parameter.getName() + " "
                + describe(value);
        try {
            call(object, method, arguments);
            fail(what + ": accepted");
        } catch (IllegalArgumentException | NullPointerException e) {
            String message = String.valueOf(e.getMessage());
            String stem = parameter.getName().equals("labels") || parameter.getType() == Batch.class
                    ? "label|batch|images"
                    : parameter.getName();
            boolean names = Arrays.stream(stem.split("\\|")).anyMatch(message::contains)
                    || value instanceof ImageDataset data && message.contains(data.name());
            assertTrue(names, what + ": " + e);
            assertEquals(1, message.lines().count(), message);
        } catch (Throwable e) {
            fail(what + ": " + e, e);
        }
    }

    private static String describe(Object value) {
        if (value instanceof INDArray array) {
            return array.dataType() + Arrays.toString(array.shape()) + (array.wasClosed() ? " closed" : "");
        } else if (value instanceof Batch batch) {
            return describe(batch.images()) + " labels " + Arrays.toString(batch.labels());
        }
        return value instanceof int[] labels ? Arrays.toString(labels) : String.valueOf(value);
    }

    @Test
    void everyDoorOfAModelRefusesWhatItMust() throws Throwable {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                tryWrongly(model, model);
            }
        }
    }

    @Test
    void everyDoorOfATrainerRefusesWhatItMust() throws Throwable {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get();
                    Trainer trainer = model.newTrainer()) {
                tryWrongly(model, trainer);
                assertEquals(0, trainer.steps(), "what is refused is no update");
                for (double factor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                    assertThrows(IllegalArgumentException.class, () -> trainer.scaleLearningRate(factor));
                }
            }
        }
    }

    @Test
    void everyDoorOfAClosedModelSaysSo() throws Throwable {
        for (Supplier<GenerativeModel> supplier : models()) {
            GenerativeModel model = supplier.get();
            Trainer trainer = model.newTrainer();
            Batch batch = batch(model);
            model.close();
            model.close();
            assertTrue(model.isClosed());
            assertTrue(model.toString().contains("closed"), model.toString());
            for (Method method : doors(model)) {
                if (!STAYING.contains(method.getName())) {
                    Object[] arguments = good(model, method);
                    IllegalStateException e = assertThrows(
                            IllegalStateException.class,
                            () -> call(model, method, arguments),
                            model.family() + "." + method.getName());
                    assertEquals("this model is closed", e.getMessage());
                }
            }
            assertEquals(
                    "this model is closed",
                    assertThrows(IllegalStateException.class, () -> trainer.step(batch))
                            .getMessage());
            trainer.close();
            trainer.close();
        }
    }

    /** At once, and not when the garbage collector finds them. */
    @Test
    void closeFreesTheWeightsOfEveryNetwork() {
        for (Supplier<GenerativeModel> supplier : models()) {
            GenerativeModel model = supplier.get();
            Map<String, ComputationGraph> networks = model.networks();
            assertFalse(networks.isEmpty());
            model.close();
            networks.forEach((name, graph) -> assertTrue(graph.params().wasClosed(), model.family() + "'s " + name));
        }
    }

    @Test
    void aClosedTrainerSaysSo() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                Trainer trainer = model.newTrainer();
                Batch batch = batch(model);
                trainer.step(batch);
                trainer.close();
                trainer.close();
                IllegalStateException e = assertThrows(IllegalStateException.class, () -> trainer.step(batch));
                assertEquals("this trainer is closed", e.getMessage());
            }
        }
    }

    /** As they come from slices, transposes and Java's doubles. */
    @Test
    void arraysOfAnyLayoutAndFloatingTypeAreReadRight() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                int width = model.latentSize();
                INDArray latents = Latents.normal(5, width, 3);
                float[] expected = model.generate(latents).ravel().toFloatVector();
                INDArray wide = Nd4j.zeros(DataType.FLOAT, 5, 2 * width);
                wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 2L * width))
                        .assign(latents);
                INDArray deep = Nd4j.vstack(Nd4j.zeros(DataType.FLOAT, 2, width), latents);
                List<INDArray> same = List.of(
                        latents.dup('f'),
                        latents.transpose().dup().transpose(),
                        latents.castTo(DataType.DOUBLE),
                        latents.castTo(DataType.DOUBLE).dup('f'),
                        wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 2L * width)),
                        deep.get(NDArrayIndex.interval(2, 7), NDArrayIndex.all()));
                for (INDArray array : same) {
                    assertArrayEquals(expected, model.generate(array).ravel().toFloatVector(), 0f, describe(array));
                }
                assertArrayEquals(
                        Arrays.copyOf(expected, PIXELS),
                        model.generate(latents.getRow(0, true)).ravel().toFloatVector(),
                        1e-5f);
            }
        }
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    INDArray latents = Latents.normal(2, model.latentSize(), 1);
                    latents.putScalar(1, 0, bad);
                    IllegalArgumentException e =
                            assertThrows(IllegalArgumentException.class, () -> model.generate(latents));
                    assertTrue(
                            e.getMessage().startsWith("latents holds " + bad + " in row 1, column 0"), e.getMessage());
                }
            }
        }
    }

    /** Such as bytes from 0 to 255, and numbers for a model of the other range. */
    @Test
    void pixelsOutsideTheRangeAreRefused() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get();
                    Trainer trainer = model.newTrainer()) {
                float black = model.pixelRange().black();
                float white = model.pixelRange().white();
                for (float bad : new float[] {255, 2, white + 0.1f, black - 0.1f, -3, Float.NaN, 1e30f, -1e30f}) {
                    INDArray images = Nd4j.valueArrayOf(new long[] {ROWS, PIXELS}, (white + black) / 2, DataType.FLOAT);
                    images.putScalar(1, 7, bad);
                    Batch batch = new Batch(images, new int[] {1, 2, 3});
                    assertOutside(bad, () -> trainer.step(batch));
                    if (trainer.canEvaluate()) {
                        assertOutside(bad, () -> trainer.evaluate(batch, 0));
                    }
                    if (model instanceof EncoderModel encoder) {
                        assertOutside(bad, () -> encoder.encode(batch));
                        assertOutside(bad, () -> encoder.reconstruct(batch));
                    }
                    if (model instanceof LatentModel latent) {
                        assertOutside(bad, () -> latent.encode(images));
                        assertOutside(bad, () -> latent.reconstruct(images.castTo(DataType.DOUBLE)));
                    }
                }
                INDArray rounded = Nd4j.valueArrayOf(new long[] {ROWS, PIXELS}, white + 1e-3f, DataType.FLOAT);
                rounded.getRow(0).assign(black - 1e-3f);
                trainer.step(new Batch(rounded, new int[] {1, 2, 3}));
            }
        }
    }

    /** They would be drawn black. */
    @Test
    void picturesOfNumbersThatAreNotFiniteAreRefused() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                    INDArray images = images();
                    images.putScalar(2, 5, bad);
                    for (Executable call : List.<Executable>of(
                            () -> model.grid(images, 2), () -> model.pictures(images.castTo(DataType.DOUBLE)))) {
                        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
                        assertEquals("images holds " + bad + " in row 2, column 5: must be finite", e.getMessage());
                    }
                }
            }
        }
    }

    private static void assertOutside(float bad, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().matches(".*images.* holds .* in row 1, column 7: must be from .*"), e.getMessage());
        assertTrue(e.getMessage().contains("holds " + bad), e.getMessage());
    }

    @Test
    void aLatentOfOneNumberWorks() throws IOException {
        for (Supplier<GenerativeModel> supplier : models(1)) {
            try (GenerativeModel model = supplier.get()) {
                model.fit(DIGITS);
                for (int n : new int[] {1, 2, 5, 300}) {
                    assertEquals(n, model.sample(n, 1).size(0));
                    assertEquals(
                            n, model.generate(Nd4j.zeros(DataType.FLOAT, n, 1)).size(0));
                    assertEquals(
                            n,
                            model.generate(Nd4j.zeros(DataType.FLOAT, n, 1).dup('f'))
                                    .size(0));
                }
                if (model instanceof EncoderModel encoder) {
                    assertEquals(1, encoder.encode(batch(model)).size(1));
                    assertEquals(PIXELS, encoder.reconstruct(batch(model)).size(1));
                }
            }
        }
    }

    @Test
    void severalThreadsGetWhatOneGets() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Supplier<GenerativeModel> supplier : models()) {
                try (GenerativeModel model = supplier.get()) {
                    float[][] expected = IntStream.range(0, 8)
                            .mapToObj(seed -> model.sample(40, seed).ravel().toFloatVector())
                            .toArray(float[][]::new);
                    List<Callable<Void>> tasks = new ArrayList<>();
                    for (int i = 0; i < 32; i++) {
                        int seed = i % 8;
                        tasks.add(() -> {
                            assertArrayEquals(
                                    expected[seed],
                                    model.sample(40, seed).ravel().toFloatVector());
                            return null;
                        });
                    }
                    for (Future<Void> task : threads.invokeAll(tasks)) {
                        task.get();
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Two trainers, a sampler and whoever closes the model, at once: only one exception is allowed. */
    @Test
    void closeWaitsForWhatRunsAndRefusesWhatComes() throws Exception {
        for (int round = 0; round < 6; round++) {
            for (Supplier<GenerativeModel> supplier : models()) {
                GenerativeModel model = supplier.get();
                Batch batch = batch(model);
                List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
                List<Thread> users = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    boolean trains = i > 0;
                    Thread user = new Thread(() -> {
                        try (Trainer trainer = trains ? model.newTrainer() : null) {
                            while (true) {
                                if (trainer != null) {
                                    trainer.step(batch);
                                } else {
                                    model.sample(150, 1).close();
                                }
                            }
                        } catch (Throwable e) {
                            failures.add(e);
                        }
                    });
                    user.start();
                    users.add(user);
                }
                Thread.sleep(5 + 7 * round);
                model.close();
                for (Thread user : users) {
                    user.join(20_000);
                    assertFalse(user.isAlive());
                }
                assertEquals(3, failures.size());
                failures.forEach(
                        failure -> assertEquals("this model is closed", failure.getMessage(), failure::toString));
            }
        }
    }

    @Test
    void countsBelowOneAreRefusedByName() {
        for (Supplier<GenerativeModel> supplier : models()) {
            try (GenerativeModel model = supplier.get()) {
                for (int count : new int[] {0, -1}) {
                    IllegalArgumentException e =
                            assertThrows(IllegalArgumentException.class, () -> model.sample(count));
                    assertTrue(e.getMessage().startsWith("count is " + count), e.getMessage());
                }
            }
        }
    }
}
