package io.gen4j.cgan;

import io.gen4j.Checks;
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
 * The settings of a {@link ConditionalGan} and its training. Start from {@link #builder()}.
 *
 * @param latent the size of the latent z, 1 to 4096
 * @param embedding the width of the label's embedding, 1 to 4096
 * @param hidden the units of the narrowest hidden layer, 1 to 16384
 * @param dropout the probability to drop each output of the discriminator's hidden layers, in [0, 1)
 * @param generatorLabel how the generator takes the label; {@link GeneratorLabel#NORMALIZATION} adds batch normalisation to
 *     its hidden layers
 * @param discriminatorLabel how the discriminator takes the label
 * @param learningRate Adam's learning rate for both networks, above 0 and at most 1; {@link AdversarialConfig} can set
 *     another one for the discriminator
 * @param beta1 Adam's decay of the mean of the gradients, in [0, 1)
 * @param batchSize images in one update, 1 to 65536; at least 2 with batch normalisation
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 * @param adversarial the loss, and the measures for stable training
 */
public record ConditionalGanConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("numbers that stand for a label") int embedding,

        @Setting("units of the narrowest hidden layer; the others have two and four times as many")
        int hidden,

        @Setting("chance to drop an output of a hidden layer of the discriminator")
        double dropout,

        @Setting("how the generator takes the label: appended to the latent, or also by batch normalisation")
        GeneratorLabel generatorLabel,

        @Setting("how the discriminator takes the label: appended to the image, or by projection")
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

    /** 110 – 256 – 512 – 1024 – 784 against 794 – 1024 – 512 – 256 – 1 on MNIST. */
    public static final ConditionalGanConfig DEFAULTS = new ConditionalGanConfig(
            100,
            10,
            256,
            0.4,
            GeneratorLabel.INPUT,
            DiscriminatorLabel.INPUT,
            1e-4,
            0.9,
            32,
            30,
            42,
            AdversarialConfig.DEFAULTS);

    /**
     * For the best pictures of the same layers: pairs with R1 and R2 (Huang et al. 2024), and labels by normalisation and
     * projection (Miyato and Koyama 2018).
     */
    public static final ConditionalGanConfig BEST = builder()
            .dropout(0)
            .generatorLabel(GeneratorLabel.NORMALIZATION)
            .discriminatorLabel(DiscriminatorLabel.PROJECTION)
            .learningRate(2e-4)
            .beta1(0)
            .batchSize(64)
            .adversarial(AdversarialConfig.builder()
                    .loss(AdversarialLoss.RELATIVISTIC)
                    .r1(1)
                    .r2(1)
                    .penaltyInterval(4)
                    .build())
            .build();

    /** @throws IllegalArgumentException if a value lies outside its range */
    public ConditionalGanConfig {
        Objects.requireNonNull(generatorLabel, "generatorLabel");
        Objects.requireNonNull(discriminatorLabel, "discriminatorLabel");
        int smallestBatch = generatorLabel == GeneratorLabel.NORMALIZATION ? 2 : 1;
        AdversarialModelConfig.require(latent, learningRate, beta1, batchSize, epochs, smallestBatch);
        Objects.requireNonNull(adversarial, "adversarial");
        AdversarialModelConfig.requireLabels(adversarial, true);
        Checks.requireFraction("dropout", dropout);
        Checks.requireWithin("embedding", embedding, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 16384);
    }

    /** Starts from the {@link #DEFAULTS}. */
    public static Builder<ConditionalGanConfig> builder() {
        return new Builder<>(Function.identity());
    }

    /**
     * Collects settings.
     *
     * @param <T> the result: the settings themselves, or a model
     */
    public static final class Builder<T> extends AdversarialConfigBuilder<ConditionalGanConfig, T, Builder<T>> {

        private int embedding = DEFAULTS.embedding;
        private int hidden = DEFAULTS.hidden;
        private double dropout = DEFAULTS.dropout;
        private GeneratorLabel generatorLabel = DEFAULTS.generatorLabel;
        private DiscriminatorLabel discriminatorLabel = DEFAULTS.discriminatorLabel;

        Builder(Function<ConditionalGanConfig, T> result) {
            super(DEFAULTS, result);
        }

        /** See {@link ConditionalGanConfig#embedding()}. */
        public Builder<T> embedding(int value) {
            embedding = value;
            return this;
        }

        /** See {@link ConditionalGanConfig#hidden()}. */
        public Builder<T> hidden(int value) {
            hidden = value;
            return this;
        }

        /** See {@link ConditionalGanConfig#dropout()}. */
        public Builder<T> dropout(double value) {
            dropout = value;
            return this;
        }

        /** See {@link ConditionalGanConfig#generatorLabel()}. */
        public Builder<T> generatorLabel(GeneratorLabel value) {
            generatorLabel = value;
            return this;
        }

        /** See {@link ConditionalGanConfig#discriminatorLabel()}. */
        public Builder<T> discriminatorLabel(DiscriminatorLabel value) {
            discriminatorLabel = value;
            return this;
        }

        @Override
        protected ConditionalGanConfig config() {
            return new ConditionalGanConfig(
                    latent(),
                    embedding,
                    hidden,
                    dropout,
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
