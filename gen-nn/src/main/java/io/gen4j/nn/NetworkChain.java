package io.gen4j.nn;

import io.gen4j.nn.graph.ParameterGradients;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Two networks in sequence: the second takes the outputs of the first. */
public final class NetworkChain implements Network {

    private final Network first;
    private final Network second;

    /**
     * Creates a chain.
     *
     * @param first closed with the chain
     * @param second closed with the chain
     */
    public NetworkChain(Network first, Network second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        this.first = first;
        this.second = second;
    }

    @Override
    public void randomize(RandomGenerator random) {
        first.randomize(random);
        second.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        return second.forward(first.forward(input));
    }

    /** The second network writes into the target, so that an {@link InferenceEngine} runs it. */
    @Override
    public void forwardInto(INDArray input, INDArray target, long firstRow) {
        second.forwardInto(first.forward(input), target, firstRow);
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        first.backward(second.backwardToInput(gradient, parameterGradients), parameterGradients);
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        return first.backwardToInput(second.backwardToInput(gradient, parameterGradients), parameterGradients);
    }

    @Override
    public Network linearized() {
        return new NetworkChain(first.linearized(), second.linearized());
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
