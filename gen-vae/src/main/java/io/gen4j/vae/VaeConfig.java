package io.gen4j.vae;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigBuilder;
import io.gen4j.Setting;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.function.Function;

/**
 * The settings of a {@link Vae}, or of a {@link ConditionalVae}.
 *
 * @param latent size of z, 1 to 4096
 * @param hidden units of each hidden layer of the encoder and of the decoder, 1 to 65536
 * @param layers hidden layers of the encoder, and as many of the decoder, 1 to 16; convolutions come in a number of their own
 * @param activation of the hidden layers
 * @param conv whether the layers next to the image are convolutions
 * @param features channels of the convolutions next to the image, 1 to 1024; each layer further from it has twice as many
 * @param beta what the divergence of q(z|x) from the prior counts for in training, above 0 and at most 1,000,000: 1
 *     maximises the evidence lower bound, more gives latents whose numbers vary by themselves (Higgins et al. 2017)
 * @param warmUpSteps updates over which that weight rises linearly from 0, 0 or more, lest the latents fall out of use
 *     early on (Bowman et al. 2016, Sønderby et al. 2016); MNIST in batches of 128 has 469 updates an epoch
 * @param output the distribution of a pixel, given z
 * @param binarize whether the pixels of a Bernoulli output are black or white: whenever an image is looked at, each of its pixels
 *     is drawn anew, white with its grey value as the probability (Salakhutdinov and Murray 2008, Burda et al. 2015)
 * @param variance of a pixel, for a Gaussian output: above 0 and at most 100, or 0 to learn one for all pixels
 * @param conditional whether encoder and decoder are told the label of an image (Sohn, Lee and Yan 2015)
 * @param learningRate of Adam, above 0 and at most 1
 * @param schedule how it falls during the training
 * @param batchSize images in one update, 1 to 65536
 * @param epochs times through the data, at least 1
 * @param seed from which every random number follows
 */
public record VaeConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,

        @Setting("hidden layers on either side of the latent")
        int layers,

        @Setting("activation of the hidden layers") Activation activation,

        @Setting("whether the layers next to the image are convolutions")
        boolean conv,

        @Setting("channels of the convolutions next to the image")
        int features,

        @Setting("weight of the divergence from the prior in training; more than 1 disentangles")
        double beta,

        @Setting("updates over which that weight rises from 0")
        int warmUpSteps,

        @Setting("distribution of the pixels, bernoulli or gaussian")
        Output output,

        @Setting("draw black or white pixels of the grey ones, anew each time")
        boolean binarize,

        @Setting("variance of gaussian pixels; 0 learns one")
        double variance,

        @Setting("whether the networks are told the label of an image")
        boolean conditional,

        @Setting("Adam's learning rate") double learningRate,

        @Setting("how the learning rate falls during the training")
        LearningRateSchedule schedule,

        @Setting("images in one update") int batchSize,
        @Setting("times through the data") int epochs,
        @Setting("from which every random number follows") long seed)
        implements ModelConfig {

    /** 784 – 400 – 20 – 400 – 784 on MNIST, as most tutorials have it. */
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
        /** Black or white, with the probability that the decoder gives; grey pixels count as such a probability. */
        BERNOULLI,
        /** Normally distributed about the decoder's output, with one variance for all pixels. */
        GAUSSIAN
    }

    /** @throws IllegalArgumentException if a value lies outside its range */
    public VaeConfig {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 65536);
        Checks.requireWithin("layers", layers, 1, MAX_LAYERS);
        if (conv && layers != 1) {
            throw new IllegalArgumentException("layers is " + layers
                    + ": with convolutions there are as many as the images need, leave it out or leave conv out");
        }
        Checks.requireWithin("features", features, 1, 1024);
        Checks.requirePositive("beta", beta, MAX_BETA);
        Checks.requireWithin("warm-up steps", warmUpSteps, 0, MAX_WARM_UP);
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

    /** Whether the pixels' variance is among the parameters. */
    boolean learnsVariance() {
        return output == Output.GAUSSIAN && variance == 0;
    }

    /** Starts from the {@link #DEFAULTS}, for a {@link Vae}. */
    public static Builder<VaeConfig> builder() {
        return new Builder<>(false, Function.identity());
    }

    /** Starts from the {@link #DEFAULTS}, for a {@link ConditionalVae}. */
    public static Builder<VaeConfig> conditionalBuilder() {
        return new Builder<>(true, Function.identity());
    }

    /**
     * Collects settings.
     *
     * @param <T> what is made of them: the settings themselves, or a model
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
