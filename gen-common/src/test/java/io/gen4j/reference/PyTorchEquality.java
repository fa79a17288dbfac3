package io.gen4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.Tensor;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every model shares with its counterpart in PyTorch: weights that move both ways without a change, the images drawn
 * with them, and ten steps of training. The numbers come from tools/reference/reference.py, which says what its files hold.
 *
 * @param <M> the model
 */
public abstract class PyTorchEquality<M extends GenerativeModel> {

    private static final int STEPS = 10;

    /** Of single-precision numbers that were summed in another order. */
    private static final double ROUNDING = 1e-5;

    /** Adam divides by the gradient's size, so that small gradients keep little of their precision. */
    private static final double AFTER_TEN_STEPS = 1e-4;

    private final String name;
    private M model = newModel();

    /** @param name of the files with the reference */
    protected PyTorchEquality(String name) {
        this.name = name;
    }

    /** A model of the reference's sizes. */
    protected abstract M newModel();

    /** Trains on random numbers that are handed in. */
    protected abstract Trainer newTrainer(M someModel, RandomSource random);

    /** Of every network, with the gradients that the trainer leaves beside them. */
    protected abstract List<GraphParameters> parameters(M someModel);

    @BeforeEach
    void takeWeights() throws IOException {
        StateDict.load(model.stateDicts(), read(".safetensors"), name);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void importedAndExportedBytesAreEqual(@TempDir Path directory) throws IOException {
        Path exported = directory.resolve("exported.safetensors");
        SafetensorsFile.of(StateDict.export(model.stateDicts())).write(exported);
        assertArrayEquals(Files.readAllBytes(file(".safetensors")), Files.readAllBytes(exported));
    }

    @Test
    void equalLatentsGiveEqualImages() throws IOException {
        Map<String, Tensor> reference = read("-steps.safetensors");
        try (INDArray latents = rows(tensor(reference, "latents"));
                INDArray images = generate(latents, reference.get("classes"))) {
            float[] expected = tensor(reference, "samples").floats();
            assertArrayEquals(expected, images.dup('c').data().asFloat(), 1e-5f);
        }
    }

    private INDArray generate(INDArray latents, Tensor classes) {
        return classes == null
                ? model.generate(latents)
                : ((ConditionalModel) model).generate(latents, integers(classes));
    }

    @Test
    void tenStepsGiveEqualLossesGradientsAndWeights() throws IOException {
        Map<String, Tensor> reference = read("-steps.safetensors");
        float[] losses = tensor(reference, "losses").floats();
        try (Trainer trainer = newTrainer(model, new RecordedRandom(reference))) {
            for (int step = 1; step <= STEPS; step++) {
                Metrics metrics = step(trainer, reference, step);
                int width = losses.length / STEPS;
                for (int i = 0; i < width; i++) {
                    float expected = losses[(step - 1) * width + i];
                    String what = metrics.names().get(i) + " of step " + step;
                    assertEquals(expected, metrics.value(i), AFTER_TEN_STEPS * Math.abs(expected), what);
                }
                if (step == 1) {
                    assertStateEquals(reference, "after1/", ROUNDING);
                    assertGradientsEqual(reference);
                }
            }
        }
        assertStateEquals(reference, "after10/", AFTER_TEN_STEPS);
    }

    private static Metrics step(Trainer trainer, Map<String, Tensor> reference, int step) {
        Tensor labels = reference.get("labels/" + step);
        try (INDArray images = rows(tensor(reference, "images/" + step))) {
            return trainer.step(new Batch(images, labels == null ? new int[0] : integers(labels)));
        }
    }

    /** The gradients lie as the parameters do, so that they have the same names once they stand in their place. */
    private void assertGradientsEqual(Map<String, Tensor> reference) {
        List<GraphParameters> parameters = parameters(model);
        parameters.forEach(PyTorchEquality::swapValuesAndGradients);
        assertStateEquals(reference, "gradients/", AFTER_TEN_STEPS);
        parameters.forEach(PyTorchEquality::swapValuesAndGradients);
    }

    private static void swapValuesAndGradients(GraphParameters parameters) {
        INDArray gradients = parameters.gradients().reshape(parameters.values().shape());
        try (INDArray values = parameters.values().dup()) {
            parameters.values().assign(gradients);
            gradients.assign(values);
        }
    }

    /** Compares every tensor whose name starts so; the largest difference counts, beside the largest number. */
    private void assertStateEquals(Map<String, Tensor> reference, String prefix, double tolerance) {
        Map<String, Tensor> state = StateDict.export(model.stateDicts());
        TreeSet<String> compared = new TreeSet<>();
        for (Map.Entry<String, Tensor> entry : reference.entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                String tensor = entry.getKey().substring(prefix.length());
                compared.add(tensor);
                double error = relativeError(entry.getValue(), tensor(state, tensor));
                assertTrue(error <= tolerance, entry.getKey() + " differs by " + error);
            }
        }
        TreeSet<String> expected = new TreeSet<>(state.keySet());
        expected.removeIf(tensor -> prefix.startsWith("gradients") && !reference.containsKey(prefix + tensor));
        assertEquals(expected, compared);
        assertTrue(compared.stream().anyMatch(tensor -> tensor.endsWith(".weight")), "nothing was compared");
    }

    private static double relativeError(Tensor expected, Tensor actual) {
        assertEquals(expected.toString(), actual.toString());
        if (!expected.type().isFloat()) {
            return expected.equals(actual) ? 0 : 1;
        }
        double difference = 0;
        double largest = 0;
        float[] a = expected.floats();
        float[] b = actual.floats();
        for (int i = 0; i < a.length; i++) {
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
            largest = Math.max(largest, Math.abs(a[i]));
        }
        return difference / largest;
    }

    /** One row an image or latent, whatever the shape behind the first dimension. */
    private static INDArray rows(Tensor tensor) {
        long count = tensor.shape()[0];
        return Nd4j.createFromArray(tensor.floats()).reshape('c', count, tensor.floats().length / count);
    }

    private static int[] integers(Tensor tensor) {
        return LongStream.of(tensor.longs()).mapToInt(Math::toIntExact).toArray();
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String key) {
        return Objects.requireNonNull(tensors.get(key), () -> "no " + key + " among " + tensors.keySet());
    }

    private Map<String, Tensor> read(String ending) throws IOException {
        return SafetensorsFile.read(file(ending)).tensors();
    }

    private Path file(String ending) {
        String resource = "/reference/" + name + ending;
        URL url = Objects.requireNonNull(getClass().getResource(resource), () -> "there is no " + resource);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(url + " is no file", e);
        }
    }
}
