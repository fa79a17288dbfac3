package io.gen4j.nn;

import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.BatchNormalizationPass;
import io.gen4j.nn.internal.BiasPass;
import io.gen4j.nn.internal.ChannelPass;
import io.gen4j.nn.internal.ConvolutionPass;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer of a {@link ConvolutionalNetwork}: a convolution and what follows it. */
final class ConvolutionBlock {

    private final ConvolutionPass convolution;
    private final ChannelPass channels;
    private final FeatureMap output;

    ConvolutionBlock(
            LayerParameters parameters,
            FeatureMap input,
            BatchStatistics statistics,
            ConvolutionalNetwork.Layer layer) {
        convolution = new ConvolutionPass(parameters, layer.name(), input);
        output = convolution.output();
        String normalization = layer.normalization();
        channels = normalization == null
                ? new BiasPass(parameters, layer.name(), output.channels(), layer.activation())
                : new BatchNormalizationPass(parameters, normalization, layer.activation(), statistics);
    }

    FeatureMap output() {
        return output;
    }

    boolean isPiecewiseLinear() {
        return channels.isPiecewiseLinear();
    }

    /** Arrays and operations for as many images as {@code x} has. */
    Pass newPass(INDArray x) {
        return new Pass(x);
    }

    void close() {
        convolution.close();
    }

    /** The layer at work on one batch size. */
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

        /** Where the gradient by the output belongs; made when first asked for, since who only generates needs none. */
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

        /** This layer near the input of the last {@link #forward}. */
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
     * The layer near one input, where it is taken for linear: the convolution without its bias, and the slope that the
     * activation has there.
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

        /** Where the gradient by the derivative belongs. */
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
