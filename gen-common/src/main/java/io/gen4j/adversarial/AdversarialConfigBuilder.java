package io.gen4j.adversarial;

import io.gen4j.ModelConfigBuilder;
import java.util.function.Function;

/**
 * A builder of the settings that every {@link AdversarialModel} has.
 *
 * @param <C> the settings
 * @param <T> the result: the settings themselves, or a model with them
 * @param <B> the builder itself
 */
public abstract class AdversarialConfigBuilder<
                C extends AdversarialModelConfig, T, B extends AdversarialConfigBuilder<C, T, B>>
        extends ModelConfigBuilder<C, T, B> {

    private int latent;
    private double beta1;
    private AdversarialConfig adversarial;

    /**
     * Starts from a model's defaults.
     *
     * @param result creates the result from the settings
     */
    protected AdversarialConfigBuilder(C defaults, Function<C, T> result) {
        super(defaults.learningRate(), defaults, result);
        this.latent = defaults.latent();
        this.beta1 = defaults.beta1();
        this.adversarial = defaults.adversarial();
    }

    /** Sets the numbers in one latent, 1 to 4096. */
    public final B latent(int value) {
        latent = value;
        return self();
    }

    /** Sets Adam's decay of the mean of the gradients, in [0, 1). */
    public final B beta1(double value) {
        beta1 = value;
        return self();
    }

    /** Sets the loss and the measures for a stable training. */
    public final B adversarial(AdversarialConfig value) {
        adversarial = value;
        return self();
    }

    /** The current size of a latent. */
    protected final int latent() {
        return latent;
    }

    /** The current decay. */
    protected final double beta1() {
        return beta1;
    }

    /** The current loss and measures for a stable training. */
    protected final AdversarialConfig adversarial() {
        return adversarial;
    }
}
