package io.gen4j.nn;

import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.internal.ChannelPass;
import io.gen4j.runtime.internal.ArraysBySize;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation of each column and an activation, behind a dense layer. */
final class NormalizationNetwork implements Network {

    private final LayerParameters parameters;
    private final ChannelPass pass;
    private final int width;
    private final boolean counts;
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private INDArray input = Nd4j.empty(DataType.FLOAT);

    /** @param counts whether this network counts the batches of its graph: one of the graph's networks does */
    NormalizationNetwork(LayerParameters parameters, ChannelPass pass, int width, boolean counts) {
        this.parameters = parameters;
        this.pass = pass;
        this.width = width;
        this.counts = counts;
    }

    @Override
    public INDArray forward(INDArray input) {
        if (counts) {
            parameters.countBatch();
        }
        this.input = input;
        INDArray output = outputsBySize.get(input.size(0), width);
        pass.forward(input, output);
        return output;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        backwardToInput(gradient, parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray result = gradientsBySize.get(input.size(0), width);
        result.assign(gradient);
        pass.backward(input, outputsBySize.get(input.size(0), width), result, parameterGradients);
        return result;
    }

    @Override
    public void close() {
        for (ArraysBySize arrays : List.of(outputsBySize, gradientsBySize)) {
            arrays.close();
        }
    }
}
