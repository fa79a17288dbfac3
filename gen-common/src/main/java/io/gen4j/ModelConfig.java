package io.gen4j;

import io.gen4j.nn.optim.LearningRateSchedule;

/**
 * The settings of one model and its training. An implementation is a record whose components are numbers, booleans,
 * strings, enums or records of such, each with a {@link Setting}; its constructor refuses values that cannot work, with an
 * {@link IllegalArgumentException} that names the setting. It is saved as a JSON object with the components' names.
 */
public interface ModelConfig {

    /** How often a training goes through the data. */
    int epochs();

    /** Images in one update. */
    int batchSize();

    /** From which every random number follows: initial weights, order of the data, noise. */
    long seed();

    /** How the learning rate falls during the training; models without a setting for it keep it. */
    default LearningRateSchedule schedule() {
        return LearningRateSchedule.CONSTANT;
    }
}
