package io.gen4j.nn.optim;

import io.gen4j.runtime.internal.Arguments;

/** The change of the learning rate during a training, as a factor at each point. Choose one in a model's settings. */
public enum LearningRateSchedule {
    /** Constant: the factor is always 1. */
    CONSTANT {
        @Override
        double valueAt(double done) {
            return 1;
        }
    },
    /** A cosine from 1 to 0: (1 + cos(pi t)) / 2 (Loshchilov and Hutter 2017, without restarts). */
    COSINE {
        @Override
        double valueAt(double done) {
            return (1 + Math.cos(Math.PI * done)) / 2;
        }
    },
    /**
     * Eight stages i = 0 to 7 with the factors 10^(-i/7), as in Burda et al. 2015. Each stage is three times as long as
     * the one before. In the paper, stage i has 3^i epochs, 3280 in all. Here the schedule is scaled to the length of
     * the training.
     */
    BURDA {
        @Override
        double valueAt(double done) {
            // Stage i begins when (3^i - 1) / 2 of the (3^8 - 1) / 2 epochs are over.
            double epochs = done * (Math.pow(3, STAGES) - 1) / 2;
            int stage = 0;
            while (stage < STAGES - 1 && epochs >= (Math.pow(3, stage + 1) - 1) / 2) {
                stage++;
            }
            return Math.pow(10, -stage / (STAGES - 1.0));
        }
    };

    private static final int STAGES = 8;

    /**
     * Returns the factor of the learning rate.
     *
     * @param done the finished share of the training, 0 to 1
     * @return 0 to 1
     * @throws IllegalArgumentException if {@code done} lies outside its range
     */
    public final double factor(double done) {
        Arguments.requireWithin("done", done, 0, 1);
        return valueAt(done);
    }

    abstract double valueAt(double done);
}
