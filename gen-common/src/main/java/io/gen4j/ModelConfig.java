package io.gen4j;

import io.gen4j.nn.optim.LearningRateSchedule;

/**
 * The settings of one model and its training. Implement it by a record for a model of your own.
 *
 * <p>Each component is a number, a boolean, a string, an enum or a record of these, and has a {@link Setting}. The
 * constructor checks the values and throws an {@link IllegalArgumentException} that names the setting. The settings are
 * saved as a JSON object with the components' names.
 */
public interface ModelConfig {

    /** The number of passes through the data. */
    int epochs();

    /** The number of images in one update. */
    int batchSize();

    /** The seed of every random number: the initial weights, the order of the data, and noise. */
    long seed();

    /** The change of the learning rate during the training. It is constant for models without such a setting. */
    default LearningRateSchedule schedule() {
        return LearningRateSchedule.CONSTANT;
    }
}
