package io.gen4j.vae;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigBuilder;
import io.gen4j.Setting;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.Objects;
import java.util.function.Function;

/**
 * The settings of a {@link Vae} or a {@link ConditionalVae}, and of its training. Start from {@link #builder()} or
 * {@link #conditionalBuilder()}.
 *
 * @param latent the size of the latent z, 1 to 4096
 * @param hidden the units of each hidden layer of encoder and decoder, 1 to 65536
 * @param layers the hidden layers of the encoder, and of the decoder, 1 to 16. The number of convolutions depends on
 *     the image instead
 * @param activation the activation of the hidden layers
 * @param conv whether the layers next to the image are convolutions
 * @param features the channels of the convolutions next to the image, 1 to 1024. Each layer further from the image has
 *     twice as many
 * @param beta the weight of the divergence of q(z|x) from the prior in training, above 0 and at most 1,000,000. The
 *     value 1 maximises the evidence lower bound. Larger values disentangle the latent's numbers (Higgins et al. 2017)
 * @param warmUpSteps the number of updates, 0 or more, over which the weight rises linearly from 0. A warm-up keeps the
 *     latents in use early on (Bowman et al. 2016, Sønderby et al. 2016). MNIST has 469 updates per epoch in batches of
 *     128
 * @param output the distribution of a pixel given z
 * @param binarize whether to draw black or white pixels from the grey ones, for a Bernoulli output. The grey value is
 *     the probability of white. Each use of an image draws its pixels again (Salakhutdinov and Murray 2008, Burda et
 *     al. 2015)
 * @param variance the variance of a pixel for a Gaussian output, above 0 and at most 100; 0 learns one for all pixels
 * @param conditional whether encoder and decoder take the label of an image (Sohn, Lee and Yan 2015)
 * @param learningRate Adam's learning rate, above 0 and at most 1
 * @param schedule the change of the learning rate during the training
 * @param batchSize images in one update, 1 to 65536
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 */
public record VaeConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,

        @Setting("hidden layers of the encoder, and of the decoder")
        int layers,

        @Setting("activation of the hidden layers") Activation activation,

        @Setting("whether the layers next to the image are convolutions")
        boolean conv,

        @Setting("channels of the convolutions next to the image")
        int features,

        @Setting("weight of the divergence from the prior in training; more than 1 disentangles")
        double beta,

        @Setting("updates over which beta rises from 0") int warmUpSteps,

        @Setting("distribution of the pixels, bernoulli or gaussian")
        Output output,

        @Setting("draw black or white pixels from the grey ones at each use")
        boolean binarize,

        @Setting("variance of gaussian pixels; 0 learns one")
        double variance,

        @Setting("whether the networks take the label of an image")
        boolean conditional,

        @Setting("Adam's learning rate") double learningRate,

        @Setting("how the learning rate falls during the training")
        LearningRateSchedule schedule,

        @Setting("images in one update") int batchSize,
        @Setting("passes through the data") int epochs,
        @Setting("seed of every random number") long seed)
        implements ModelConfig {

    /** The layer sizes 784, 400, 20, 400 and 784 on MNIST, as in most tutorials. */
    public static final VaeConfig DEFAULTS = new VaeConfig(
            20,
            400,
            1,
            Activation.RELU,
            false,
            32,
            1,
            0,
            Output.BERNOULLI,
            false,
            0,
            false,
            1e-3,
            LearningRateSchedule.CONSTANT,
            128,
            30,
            42);

    private static final int MAX_LAYERS = 16;
    private static final double MAX_BETA = 1e6;
    private static final int MAX_WARM_UP = 1_000_000_000;
    private static final double MAX_VARIANCE = 100;

    /** The distribution of a pixel, given the latent. */
    public enum Output {
        /**
         * A Bernoulli distribution with the decoder's probability of white. A grey pixel counts as such a probability.
         */
        BERNOULLI,
        /** A normal distribution with the decoder's output as its mean, and one variance for all pixels. */
        GAUSSIAN
    }

    /** @throws IllegalArgumentException if a value lies outside its range */
    public VaeConfig {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 65536);
        Checks.requireWithin("layers", layers, 1, MAX_LAYERS);
        Objects.requireNonNull(activation, "activation");
        if (conv && layers != 1) {
            throw new IllegalArgumentException("layers is " + layers
                    + ": with convolutions there are as many as the images need, leave it out or leave conv out");
        }
        Checks.requireWithin("features", features, 1, 1024);
        Checks.requirePositive("beta", beta, MAX_BETA);
        Checks.requireWithin("warm-up steps", warmUpSteps, 0, MAX_WARM_UP);
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(schedule, "schedule");
        if (binarize && output != Output.BERNOULLI) {
            throw new IllegalArgumentException(
                    "binarize is true: pixels that are black or white need the output bernoulli");
        }
        if (variance != 0) {
            Checks.requirePositive("variance", variance, MAX_VARIANCE);
            requireGaussian(output, variance);
        }
        Checks.requireTraining(learningRate, batchSize, 1, epochs);
    }

    private static void requireGaussian(Output output, double variance) {
        if (output != Output.GAUSSIAN) {
            throw new IllegalArgumentException("variance is " + variance
                    + ": a bernoulli output has none to set, choose the output gaussian or leave it out");
        }
    }

    /** Whether the variance of the pixels is learnt. */
    boolean learnsVariance() {
        return output == Output.GAUSSIAN && variance == 0;
    }

    /** A builder that starts from the {@link #DEFAULTS}, for a {@link Vae}. */
    public static Builder<VaeConfig> builder() {
        return new Builder<>(false, Function.identity());
    }

    /** A builder that starts from the {@link #DEFAULTS}, for a {@link ConditionalVae}. */
    public static Builder<VaeConfig> conditionalBuilder() {
        return new Builder<>(true, Function.identity());
    }

    /**
     * Builds the settings, or a model with them.
     *
     * @param <T> the result: the settings themselves, or a model
     */
    public static final class Builder<T> extends ModelConfigBuilder<VaeConfig, T, Builder<T>> {

        private int latent = DEFAULTS.latent;
        private int hidden = DEFAULTS.hidden;
        private int layers = DEFAULTS.layers;
        private Activation activation = DEFAULTS.activation;
        private boolean conv = DEFAULTS.conv;
        private int features = DEFAULTS.features;
        private double beta = DEFAULTS.beta;
        private int warmUpSteps = DEFAULTS.warmUpSteps;
        private Output output = DEFAULTS.output;
        private boolean binarize = DEFAULTS.binarize;
        private double variance = DEFAULTS.variance;
        private LearningRateSchedule schedule = DEFAULTS.schedule;

        private final boolean conditional;

        Builder(boolean conditional, Function<VaeConfig, T> result) {
            super(DEFAULTS.learningRate, DEFAULTS, result);
            this.conditional = conditional;
        }

        /** See {@link VaeConfig#latent()}. */
        public Builder<T> latent(int value) {
            latent = value;
            return this;
        }

        /** See {@link VaeConfig#hidden()}. */
        public Builder<T> hidden(int value) {
            hidden = value;
            return this;
        }

        /** See {@link VaeConfig#layers()}. */
        public Builder<T> layers(int value) {
            layers = value;
            return this;
        }

        /** See {@link VaeConfig#activation()}. */
        public Builder<T> activation(Activation value) {
            activation = value;
            return this;
        }

        /** See {@link VaeConfig#conv()}. */
        public Builder<T> conv(boolean value) {
            conv = value;
            return this;
        }

        /** See {@link VaeConfig#features()}. */
        public Builder<T> features(int value) {
            features = value;
            return this;
        }

        /** See {@link VaeConfig#beta()}. */
        public Builder<T> beta(double value) {
            beta = value;
            return this;
        }

        /** See {@link VaeConfig#warmUpSteps()}. */
        public Builder<T> warmUpSteps(int value) {
            warmUpSteps = value;
            return this;
        }

        /** See {@link VaeConfig#output()}. */
        public Builder<T> output(Output value) {
            output = value;
            return this;
        }

        /** See {@link VaeConfig#binarize()}. */
        public Builder<T> binarize(boolean value) {
            binarize = value;
            return this;
        }

        /** See {@link VaeConfig#variance()}. */
        public Builder<T> variance(double value) {
            variance = value;
            return this;
        }

        /** See {@link VaeConfig#schedule()}. */
        public Builder<T> schedule(LearningRateSchedule value) {
            schedule = value;
            return this;
        }

        @Override
        protected VaeConfig config() {
            return new VaeConfig(
                    latent,
                    hidden,
                    layers,
                    activation,
                    conv,
                    features,
                    beta,
                    warmUpSteps,
                    output,
                    binarize,
                    variance,
                    conditional,
                    learningRate(),
                    schedule,
                    batchSize(),
                    epochs(),
                    seed());
        }
    }
}
