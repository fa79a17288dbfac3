package io.gen4j;

import java.util.function.Function;

/**
 * The base class for the builder of a model's settings. It holds the settings that all models share; the model's
 * builder adds the others.
 *
 * @param <C> the settings
 * @param <T> the result: the settings themselves, or a model with them
 * @param <B> the builder itself
 */
public abstract class ModelConfigBuilder<C extends ModelConfig, T, B extends ModelConfigBuilder<C, T, B>> {

    private final Function<C, T> result;
    private double learningRate;
    private int batchSize;
    private int epochs;
    private long seed;

    /**
     * Starts from a model's defaults.
     *
     * @param result makes the result from the settings
     */
    protected ModelConfigBuilder(double learningRate, C defaults, Function<C, T> result) {
        this.result = result;
        this.learningRate = learningRate;
        this.batchSize = defaults.batchSize();
        this.epochs = defaults.epochs();
        this.seed = defaults.seed();
    }

    /** This builder. */
    @SuppressWarnings("unchecked") // The type parameter says so.
    protected final B self() {
        return (B) this;
    }

    /** The settings so far. */
    protected abstract C config();

    /** Adam's learning rate, above 0 and at most 1. */
    public final B learningRate(double value) {
        learningRate = value;
        return self();
    }

    /** Images in one update, 1 to 65536. */
    public final B batchSize(int value) {
        batchSize = value;
        return self();
    }

    /** Passes through the data, 1 to 1,000,000. */
    public final B epochs(int value) {
        epochs = value;
        return self();
    }

    /** The seed of every random number. */
    public final B seed(long value) {
        seed = value;
        return self();
    }

    /** The learning rate so far. */
    protected final double learningRate() {
        return learningRate;
    }

    /** The batch size so far. */
    protected final int batchSize() {
        return batchSize;
    }

    /** The epochs so far. */
    protected final int epochs() {
        return epochs;
    }

    /** The seed so far. */
    protected final long seed() {
        return seed;
    }

    /**
     * Builds the settings, or a model with them.
     *
     * @throws IllegalArgumentException if a value lies outside its range, or if two values exclude each other; the
     *     message names the setting
     */
    public final T build() {
        return result.apply(config());
    }
}
