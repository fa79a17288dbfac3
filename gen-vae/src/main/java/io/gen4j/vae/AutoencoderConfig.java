package io.gen4j.vae;

import io.gen4j.Checks;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigBuilder;
import io.gen4j.Setting;
import java.util.function.Function;

/**
 * The settings of an {@link Autoencoder} and its training. Start from {@link #builder()}.
 *
 * @param latent the size of the latent z, 1 to 4096
 * @param hidden the units of the encoder's hidden layer, and of the decoder's, 1 to 65536
 * @param learningRate Adam's learning rate, above 0 and at most 1
 * @param batchSize images in one update, 1 to 65536
 * @param epochs passes through the data, at least 1
 * @param seed the seed of every random number
 */
public record AutoencoderConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,
        @Setting("Adam's learning rate") double learningRate,
        @Setting("images in one update") int batchSize,
        @Setting("passes through the data") int epochs,
        @Setting("seed of every random number") long seed)
        implements ModelConfig {

    /** The layer sizes 784, 400, 20, 400 and 784 on MNIST, as in most tutorials. */
    public static final AutoencoderConfig DEFAULTS = new AutoencoderConfig(20, 400, 1e-3, 128, 30, 42);

    /** @throws IllegalArgumentException if a value lies outside its range */
    public AutoencoderConfig {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 65536);
        Checks.requireTraining(learningRate, batchSize, 1, epochs);
    }

    /** A builder that starts from the {@link #DEFAULTS}. */
    public static Builder<AutoencoderConfig> builder() {
        return new Builder<>(Function.identity());
    }

    /**
     * Builds the settings, or a model with them.
     *
     * @param <T> the result: the settings themselves, or a model
     */
    public static final class Builder<T> extends ModelConfigBuilder<AutoencoderConfig, T, Builder<T>> {

        private int latent = DEFAULTS.latent;
        private int hidden = DEFAULTS.hidden;

        Builder(Function<AutoencoderConfig, T> result) {
            super(DEFAULTS.learningRate, DEFAULTS, result);
        }

        /** See {@link AutoencoderConfig#latent()}. */
        public Builder<T> latent(int value) {
            latent = value;
            return this;
        }

        /** See {@link AutoencoderConfig#hidden()}. */
        public Builder<T> hidden(int value) {
            hidden = value;
            return this;
        }

        @Override
        protected AutoencoderConfig config() {
            return new AutoencoderConfig(latent, hidden, learningRate(), batchSize(), epochs(), seed());
        }
    }
}
