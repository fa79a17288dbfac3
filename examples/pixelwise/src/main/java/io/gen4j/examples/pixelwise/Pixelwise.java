package io.gen4j.examples.pixelwise;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.PixelRange;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.GraphMemory;
import io.gen4j.persist.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A model that draws each pixel independently: x = mean + deviation z, clipped to [0, 1]. Use it as a template for a
 * model of your own.
 *
 * <p>The latent has one number per pixel. The model ignores neighbouring pixels, so it draws the mean of all images
 * with noise.
 */
public final class Pixelwise implements GenerativeModel {

    private final PixelwiseConfig config;
    private final ImageSpec spec;
    private final ComputationGraph graph;

    /** Makes a new model. Every pixel is black. */
    public Pixelwise(PixelwiseConfig config, ImageSpec spec) {
        this(config, spec, newGraph(spec.shape().size()));
        mean().assign(0);
        deviation().assign(config.deviation());
    }

    Pixelwise(PixelwiseConfig config, ImageSpec spec, ComputationGraph graph) {
        this.config = config;
        this.spec = spec;
        this.graph = graph;
    }

    static ComputationGraph newGraph(int pixels) {
        ComputationGraph graph = new ComputationGraph(DenseGraph.builder()
                .addInputs("latent")
                .addLayer(
                        "pixels",
                        new ElementWiseMultiplicationLayer.Builder()
                                .nIn(pixels)
                                .nOut(pixels)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "latent")
                .setOutputs("pixels")
                .build());
        graph.init();
        return graph;
    }

    /** The mean of each pixel, {@code [1, pixels]}; it belongs to the model. */
    INDArray mean() {
        return graph.getLayer("pixels").getParam("b");
    }

    /** The deviation of each pixel, {@code [1, pixels]}; it belongs to the model. */
    INDArray deviation() {
        return graph.getLayer("pixels").getParam("W");
    }

    @Override
    public String family() {
        return PixelwiseFamily.NAME;
    }

    @Override
    public PixelwiseConfig config() {
        return config;
    }

    @Override
    public ImageSpec spec() {
        return spec;
    }

    @Override
    public PixelRange pixelRange() {
        return PixelRange.UNIT;
    }

    @Override
    public int latentSize() {
        return spec.shape().size();
    }

    @Override
    public synchronized INDArray generate(INDArray latents) {
        INDArray pixels = latents.mulRowVector(deviation()).addiRowVector(mean());
        return Transforms.max(Transforms.min(pixels, Nd4j.scalar(1f), false), Nd4j.scalar(0f), false);
    }

    @Override
    public Trainer newTrainer() {
        return new PixelwiseTrainer(this);
    }

    @Override
    public void save(Path file) throws IOException {
        ModelFile.write(file, this, graph);
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        return Map.of("generator", graph);
    }

    @Override
    public void close() {
        GraphMemory.free(graph);
    }
}
