package io.gen4j.gan;

import io.gen4j.model.Checks;
import io.gen4j.model.ModelConfig;
import io.gen4j.model.Setting;

/**
 * The settings of a {@link Gan}.
 *
 * @param latent size of z, 1 to 4096
 * @param hidden units of the two hidden layers of each network, 1 to 65536
 * @param learningRate of both networks, above 0 and at most 1
 * @param batchSize images in one update, 1 to 65536
 * @param epochs times through the data, at least 1
 * @param seed from which every random number follows
 */
public record GanConfig(
        @Setting("numbers in one latent") int latent,
        @Setting("units of each hidden layer") int hidden,
        @Setting("Adam's learning rate") double learningRate,
        @Setting("images in one update") int batchSize,
        @Setting("times through the data") int epochs,
        @Setting("from which every random number follows") long seed)
        implements ModelConfig {

    /** 64 – 256 – 256 – 784 against 784 – 256 – 256 – 1 on MNIST. */
    public static final GanConfig DEFAULTS = new GanConfig(64, 256, 2e-4, 100, 200, 42);

    /** @throws IllegalArgumentException if a value lies outside its range */
    public GanConfig {
        Checks.requireWithin("latent", latent, 1, 4096);
        Checks.requireWithin("hidden", hidden, 1, 65536);
        Checks.requirePositive("learning rate", learningRate, 1);
        Checks.requireWithin("batch size", batchSize, 1, 65536);
        Checks.requireWithin("epochs", epochs, 1, 1_000_000);
    }

    /** Starts from the {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings. */
    public static final class Builder {

        private int latent = DEFAULTS.latent;
        private int hidden = DEFAULTS.hidden;
        private double learningRate = DEFAULTS.learningRate;
        private int batchSize = DEFAULTS.batchSize;
        private int epochs = DEFAULTS.epochs;
        private long seed = DEFAULTS.seed;

        private Builder() {}

        /** See {@link GanConfig#latent()}. */
        public Builder latent(int value) {
            latent = value;
            return this;
        }

        /** See {@link GanConfig#hidden()}. */
        public Builder hidden(int value) {
            hidden = value;
            return this;
        }

        /** See {@link GanConfig#learningRate()}. */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** See {@link GanConfig#batchSize()}. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** See {@link GanConfig#epochs()}. */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** See {@link GanConfig#seed()}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value lies outside its range */
        public GanConfig build() {
            return new GanConfig(latent, hidden, learningRate, batchSize, epochs, seed);
        }
    }
}
