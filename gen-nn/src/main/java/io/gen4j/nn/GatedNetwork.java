package io.gen4j.nn;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer with a gate, y = f(x W + b) sigmoid(x V + c) (Dauphin et al. 2017, arXiv:1612.08083). {@link
 * Network#of} creates it for a dense layer that an ElementWiseVertex multiplies by its gate; use this class for layers
 * that you choose yourself. Without an activation, a deep network of such layers keeps linear paths for the gradient.
 */
public final class GatedNetwork implements Network {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);

    private final Network values;
    private final Network gate;
    private final ArraysBySize outputBuffers = new ArraysBySize();
    private final ArraysBySize gradientBuffers = new ArraysBySize();
    private INDArray valueOutputs = Nd4j.empty(DataType.FLOAT);
    private INDArray gateOutputs = Nd4j.empty(DataType.FLOAT);

    /**
     * Creates the network of two dense layers of a graph.
     *
     * @param values the layer that is multiplied, f(x W + b)
     * @param gate the name of the layer with V and c, of as many inputs and outputs
     */
    public GatedNetwork(LayerParameters parameters, DenseNetwork.Layer values, String gate) {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(gate, "gate");
        this.values = new DenseNetwork(parameters, values);
        this.gate = new DenseNetwork(parameters, new DenseNetwork.Layer(gate, Activation.SIGMOID));
    }

    @Override
    public void randomize(RandomGenerator random) {
        values.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        valueOutputs = values.forward(input);
        gateOutputs = gate.forward(input);
        INDArray outputs = outputBuffers.get(input.size(0), valueOutputs.size(1));
        ArrayPair.combine(valueOutputs, gateOutputs, outputs, GatedNetwork::multiply);
        return outputs;
    }

    private static void multiply(float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            a[i] *= b[i];
        }
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray gateGradient = split(gradient);
        values.backward(gradient, parameterGradients);
        gate.backward(gateGradient, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray gateGradient = split(gradient);
        INDArray sum = values.backwardToInput(gradient, parameterGradients);
        INDArray second = gate.backwardToInput(gateGradient, parameterGradients);
        ArrayPair.add(sum, second);
        return sum;
    }

    /** Replaces the gradient by y with the gradient by the values, and returns the gradient by the gate. */
    private INDArray split(INDArray gradient) {
        if (valueOutputs.isEmpty()) {
            throw new IllegalStateException("backward before forward");
        }
        InputRows.requireExact("gradient", gradient, valueOutputs.size(1), valueOutputs.size(0));
        INDArray gateGradient = gradientBuffers.get(gradient.size(0), gradient.size(1));
        BLOCKS.run(gradient.length(), () -> new Split(gradient, gateGradient));
        return gateGradient;
    }

    @Override
    public Network linearized() {
        throw new UnsupportedOperationException("a network with a gate has no second derivatives here");
    }

    @Override
    public void close() {
        values.close();
        gate.close();
        outputBuffers.close();
        gradientBuffers.close();
    }

    /** Divides a gradient into those of the values and of the gate. */
    private final class Split implements ChannelBlocks.Worker {

        private final INDArray gradient;
        private final INDArray gateGradient;
        private final float[] byOutput = new float[BLOCKS.width()];
        private final float[] value = new float[BLOCKS.width()];
        private final float[] open = new float[BLOCKS.width()];

        Split(INDArray gradient, INDArray gateGradient) {
            this.gradient = gradient;
            this.gateGradient = gateGradient;
        }

        @Override
        public void work(long offset, int length) {
            HostMemory.read(gradient, offset, byOutput, length);
            HostMemory.read(valueOutputs, offset, value, length);
            HostMemory.read(gateOutputs, offset, open, length);
            for (int i = 0; i < length; i++) {
                value[i] *= byOutput[i];
                byOutput[i] *= open[i];
            }
            HostMemory.write(value, gateGradient, offset, length);
            HostMemory.write(byOutput, gradient, offset, length);
        }
    }
}
