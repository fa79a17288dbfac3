package io.gen4j.nn.internal;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A bias and an activation, y = f(a + b), with one b per channel or none. */
public final class BiasPass implements ChannelPass {

    private final int channels;
    private final ChannelBlocks blocks;
    private final Activation activation;
    private final @Nullable INDArray bias;
    private final @Nullable INDArray biasGradient;

    public BiasPass(LayerParameters parameters, String layer, int channels, Activation activation) {
        this.channels = channels;
        this.blocks = new ChannelBlocks(channels);
        this.activation = activation;
        this.bias = parameters.hasBias(layer) ? parameters.bias(layer) : null;
        this.biasGradient = bias == null ? null : parameters.gradientOf(bias);
    }

    @Override
    public boolean keepsInput() {
        return false;
    }

    @Override
    public void forward(INDArray a, INDArray y) {
        float[] offsets = new float[channels];
        if (bias != null) {
            HostMemory.read(bias, 0, offsets, channels);
        }
        float[] tiled = blocks.tile(offsets);
        blocks.run(a.length(), () -> {
            float[] block = new float[blocks.width()];
            return (offset, length) -> {
                HostMemory.read(a, offset, block, length);
                for (int i = 0; i < length; i++) {
                    block[i] += tiled[i];
                }
                activation.apply(block, length);
                HostMemory.write(block, y, offset, length);
            };
        });
    }

    @Override
    public void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients) {
        var workers = blocks.run(gradient.length(), () -> new Backward(y, gradient));
        if (biasGradient != null && parameterGradients != ParameterGradients.SKIP) {
            double[] sums = new double[channels];
            workers.forEach(worker -> blocks.fold(worker.sums, sums));
            parameterGradients.store(sums, biasGradient);
        }
    }

    @Override
    public boolean isPiecewiseLinear() {
        return activation.isPiecewiseLinear();
    }

    @Override
    public void multiplyBySlope(INDArray y, INDArray values) {
        blocks.run(values.length(), () -> new Backward(y, values));
    }

    @Override
    public void clearGradients() {
        if (biasGradient != null) {
            biasGradient.assign(0);
        }
    }

    private final class Backward implements ChannelBlocks.Worker {

        private final INDArray y;
        private final INDArray gradient;
        private final float[] outputs = new float[blocks.width()];
        private final float[] block = new float[blocks.width()];
        private final float[] sums = new float[blocks.width()];

        Backward(INDArray y, INDArray gradient) {
            this.y = y;
            this.gradient = gradient;
        }

        @Override
        public void work(long offset, int length) {
            HostMemory.read(gradient, offset, block, length);
            if (activation != Activation.IDENTITY) {
                HostMemory.read(y, offset, outputs, length);
                activation.multiplyByDerivative(block, outputs, length);
                HostMemory.write(block, gradient, offset, length);
            }
            for (int i = 0; i < length; i++) {
                sums[i] += block[i];
            }
        }
    }
}
