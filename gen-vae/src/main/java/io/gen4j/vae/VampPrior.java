package io.gen4j.vae;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.prior.internal.DiagonalMixture;
import io.gen4j.prior.internal.TrainedPrior;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The VampPrior: the mixture of the encoder's distributions of pseudo-inputs, p(z) = 1/K sum_k q(z|u_k) (Tomczak and
 * Welling 2018, arXiv:1705.07120).
 */
final class VampPrior implements TrainedPrior {

    private final PseudoInputs inputs;
    private final Network encoder;
    private final DiagonalMixture mixture;

    VampPrior(VaeArchitecture architecture, GraphParameters parameters, int latent) {
        inputs = new PseudoInputs(parameters);
        encoder = architecture.newEncoder(parameters);
        mixture = new DiagonalMixture(latent);
    }

    /** Computes the moments of the components, {@code [components, 2 latent]}: means, then log variances. */
    INDArray moments() {
        return encoder.forward(inputs.forward());
    }

    @Override
    public double[] logDensities(INDArray latents) {
        return mixture.logDensities(latents, moments());
    }

    @Override
    public INDArray backward(float[] weights) {
        return mixture.backward(weights);
    }

    @Override
    public void backwardParameters() {
        inputs.backward(encoder.backwardToInput(mixture.momentGradients(), ParameterGradients.ADD));
    }

    @Override
    public void close() {
        inputs.close();
        encoder.close();
        mixture.close();
    }
}
