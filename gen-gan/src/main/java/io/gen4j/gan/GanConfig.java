package io.gen4j.gan;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.Setting;
import io.gen4j.adversarial.AdversarialConfig;
import java.util.function.Function;

/**
 * The settings of a {@link Gan}.
 *
 * @param latent size of z, 1 to 4096
 * @param hidden units of the two hidden layers of each network, 1 to 65536
 * @param learningRate of both networks, above 0 and at most 1; {@link AdversarialConfig} may set the discriminator's apart
 * @param beta1 Adam's decay of the mean of the gradients, in [0, 1)
 * @param batchSize images in one update, 1 to 65536
 * @param epochs times through the data, at least 1
 * @param seed from which every random number follows
 * @param adversarial the loss, and what keeps the training stable
 */
public record GanConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,
        @Setting("Adam's learning rate") double learningRate,
        @Setting("Adam's decay of the gradients' mean") double beta1,
        @Setting("images in one update") int batchSize,
        @Setting("times through the data") int epochs,
        @Setting("from which every random number follows") long seed,

        @Setting("loss and stability, see docs/stability.md")
        AdversarialConfig adversarial)
        implements ModelConfig {

    /** 64 – 256 – 256 – 784 against 784 – 256 – 256 – 1 on MNIST. */
    public static final GanConfig DEFAULTS =
            new GanConfig(64, 256, 2e-4, 0.9, 100, 200, 42, AdversarialConfig.DEFAULTS);

    /** @throws IllegalArgumentException if a value lies outside its range */
    public GanConfig {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 65536);
        Checks.requirePositive("learning rate", learningRate, 1);
        if (!(beta1 >= 0 && beta1 < 1)) {
            throw new IllegalArgumentException("beta1 is " + beta1 + ": must be at least 0 and less than 1");
        }
        Checks.requireWithin("batch size", batchSize, 1, 65536);
        Checks.requireWithin("epochs", epochs, 1, 1_000_000);
    }

    /** Starts from the {@link #DEFAULTS}. */
    public static Builder<GanConfig> builder() {
        return new Builder<>(Function.identity());
    }

    /**
     * Collects settings.
     *
     * @param <T> what is made of them: the settings themselves, or a model
     */
    public static final class Builder<T> {

        private int latent = DEFAULTS.latent;
        private int hidden = DEFAULTS.hidden;
        private double learningRate = DEFAULTS.learningRate;
        private double beta1 = DEFAULTS.beta1;
        private int batchSize = DEFAULTS.batchSize;
        private int epochs = DEFAULTS.epochs;
        private long seed = DEFAULTS.seed;
        private AdversarialConfig adversarial = DEFAULTS.adversarial;

        private final Function<GanConfig, T> result;

        Builder(Function<GanConfig, T> result) {
            this.result = result;
        }

        /** See {@link GanConfig#latent()}. */
        public Builder<T> latent(int value) {
            latent = value;
            return this;
        }

        /** See {@link GanConfig#hidden()}. */
        public Builder<T> hidden(int value) {
            hidden = value;
            return this;
        }

        /** See {@link GanConfig#learningRate()}. */
        public Builder<T> learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** See {@link GanConfig#beta1()}. */
        public Builder<T> beta1(double value) {
            beta1 = value;
            return this;
        }

        /** See {@link GanConfig#batchSize()}. */
        public Builder<T> batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** See {@link GanConfig#epochs()}. */
        public Builder<T> epochs(int value) {
            epochs = value;
            return this;
        }

        /** See {@link GanConfig#seed()}. */
        public Builder<T> seed(long value) {
            seed = value;
            return this;
        }

        /** See {@link GanConfig#adversarial()}. */
        public Builder<T> adversarial(AdversarialConfig value) {
            adversarial = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value lies outside its range */
        public T build() {
            return result.apply(
                    new GanConfig(latent, hidden, learningRate, beta1, batchSize, epochs, seed, adversarial));
        }
    }
}
