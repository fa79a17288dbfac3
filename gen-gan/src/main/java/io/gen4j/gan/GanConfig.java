package io.gen4j.gan;

import io.gen4j.Checks;
import io.gen4j.Setting;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialConfigBuilder;
import io.gen4j.adversarial.AdversarialModelConfig;
import java.util.Objects;
import java.util.function.Function;

/**
 * The settings of a {@link Gan} and its training. Start from {@link #builder()}.
 *
 * @param latent the size of the latent z, 1 to 4096
 * @param hidden the units of the two hidden layers of each network, 1 to 65536
 * @param generatorBatchNorm whether batch normalisation follows the generator's hidden layers (Radford et al. 2016)
 * @param learningRate Adam's learning rate for both networks, above 0 and at most 1; {@link AdversarialConfig} can set
 *     another one for the discriminator
 * @param beta1 Adam's decay of the mean of the gradients, in [0, 1)
 * @param batchSize images in one update, 1 to 65536; at least 2 with batch normalisation
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 * @param adversarial the loss, and the measures for stable training
 */
public record GanConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,
        @Setting("batch normalisation in the generator") boolean generatorBatchNorm,

        @Setting("Adam's learning rate") double learningRate,

        @Setting("Adam's decay of the mean of the gradients (beta1)")
        double beta1,

        @Setting("images in one update") int batchSize,
        @Setting("passes through the data") int epochs,
        @Setting("seed of every random number") long seed,

        @Setting("loss and stability; see docs/stability.md")
        AdversarialConfig adversarial)
        implements AdversarialModelConfig {

    /** 64 – 256 – 256 – 784 against 784 – 256 – 256 – 1 on MNIST. */
    public static final GanConfig DEFAULTS =
            new GanConfig(64, 256, false, 2e-4, 0.9, 100, 200, 42, AdversarialConfig.DEFAULTS);

    /**
     * For the best pictures of the same layers: batch normalisation in the generator, and R1 (Mescheder et al. 2018) on the
     * discriminator. Both bear four times the learning rate of the {@link #DEFAULTS}, so half of the epochs suffice.
     */
    public static final GanConfig BEST = builder()
            .generatorBatchNorm(true)
            .learningRate(8e-4)
            .beta1(0.5)
            .epochs(100)
            .adversarial(AdversarialConfig.builder().r1(1).penaltyInterval(8).build())
            .build();

    /** @throws IllegalArgumentException if a value lies outside its range */
    public GanConfig {
        AdversarialModelConfig.require(latent, learningRate, beta1, batchSize, epochs, generatorBatchNorm ? 2 : 1);
        Objects.requireNonNull(adversarial, "adversarial");
        AdversarialModelConfig.requireLabels(adversarial, false);
        Checks.requireWithin("hidden", hidden, 1, 65536);
    }

    /** Starts from the {@link #DEFAULTS}. */
    public static Builder<GanConfig> builder() {
        return new Builder<>(Function.identity());
    }

    /**
     * Collects settings.
     *
     * @param <T> the result: the settings themselves, or a model
     */
    public static final class Builder<T> extends AdversarialConfigBuilder<GanConfig, T, Builder<T>> {

        private int hidden = DEFAULTS.hidden;
        private boolean generatorBatchNorm = DEFAULTS.generatorBatchNorm;

        Builder(Function<GanConfig, T> result) {
            super(DEFAULTS, result);
        }

        /** See {@link GanConfig#hidden()}. */
        public Builder<T> hidden(int value) {
            hidden = value;
            return this;
        }

        /** See {@link GanConfig#generatorBatchNorm()}. */
        public Builder<T> generatorBatchNorm(boolean value) {
            generatorBatchNorm = value;
            return this;
        }

        @Override
        protected GanConfig config() {
            return new GanConfig(
                    latent(),
                    hidden,
                    generatorBatchNorm,
                    learningRate(),
                    beta1(),
                    batchSize(),
                    epochs(),
                    seed(),
                    adversarial());
        }
    }
}
