package io.gen4j.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.ImageShape;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.Tensor;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.random.RandomSource;
import io.gen4j.reference.PyTorchEquality;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VaePyTorchTest extends PyTorchEquality<Vae> {

    VaePyTorchTest() {
        super("vae");
    }

    @Override
    protected Vae newModel() {
        VaeConfig config = VaeConfig.builder().latent(4).hidden(16).build();
        return new Vae(config, new ImageSpec(new ImageShape(1, 6, 6), List.of()));
    }

    /** Whoever reads it knows what the pixels are distributed like. */
    @Test
    void theLearntVarianceGoesAlong() {
        VaeConfig config = VaeConfig.builder()
                .output(VaeConfig.Output.GAUSSIAN)
                .variance(0)
                .hidden(2)
                .build();
        try (Vae vae = new Vae(config, ImageSpec.MNIST)) {
            Map<String, Tensor> tensors = StateDict.export(vae.stateDicts());
            assertEquals(11, tensors.size());
            assertEquals(Math.log(0.1), tensors.get("log_variance").floats()[0], 1e-6);
        }
    }

    /** The numbers of the usual class, counted on. */
    @Test
    void furtherLayersAreCountedOn() {
        VaeConfig config = VaeConfig.builder().layers(2).hidden(3).latent(2).build();
        try (Vae vae = new Vae(config, ImageSpec.MNIST)) {
            Map<String, Tensor> tensors = StateDict.export(vae.stateDicts());
            assertEquals(14, tensors.size());
            assertEquals(List.of(3L, 784L), shape(tensors, "fc1"));
            assertEquals(List.of(3L, 3L), shape(tensors, "fc2"));
            assertEquals(List.of(2L, 3L), shape(tensors, "fc3"));
            assertEquals(List.of(2L, 3L), shape(tensors, "fc4"));
            assertEquals(List.of(3L, 2L), shape(tensors, "fc5"));
            assertEquals(List.of(784L, 3L), shape(tensors, "fc7"));
        }
    }

    private static List<Long> shape(Map<String, Tensor> tensors, String layer) {
        return Arrays.stream(tensors.get(layer + ".weight").shape()).boxed().toList();
    }

    @Override
    protected Trainer newTrainer(Vae vae, RandomSource random) {
        return vae.newTrainer(random);
    }

    @Override
    protected List<GraphParameters> parameters(Vae vae) {
        return List.of(vae.parameters());
    }
}
