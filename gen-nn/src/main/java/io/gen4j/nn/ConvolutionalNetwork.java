package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.BatchLabels;
import io.gen4j.nn.internal.ChannelOrder;
import io.gen4j.nn.internal.ConvolutionPass;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A sequence of convolutions and transposed convolutions that runs on the weights of a DL4J graph. Each may be followed by
 * batch normalisation or a bias, and by an activation. {@link Network#of} creates one from a graph; use this class for layers
 * that you choose yourself.
 *
 * <p>A dense layer is a convolution whose kernel covers the image.
 */
public final class ConvolutionalNetwork implements Network {

    private final LayerParameters parameters;
    private final FeatureMap input;
    private final FeatureMap output;
    private final boolean counts;
    private final List<ConvolutionBlock> stages = new ArrayList<>();
    private final Map<Long, Pass> passesBySize = new HashMap<>();
    private long current;

    /**
     * One layer.
     *
     * @param name of the graph's convolution or deconvolution layer, whose kernel, stride and padding are used
     * @param normalization name of the graph's batch normalisation layer behind it; null for none
     * @param affine the embeddings of class-conditional batch normalisation, which only {@link Network#of} runs; null for
     *     none
     * @param activation the last step, in place of that of the graph
     */
    public record Layer(
            String name,
            @Nullable String normalization,
            LayerPath.@Nullable LabelAffine affine,
            Activation activation) {

        /** A layer that no label changes. */
        public Layer(String name, @Nullable String normalization, Activation activation) {
            this(name, normalization, null, activation);
        }

        /** Refuses null. */
        public Layer {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(activation, "activation");
        }

        /** A layer without batch normalisation. */
        public Layer(String name, Activation activation) {
            this(name, null, activation);
        }
    }

    /**
     * Creates a network of the named layers.
     *
     * @param parameters of the graph that has the layers
     * @param input shape of an image; the network's input has one row per image, channels first
     * @param statistics what batch normalisation normalises by
     * @param layers in order
     * @throws IllegalArgumentException if there is no layer, or the layers do not fit the input
     */
    public ConvolutionalNetwork(
            LayerParameters parameters, FeatureMap input, BatchStatistics statistics, List<Layer> layers) {
        this(parameters, input, statistics, layers, new BatchLabels(), statistics == BatchStatistics.BATCH);
    }

    private ConvolutionalNetwork(
            LayerParameters parameters,
            FeatureMap input,
            BatchStatistics statistics,
            List<Layer> layers,
            BatchLabels labels,
            boolean counts) {
        Objects.requireNonNull(statistics, "statistics");
        this.parameters = parameters;
        this.input = input;
        this.counts = counts;
        FeatureMap map = input;
        for (Layer layer : Arguments.copyOfSome("layers", layers)) {
            ConvolutionBlock stage = new ConvolutionBlock(parameters, map, statistics, layer, labels);
            stages.add(stage);
            map = stage.output();
        }
        output = map;
    }

    /**
     * Creates a network of some layers of a {@link LayerPath}.
     *
     * @param input as in the constructor
     * @throws IllegalArgumentException if the layers do not fit the input, or drop outputs
     */
    public static ConvolutionalNetwork of(
            LayerParameters parameters, FeatureMap input, BatchStatistics statistics, List<LayerPath.Layer> layers) {
        return of(parameters, input, statistics, layers, new BatchLabels(), statistics == BatchStatistics.BATCH);
    }

    /** @param counts whether this network counts the batches of its graph: one of neighbouring networks does */
    static ConvolutionalNetwork of(
            LayerParameters parameters,
            FeatureMap input,
            BatchStatistics statistics,
            List<LayerPath.Layer> layers,
            BatchLabels labels,
            boolean counts) {
        Objects.requireNonNull(statistics, "statistics");
        return new ConvolutionalNetwork(
                parameters,
                input,
                statistics,
                Arguments.copyOfSome("layers", layers).stream()
                        .map(ConvolutionalNetwork::layer)
                        .toList(),
                labels,
                counts);
    }

    private static Layer layer(LayerPath.Layer layer) {
        if (layer.dropout() > 0) {
            throw new IllegalArgumentException(
                    "\"" + layer.name() + "\" is followed by dropout: a fast convolution has none, leave it out");
        }
        return new Layer(layer.name(), layer.normalization(), layer.affine(), layer.activation());
    }

    /**
     * Computes the shape of one image behind a path of convolutions.
     *
     * @throws IllegalArgumentException if the path begins with something else, or the layers do not fit each other
     */
    public static FeatureMap output(LayerParameters parameters, LayerPath path) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(path, "path");
        FeatureMap map = path.layers().get(0).requireMap();
        for (LayerPath.Layer layer : path.layers()) {
            map = ConvolutionPass.output(parameters, layer.name(), map);
        }
        return map;
    }

    /** The shape of one image of the output. */
    public FeatureMap output() {
        return output;
    }

    @Override
    public INDArray forward(INDArray images) {
        return begin(images).forward(images);
    }

    @Override
    public void forwardInto(INDArray images, INDArray target, long firstRow) {
        InputRows.requireTarget(target, firstRow, images.size(0), output.size());
        begin(images).forwardInto(images, target, firstRow);
    }

    private Pass begin(INDArray images) {
        InputRows.requireExact("images", images, input.size());
        current = images.size(0);
        if (counts) {
            parameters.countBatch();
        }
        return passesBySize.computeIfAbsent(current, Pass::new);
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        pass().backward(gradient, parameterGradients, false);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        return pass().backward(gradient, parameterGradients, true);
    }

    /** Only for networks without batch normalisation: with it, an image has no derivative of its own. */
    @Override
    public Network linearized() {
        if (!stages.stream().allMatch(ConvolutionBlock::isPiecewiseLinear)) {
            throw new UnsupportedOperationException(
                    "a convolutional network with batch normalisation, or with a curve, has no second derivatives");
        }
        return pass().linearized();
    }

    private Pass pass() {
        Pass pass = passesBySize.get(current);
        if (pass == null) {
            throw new IllegalStateException("backward before forward");
        }
        return pass;
    }

    @Override
    public void close() {
        passesBySize.values().forEach(Pass::close);
        passesBySize.clear();
        stages.forEach(ConvolutionBlock::close);
    }

    /** The arrays for one batch size. */
    private final class Pass {

        private final INDArray images;
        private final List<ConvolutionBlock.Pass> passes = new ArrayList<>();
        private final INDArray rows;
        private final INDArray imageGradient;
        private final INDArray rowGradient;
        private @Nullable LinearizedConvolutionalNetwork linearized;

        Pass(long n) {
            images = input.newArray(n);
            rows = NativeArrays.zeros(n, output.size());
            INDArray x = images;
            for (ConvolutionBlock stage : stages) {
                ConvolutionBlock.Pass pass = stage.newPass(x);
                passes.add(pass);
                x = pass.output();
            }
            imageGradient = input.newArray(n);
            rowGradient = NativeArrays.zeros(n, input.size());
        }

        INDArray forward(INDArray from) {
            forwardInto(from, rows, 0);
            return rows;
        }

        void forwardInto(INDArray from, INDArray target, long firstRow) {
            ChannelOrder.toLast(from, images, input);
            passes.forEach(ConvolutionBlock.Pass::forward);
            ChannelOrder.toFirst(last().output(), target, firstRow, output);
        }

        INDArray backward(INDArray gradient, ParameterGradients parameterGradients, boolean toInput) {
            InputRows.requireExact("gradient", gradient, output.size(), images.size(0));
            ChannelOrder.toLast(gradient, last().gradient(), output);
            for (int i = passes.size() - 1; i >= 0; i--) {
                INDArray target = i == 0 ? imageGradient : passes.get(i - 1).gradient();
                passes.get(i).backward(target, parameterGradients, i > 0 || toInput);
            }
            if (toInput) {
                ChannelOrder.toFirst(imageGradient, rowGradient, 0, input);
            }
            return rowGradient;
        }

        Network linearized() {
            if (linearized == null) {
                linearized = new LinearizedConvolutionalNetwork(input, output, passes, images.size(0));
            }
            return linearized;
        }

        private ConvolutionBlock.Pass last() {
            return passes.get(passes.size() - 1);
        }

        void close() {
            passes.forEach(ConvolutionBlock.Pass::close);
            if (linearized != null) {
                linearized.release();
            }
            for (INDArray array : List.of(images, rows, imageGradient, rowGradient)) {
                array.close();
            }
        }
    }
}
