package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.BatchLabels;
import io.gen4j.nn.internal.BatchNormalizationPass;
import io.gen4j.nn.internal.BiasPass;
import io.gen4j.nn.internal.ChannelPass;
import io.gen4j.nn.internal.ConditionalNormalizationPass;
import io.gen4j.nn.internal.ConvolutionPass;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer of a {@link ConvolutionalNetwork}: a convolution, then a bias or batch normalisation, then an activation. */
final class ConvolutionBlock {

    private final ConvolutionPass convolution;
    private final ChannelPass channels;
    private final FeatureMap output;

    ConvolutionBlock(
            LayerParameters parameters,
            FeatureMap input,
            BatchStatistics statistics,
            ConvolutionalNetwork.Layer layer,
            BatchLabels labels) {
        convolution = new ConvolutionPass(parameters, layer.name(), input);
        output = convolution.output();
        String normalization = layer.normalization();
        channels = normalization == null
                ? new BiasPass(parameters, layer.name(), output.channels(), layer.activation())
                : normalization(parameters, normalization, layer.affine(), layer.activation(), statistics, labels);
    }

    /** @param affine the embeddings of class-conditional normalisation; null for none */
    static ChannelPass normalization(
            LayerParameters parameters,
            String normalization,
            LayerPath.@Nullable LabelAffine affine,
            Activation activation,
            BatchStatistics statistics,
            BatchLabels labels) {
        return affine == null
                ? new BatchNormalizationPass(parameters, normalization, activation, statistics)
                : new ConditionalNormalizationPass(parameters, normalization, affine, activation, statistics, labels);
    }

    FeatureMap output() {
        return output;
    }

    boolean isPiecewiseLinear() {
        return channels.isPiecewiseLinear();
    }

    /** Creates the arrays for the batch size of {@code x}. */
    Pass newPass(INDArray x) {
        return new Pass(x);
    }

    void close() {
        convolution.close();
    }

    /** The arrays of one batch size, and the passes on them. */
    final class Pass {

        private final INDArray x;
        private final INDArray convolved;
        private final INDArray y;
        private @Nullable INDArray gradient;

        private Pass(INDArray x) {
            this.x = x;
            this.convolved = output.newArray(x.size(0));
            this.y = channels.keepsInput() ? output.newArray(x.size(0)) : convolved;
        }

        INDArray output() {
            return y;
        }

        /** The array for the gradient by the output. Created on first use, since inference needs none. */
        INDArray gradient() {
            if (gradient == null) {
                gradient = output.newArray(x.size(0));
            }
            return gradient;
        }

        void forward() {
            convolution.forward(x, convolved);
            channels.forward(convolved, y);
        }

        void backward(INDArray inputGradient, ParameterGradients parameterGradients, boolean toInput) {
            channels.backward(convolved, y, gradient(), parameterGradients);
            convolution.backward(x, gradient(), inputGradient, parameterGradients, toInput);
        }

        /** The linear approximation of this layer at the input of the last {@link #forward}. */
        Tangent newTangent(INDArray direction) {
            return new Tangent(this, direction);
        }

        void close() {
            convolved.close();
            if (y != convolved) {
                y.close();
            }
            if (gradient != null) {
                gradient.close();
            }
        }
    }

    /**
     * The linear approximation of the layer at one input: the convolution without its bias, times the slope of the
     * activation at that input.
     */
    final class Tangent {

        private final Pass point;
        private final INDArray direction;
        private final INDArray derivative;
        private final INDArray gradient;

        private Tangent(Pass point, INDArray direction) {
            this.point = point;
            this.direction = direction;
            this.derivative = output.newArray(direction.size(0));
            this.gradient = output.newArray(direction.size(0));
        }

        INDArray derivative() {
            return derivative;
        }

        /** The array for the gradient by the derivative. */
        INDArray gradient() {
            return gradient;
        }

        void forward() {
            convolution.forward(direction, derivative);
            channels.multiplyBySlope(point.y, derivative);
        }

        void backward(INDArray directionGradient, ParameterGradients parameterGradients, boolean toDirection) {
            channels.multiplyBySlope(point.y, gradient);
            if (parameterGradients == ParameterGradients.WRITE) {
                channels.clearGradients();
            }
            convolution.backward(direction, gradient, directionGradient, parameterGradients, toDirection);
        }

        void close() {
            derivative.close();
            gradient.close();
        }
    }
}
