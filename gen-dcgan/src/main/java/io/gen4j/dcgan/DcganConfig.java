package io.gen4j.dcgan;

import io.gen4j.Checks;
import io.gen4j.ModelConfigs;
import io.gen4j.Setting;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialConfigBuilder;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.AdversarialModelConfig;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import java.util.Objects;
import java.util.function.Function;

/**
 * The settings of a {@link Dcgan} or a {@link ConditionalDcgan}, and of its training. Start from {@link #builder()}.
 *
 * @param latent the size of the latent z, 1 to 4096
 * @param features the channels of the layers next to the image, 1 to 1024. Each layer further from the image has twice
 *     as many
 * @param conditional whether both networks take the label
 * @param discriminatorBatchNorm whether the discriminator has batch normalisation, as in the paper. Without it, its
 *     layers have biases instead, except the first, {@code down1}, which never has them. That is usual with spectral
 *     normalisation (Miyato et al. 2018), and required with a penalty on the gradient
 * @param discriminatorFeatures the channels of the discriminator's layer next to the image, 0 to 1024; 0 for those of the
 *     generator
 * @param discriminatorConvolutions the 3 x 3 convolutions before the discriminator's last layer, 0 to 4, the first of
 *     which doubles the channels (Miyato et al. 2018, table 3). Without any, the output is a sum over small patches,
 *     which sees each of them but not what they make together
 * @param residual whether the layers that double or halve the sides become residual blocks (Miyato et al. 2018, appendix
 *     D): one more 3 x 3 convolution each, and a shortcut past both. They cost two to three times as much, and suit 32 to
 *     128 pixels
 * @param generatorLabel how a conditional generator takes the label
 * @param discriminatorLabel how a conditional discriminator takes the label
 * @param learningRate Adam's learning rate for both networks, above 0 and at most 1; {@link AdversarialConfig} can set
 *     another one for the discriminator
 * @param beta1 Adam's decay of the mean of the gradients, in [0, 1)
 * @param batchSize images in one update, 2 to 65536: batch normalisation needs at least two images
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 * @param adversarial the loss, and the measures for stable training
 */
