package io.gen4j;

import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Knows the sizes of latents and images, and nothing else. */
public class NoModel implements GenerativeModel {
    @Override
    public int latentSize() {
        return 3;
    }

    @Override
    public String family() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ModelConfig config() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageSpec spec() {
        return new ImageSpec(new ImageShape(1, 2, 2), List.of());
    }

    @Override
    public PixelRange pixelRange() {
        return PixelRange.SIGNED;
    }

    @Override
    public INDArray generate(INDArray latents) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Trainer newTrainer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, ComputationGraph> networks() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
