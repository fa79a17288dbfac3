package io.gen4j.nn;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** One layer of a {@link ConvolutionalNetwork}: a convolution and what follows it. */
final class ConvolutionStage {

    private final ConvolutionPass convolution;
    private final ChannelPass channels;
    private final FeatureMap output;

    ConvolutionStage(
            GraphParameters parameters,
            FeatureMap input,
            BatchStatistics statistics,
            ConvolutionalNetwork.Layer layer) {
        convolution = new ConvolutionPass(parameters, layer.name());
        output = convolution.output(input);
        String normalization = layer.normalization();
        channels = normalization == null
                ? new BiasPass(parameters, layer.name(), output.channels(), layer.activation())
                : new BatchNormalizationPass(parameters, normalization, layer.activation(), statistics);
    }

    FeatureMap output() {
        return output;
    }

    /** Arrays and operations for as many images as {@code x} has. */
    Pass newPass(INDArray x) {
        return new Pass(x);
    }

    /** The layer at work on one batch size. */
    final class Pass {

        private final INDArray x;
        private final INDArray convolved;
        private final INDArray y;
        private final CustomOp forward;
        private @Nullable INDArray gradient;
        private @Nullable INDArray addend;

        private Pass(INDArray x) {
            this.x = x;
            this.convolved = output.newArray(x.size(0));
            this.y = channels.keepsInput() ? output.newArray(x.size(0)) : convolved;
            this.forward = convolution.forward(x, convolved);
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
            ConvolutionPass.execute(forward);
            channels.forward(convolved, y);
        }

        void backward(INDArray inputGradient, ParameterGradients parameterGradients, boolean toInput) {
            channels.backward(convolved, y, gradient(), parameterGradients);
            switch (parameterGradients) {
                case SKIP -> {
                    if (toInput) {
                        ConvolutionPass.execute(convolution.backwardInput(gradient(), inputGradient));
                    }
                }
                case WRITE -> ConvolutionPass.execute(convolution.backward(x, gradient(), inputGradient));
                case ADD -> {
                    ConvolutionPass.execute(convolution.backwardInto(addend(), x, gradient(), inputGradient));
                    convolution.weightGradients().addi(addend());
                }
            }
        }

        private INDArray addend() {
            if (addend == null) {
                addend = convolution.weightGradients().ulike();
            }
            return addend;
        }

        void close() {
            convolved.close();
            if (y != convolved) {
                y.close();
            }
            if (gradient != null) {
                gradient.close();
            }
            if (addend != null) {
                addend.close();
            }
        }
    }
}