public record DcganConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("channels of the layers next to the image") int features,
        @Setting("whether the networks take the label") boolean conditional,

        @Setting("batch normalisation in the discriminator too; switch it off with spectral norm or a penalty")
        boolean discriminatorBatchNorm,

        @Setting("channels of the discriminator's layer next to the image; 0 for those of the generator")
        int discriminatorFeatures,

        @Setting("3 x 3 convolutions before the discriminator's last layer, which then sees larger parts")
        int discriminatorConvolutions,

        @Setting("residual blocks in both networks, for pictures of 32 to 128 pixels: better and slower")
        boolean residual,

        @Setting("how a conditional generator takes the label: appended to the latent, or also by batch normalisation")
        GeneratorLabel generatorLabel,

        @Setting("how a conditional discriminator takes the label: appended to the image, or by projection")
        DiscriminatorLabel discriminatorLabel,

        @Setting("Adam's learning rate") double learningRate,

        @Setting("Adam's decay of the mean of the gradients (beta1)")
        double beta1,

        @Setting("images in one update") int batchSize,
        @Setting("passes through the data") int epochs,
        @Setting("seed of every random number") long seed,

        @Setting("loss and stability; see docs/stability.md")
        AdversarialConfig adversarial)
        implements AdversarialModelConfig {

    /** As published, for images of 64 x 64 pixels (Radford et al. 2016): hours on a CPU. */
    public static final DcganConfig DEFAULTS = new DcganConfig(
            100,
            64,
            false,
            true,
            0,
            0,
            false,
            GeneratorLabel.INPUT,
            DiscriminatorLabel.INPUT,
            2e-4,
            0.5,
            64,
            25,
            42,
            AdversarialConfig.DEFAULTS);

    /** Half as many channels: with images of 28 x 28 pixels, minutes on a CPU. */
    public static final DcganConfig QUICK = builder().features(32).epochs(10).build();

    /**
     * For the best pictures, with or without labels: the hinge loss and spectral normalisation (Miyato et al. 2018), labels
     * by normalisation and projection (Miyato and Koyama 2018), and a discriminator that sees larger parts. The learning
     * rates are four times those of the papers: spectral normalisation bears them, and a training takes minutes.
     */
    public static final DcganConfig BEST = builder()
            .features(64)
            .discriminatorBatchNorm(false)
            .discriminatorFeatures(32)
            .discriminatorConvolutions(1)
            .generatorLabel(GeneratorLabel.NORMALIZATION)
            .discriminatorLabel(DiscriminatorLabel.PROJECTION)
            .learningRate(8e-4)
            .beta1(0)
            .epochs(14)
            .adversarial(AdversarialConfig.builder()
                    .loss(AdversarialLoss.HINGE)
                    .spectralNorm(true)
                    .discriminatorLearningRate(1.6e-3)
                    .build())
            .build();

    /** @throws IllegalArgumentException if a value lies outside its range, or two do not go together */
    public DcganConfig {
        AdversarialModelConfig.require(latent, learningRate, beta1, batchSize, epochs, 2);
        Objects.requireNonNull(adversarial, "adversarial");
        AdversarialModelConfig.requireLabels(adversarial, conditional);
        Objects.requireNonNull(generatorLabel, "generatorLabel");
        Objects.requireNonNull(discriminatorLabel, "discriminatorLabel");
        Checks.requireWithin("features", features, 1, 1024);
        Checks.requireWithin("discriminator features", discriminatorFeatures, 0, 1024);
        Checks.requireWithin("discriminator convolutions", discriminatorConvolutions, 0, 4);
        if (discriminatorBatchNorm && adversarial.penalty().isPresent()) {
            throw new IllegalArgumentException(adversarial.penalty().get()
                    + ": cannot be had with batch normalisation, through which no image's gradient is its own;"
                    + " set discriminator batch norm to false");
        }
        if (discriminatorBatchNorm && adversarial.loss().isRelativistic()) {
            throw new IllegalArgumentException("loss is " + ModelConfigs.text(adversarial.loss())
                    + ": cannot be had with batch normalisation, which needs real and fake images apart;"
                    + " set discriminator batch norm to false");
        }
    }

    /** Starts from the {@link #DEFAULTS}, for a {@link Dcgan}. */
    public static Builder<DcganConfig> builder() {
        return new Builder<>(false, Function.identity());
    }

    /** Starts from the {@link #DEFAULTS}, for a {@link ConditionalDcgan}. */
    public static Builder<DcganConfig> conditionalBuilder() {
        return new Builder<>(true, Function.identity());
    }

    /**
     * Collects settings.
     *
     * @param <T> the result: the settings themselves, or a model
     */
    public static final class Builder<T> extends AdversarialConfigBuilder<DcganConfig, T, Builder<T>> {

        private int features = DEFAULTS.features;
        private boolean discriminatorBatchNorm = DEFAULTS.discriminatorBatchNorm;
        private int discriminatorFeatures = DEFAULTS.discriminatorFeatures;
        private int discriminatorConvolutions = DEFAULTS.discriminatorConvolutions;
        private boolean residual = DEFAULTS.residual;
        private GeneratorLabel generatorLabel = DEFAULTS.generatorLabel;
        private DiscriminatorLabel discriminatorLabel = DEFAULTS.discriminatorLabel;
        private final boolean conditional;

        Builder(boolean conditional, Function<DcganConfig, T> result) {
            super(DEFAULTS, result);
            this.conditional = conditional;
        }

        /** See {@link DcganConfig#features()}. */
        public Builder<T> features(int value) {
            features = value;
            return this;
        }

        /** See {@link DcganConfig#discriminatorBatchNorm()}. */
        public Builder<T> discriminatorBatchNorm(boolean value) {
            discriminatorBatchNorm = value;
            return this;
        }

        /** See {@link DcganConfig#discriminatorFeatures()}. */
        public Builder<T> discriminatorFeatures(int value) {
            discriminatorFeatures = value;
            return this;
        }

        /** See {@link DcganConfig#discriminatorConvolutions()}. */
        public Builder<T> discriminatorConvolutions(int value) {
            discriminatorConvolutions = value;
            return this;
        }

        /** See {@link DcganConfig#residual()}. */
        public Builder<T> residual(boolean value) {
            residual = value;
            return this;
        }

        /** See {@link DcganConfig#generatorLabel()}. */
        public Builder<T> generatorLabel(GeneratorLabel value) {
            generatorLabel = value;
            return this;
        }

        /** See {@link DcganConfig#discriminatorLabel()}. */
        public Builder<T> discriminatorLabel(DiscriminatorLabel value) {
            discriminatorLabel = value;
            return this;
        }

        @Override
        protected DcganConfig config() {
            return new DcganConfig(
                    latent(),
                    features,
                    conditional,
                    discriminatorBatchNorm,
                    discriminatorFeatures,
                    discriminatorConvolutions,
                    residual,
                    generatorLabel,
                    discriminatorLabel,
                    learningRate(),
                    beta1(),
                    batchSize(),
                    epochs(),
                    seed(),
                    adversarial());
        }
    }
}
