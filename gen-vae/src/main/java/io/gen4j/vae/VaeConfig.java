package io.gen4j.vae;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigBuilder;
import io.gen4j.Setting;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.Locale;
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
 * @param gated whether the hidden layers are gated, (x W + b) sigmoid(x V + c), in place of an activation (Dauphin et
 *     al. 2017; in autoencoders, Tomczak and Welling 2018)
 * @param conv whether the layers next to the image are convolutions
 * @param features the channels of the convolutions next to the image, 1 to 1024. Each layer further from the image has
 *     twice as many
 * @param beta the weight of the divergence of q(z|x) from the prior in training, above 0 and at most 1,000,000. The
 *     value 1 maximises the evidence lower bound. Larger values disentangle the latent's numbers (Higgins et al. 2017)
 * @param warmUpSteps the number of updates, 0 or more, over which the weight rises linearly from 0. A warm-up keeps the
 *     latents in use early on (Bowman et al. 2016, Sønderby et al. 2016). MNIST has 469 updates per epoch in batches of
 *     128
 * @param iwae the number of latents per image, K, 1 to 10,000. The training maximises the importance-weighted bound of
 *     K latents, log(1/K sum(p(x|z) p(z) / q(z|x))) (Burda et al. 2015). The value 1 is the evidence lower bound
 * @param dreg whether the encoder's gradient is doubly reparameterised, which has less variance with many latents
 *     (Tucker et al. 2018)
 * @param prior the distribution of z without an image
 * @param pseudoInputs the pseudo-inputs of the prior vamp, 1 to 10,000
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

        @Setting("whether the hidden layers have gates in place of an activation")
        boolean gated,

        @Setting("whether the layers next to the image are convolutions")
        boolean conv,

        @Setting("channels of the convolutions next to the image")
        int features,

        @Setting("weight of the divergence from the prior in training; more than 1 disentangles")
        double beta,

        @Setting("updates over which beta rises from 0") int warmUpSteps,

        @Setting("latents per image in the importance-weighted bound; 1 trains by the usual one")
        int iwae,

        @Setting("doubly reparameterised gradient of the encoder")
        boolean dreg,

        @Setting("distribution of latents without an image, normal or vamp")
        Prior prior,

        @Setting("learnt pseudo-inputs of the prior vamp") int pseudoInputs,

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
            false,
            32,
            1,
            0,
            1,
            false,
            Prior.NORMAL,
            500,
            Output.BERNOULLI,
            false,
            0,
            false,
            1e-3,
            LearningRateSchedule.CONSTANT,
            128,
            30,
            42);

    /**
     * Settings for the likelihood of binarised images, of the size of Tomczak and Welling 2018: two gated layers of 300
     * units, 40 latents and a learnt prior. On MNIST they take less than an hour on two cores.
     */
    public static final VaeConfig BEST = builder()
            .latent(40)
            .hidden(300)
            .layers(2)
            .gated(true)
            .warmUpSteps(5000)
            .prior(Prior.VAMP)
            .pseudoInputs(200)
            .binarize(true)
            .schedule(LearningRateSchedule.COSINE)
            .epochs(400)
            .build();

    private static final int MAX_LAYERS = 16;
    private static final double MAX_BETA = 1e6;
    private static final int MAX_WARM_UP = 1_000_000_000;
    private static final double MAX_VARIANCE = 100;
    private static final int MAX_DRAWS = 10_000;

    /** The distribution of the latent without an image. */
    public enum Prior {
        /** The standard normal distribution. */
        NORMAL,
        /**
         * A mixture of the encoder's distributions of pseudo-inputs, which are learnt (VampPrior; Tomczak and Welling
         * 2018, arXiv:1705.07120). It fits the encoder's latents better than the normal distribution, but each update
         * also encodes the pseudo-inputs.
         */
        VAMP
    }

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
        requireDenseGates(gated, conv, activation);
        Checks.requireWithin("features", features, 1, 1024);
        Checks.requirePositive("beta", beta, MAX_BETA);
        Checks.requireWithin("warm-up steps", warmUpSteps, 0, MAX_WARM_UP);
        Checks.requireWithin("iwae", iwae, 1, MAX_DRAWS);
        Objects.requireNonNull(prior, "prior");
        Checks.requireWithin("pseudo-inputs", pseudoInputs, 1, MAX_DRAWS);
        if (conditional && prior == Prior.VAMP) {
            throw new IllegalArgumentException(
                    "prior is vamp: pseudo-inputs have no labels, leave it out or leave conditional out");
        }
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

    private static void requireDenseGates(boolean gated, boolean conv, Activation activation) {
        if (gated && conv) {
            throw new IllegalArgumentException(
                    "gated is true: convolutions have no gates here, leave gated or conv out");
        }
        if (gated && activation != Activation.RELU) {
            throw new IllegalArgumentException(
                    "activation is " + activation.name().toLowerCase(Locale.ROOT)
                            + ": gated layers have none, leave activation or gated out");
        }
    }

    private static void requireGaussian(Output output, double variance) {
        if (output != Output.GAUSSIAN) {
            throw new IllegalArgumentException("variance is " + variance
                    + ": a bernoulli output has none to set, choose the output gaussian or leave it out");
        }
    }

    /** The activation of the hidden layers in the graph: that of gated ones is the identity. */
    Activation hiddenActivation() {
        return gated ? Activation.IDENTITY : activation;
    }

    /** Whether the prior is learnt. */
    boolean learnsPrior() {
        return prior == Prior.VAMP;
    }

    /** Whether the training's bound is the evidence lower bound with its divergence in closed form. */
    boolean hasClosedFormBound() {
        return iwae == 1 && !dreg && prior == Prior.NORMAL;
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
        private boolean gated = DEFAULTS.gated;
        private boolean conv = DEFAULTS.conv;
        private int features = DEFAULTS.features;
        private double beta = DEFAULTS.beta;
        private int warmUpSteps = DEFAULTS.warmUpSteps;
        private int iwae = DEFAULTS.iwae;
        private boolean dreg = DEFAULTS.dreg;
        private Prior prior = DEFAULTS.prior;
        private int pseudoInputs = DEFAULTS.pseudoInputs;
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

        /** See {@link VaeConfig#gated()}. */
        public Builder<T> gated(boolean value) {
            gated = value;
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

        /** See {@link VaeConfig#iwae()}. */
        public Builder<T> iwae(int value) {
            iwae = value;
            return this;
        }

        /** See {@link VaeConfig#dreg()}. */
        public Builder<T> dreg(boolean value) {
            dreg = value;
            return this;
        }

        /** See {@link VaeConfig#prior()}. */
        public Builder<T> prior(Prior value) {
            prior = value;
            return this;
        }

        /** See {@link VaeConfig#pseudoInputs()}. */
        public Builder<T> pseudoInputs(int value) {
            pseudoInputs = value;
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
                    gated,
                    conv,
                    features,
                    beta,
                    warmUpSteps,
                    iwae,
                    dreg,
                    prior,
                    pseudoInputs,
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
