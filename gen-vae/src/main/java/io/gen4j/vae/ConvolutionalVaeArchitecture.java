package io.gen4j.vae;

import io.gen4j.ImageSpec;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.ConvolutionalGraph.Kernel;
import io.gen4j.nn.graph.ConvolutionalLayout;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;

/**
 * A convolutional encoder and decoder.
 *
 * <p>The encoder has strided convolutions, {@code down1}, {@code down2} …, until the image is small. Then follow the
 * dense layers {@code hidden} and {@code moments}. The decoder has the dense layers {@code decoder} and {@code
 * project}. Then follow transposed convolutions {@code up1}, {@code up2} … {@code output}.
 *
 * <p>The settings' activation follows each layer except the last one of each half. For a conditional model, the label's
 * {@code embedding} is one more channel of the image.
 */
final class ConvolutionalVaeArchitecture implements VaeArchitecture {

    private static final String HIDDEN = "hidden";
    private static final String FLAT_MOMENTS = "flat_moments";
    private static final String PROJECT = "project";
    private static final String OUTPUT = "output";
    private static final String EMBEDDING = "embedding";

    private final VaeConfig config;
    private final FeatureMap image;
    private final int labels;
    private final ConvolutionalLayout layout;

    /** @throws IllegalArgumentException if the images are not squares of an even side */
    ConvolutionalVaeArchitecture(VaeConfig config, ImageSpec spec, int labels) {
        this.config = config;
        this.labels = labels;
        this.image = new FeatureMap(
                spec.shape().channels(), spec.shape().height(), spec.shape().width());
        this.layout = ConvolutionalLayout.of(image, config.features());
    }

    /** The number of the encoder's input channels: those of the image, and one for the label. */
    private int planes() {
        return image.channels() + (labels > 0 ? 1 : 0);
    }

    @Override
    public void addLayers(GraphBuilder graph) {
        addEncoder(graph);
        addDecoder(graph);
    }

    @Override
    public String moments() {
        return FLAT_MOMENTS;
    }

    private void addEncoder(GraphBuilder graph) {
        String before = IMAGE;
        if (labels > 0) {
            graph.addLayer(EMBEDDING, DenseGraph.embedding(labels, image.height() * image.width()), LABEL)
                    .addVertex("image_and_label", new MergeVertex(), IMAGE, EMBEDDING);
            before = "image_and_label";
        }
        int inputs = planes();
        for (int i = 1; i <= layout.halvings(); i++) {
            int outputs = layout.channels().get(i);
            graph.addLayer(
                    down(i),
                    ConvolutionalGraph.convolution(inputs, outputs, Kernel.HALVING, true, activation()),
                    before);
            before = down(i);
            inputs = outputs;
        }
        graph.inputPreProcessor(down(1), new FeedForwardToCnnPreProcessor(image.height(), image.width(), planes()));
        int latent = config.latent();
        Kernel all = Kernel.covering(layout.base());
        graph.addLayer(HIDDEN, ConvolutionalGraph.convolution(inputs, config.hidden(), all, true, activation()), before)
                .addLayer(MOMENTS, pixelwise(config.hidden(), 2 * latent, ConvolutionalGraph.identity()), HIDDEN)
                .addVertex(FLAT_MOMENTS, flat(new FeatureMap(2 * latent, 1, 1)), MOMENTS)
                .addVertex(MEAN, new SubsetVertex(0, latent - 1), FLAT_MOMENTS);
    }

    private void addDecoder(GraphBuilder graph) {
        String before = MEAN;
        if (labels > 0) {
            graph.addVertex("mean_and_label", new MergeVertex(), MEAN, LABEL);
            before = "mean_and_label";
        }
        int inputs = config.latent() + labels;
        Kernel all = Kernel.covering(layout.base());
        graph.addLayer(
                        DECODER,
                        pixelwise(inputs, config.hidden(), activation()),
                        new FeedForwardToCnnPreProcessor(1, 1, inputs),
                        before)
                .addLayer(
                        PROJECT,
                        ConvolutionalGraph.transposedConvolution(
                                config.hidden(), layout.smallest(), all, true, activation()),
                        DECODER);
        before = PROJECT;
        for (int i = layout.halvings(); i > 1; i--) {
            String name = up(layout.halvings() - i + 1);
            graph.addLayer(name, up(i, activation()), before);
            before = name;
        }
        graph.addLayer(OUTPUT, up(1, sigmoid()), before).addVertex(PIXELS, flat(image), OUTPUT);
    }

    private org.deeplearning4j.nn.conf.layers.Layer up(int halving, IActivation activation) {
        List<Integer> channels = layout.channels();
        return ConvolutionalGraph.transposedConvolution(
                channels.get(halving), channels.get(halving - 1), Kernel.HALVING, true, activation);
    }

    private static org.deeplearning4j.nn.conf.layers.Layer pixelwise(int inputs, int outputs, IActivation activation) {
        return ConvolutionalGraph.convolution(inputs, outputs, Kernel.covering(1), true, activation);
    }

    private static PreprocessorVertex flat(FeatureMap map) {
        return new PreprocessorVertex(new CnnToFeedForwardPreProcessor(map.height(), map.width(), map.channels()));
    }

    private static String down(int index) {
        return "down" + index;
    }

    private static String up(int index) {
        return "up" + index;
    }

    private IActivation activation() {
        return DenseGraph.function(config.activation());
    }

    private static IActivation sigmoid() {
        return DenseGraph.function(Activation.SIGMOID);
    }
}
