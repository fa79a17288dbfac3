package io.gen4j.adversarial;

import io.gen4j.Checks;
import io.gen4j.ModelConfigs;
import io.gen4j.Setting;
import io.gen4j.nn.optim.LearningRateSchedule;
import io.gen4j.runtime.internal.Arguments;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of adversarial training: the loss, and measures for a stable training. The {@link #DEFAULTS} are those of
 * Goodfellow et al. (2014), with a moving average of the generator.
 *
 * @param loss the loss of both networks
 * @param criticSteps updates of the discriminator per update of the generator, each on its own batch, 1 to 1000; 5 with the
 *     Wasserstein loss (Arjovsky et al. 2017)
 * @param gradientPenalty weight of the penalty (|gradient| - 1)² (Gulrajani et al. 2017, arXiv:1704.00028), 0 to 10,000; 0 is
 *     none. Any loss can have it (Fedus et al. 2018, arXiv:1710.08446)
 * @param weightClip bound of the discriminator's parameters (Arjovsky et al. 2017, arXiv:1701.07875), 0 to 10; 0 is none
 * @param spectralNorm whether the discriminator's weights are divided by their largest singular value (Miyato et al. 2018,
 *     arXiv:1802.05957)
 * @param labelSmoothing 1 minus the target of a real image, one-sided (Salimans et al. 2016, arXiv:1606.03498), 0 to 0.5
 * @param instanceNoise deviation of normally distributed noise on real and fake images (Sønderby et al. 2017,
 *     arXiv:1610.04490), in the images' unit, 0 to 10
 * @param instanceNoiseSteps updates over which that noise falls linearly to 0, 0 or more; 0 keeps it as it is
 * @param minibatchStddev whether the discriminator sees how much the images of a batch differ (Karras et al. 2018,
 *     arXiv:1710.10196)
 * @param diffAugment whether all images are augmented at random before the discriminator sees them (Zhao et al. 2020, arXiv:2006.10738)
 * @param ema decay of the moving average of the generator (Yazıcı et al. 2019, arXiv:1806.04498), in [0, 1); 0 is none
 * @param discriminatorLearningRate learning rate of the discriminator (Heusel et al. 2017, arXiv:1706.08500), 0 to
 *     1; 0 for that of the generator
 * @param r1 gamma in the penalty gamma / 2 · |gradient|² on real images (Mescheder et al. 2018, arXiv:1801.04406, section
 *     4.1), 0 to 10,000; 0 is none. It holds without augmentation and instance noise
 * @param r2 gamma in the same penalty on fake images (the same section), 0 to 10,000; 0 is none
 * @param penaltyInterval updates of the discriminator for one with penalties, whose weights are then multiplied by this number
 *     (Karras et al. 2020, arXiv:1912.04958, section 3.1), 1 to 1000; 1 for penalties in every update
 * @param packing images that the discriminator judges together (PacGAN, Lin et al. 2018, arXiv:1712.04086), 1 to 16. Only
 *     for models without labels
 * @param matchingAware whether a conditional discriminator also learns that real images with a wrong label are fake; they and
 *     the fake images then weigh half (Reed et al. 2016, arXiv:1605.05396, section 4.2)
 * @param schedule the change of both learning rates during the training
 */
public record AdversarialConfig(
        @Setting("loss that the two networks minimise") AdversarialLoss loss,

        @Setting("updates of the discriminator per update of the generator")
        int criticSteps,

        @Setting(
                "weight of the penalty on the discriminator's gradient between real and fake images; usually 10, 0 for none")
        double gradientPenalty,

        @Setting(
                "bound to which the discriminator's weights are clipped, for the wasserstein loss; usually 0.01, 0 for none")
        double weightClip,

        @Setting("divide the discriminator's weights by their largest singular value")
        boolean spectralNorm,

        @Setting("how far the target of real images is below 1; usually 0.1")
        double labelSmoothing,

        @Setting("standard deviation of the noise on the discriminator's images; usually 0.1, with pixels from -1 to 1")
        double instanceNoise,

        @Setting("updates over which the instance noise falls to 0; 0 keeps it")
        int instanceNoiseSteps,

        @Setting("give the discriminator the standard deviation of the images in a batch")
        boolean minibatchStddev,

        @Setting("change the discriminator's images at random: colour, shift, cutout; for small data")
        boolean diffAugment,

        @Setting("decay of the generator's moving average, which is saved and generates; 0 uses the trained weights")
        double ema,

        @Setting("Adam's learning rate for the discriminator; 0 for the generator's")
        double discriminatorLearningRate,

        @Setting("gamma of the penalty on the discriminator's gradient at real images; often 1, 0 for none")
        double r1,

        @Setting("gamma of the penalty on the discriminator's gradient at fake images; often 1, 0 for none")
        double r2,

        @Setting("updates of the discriminator for one with penalties, which then weigh as many times as much")
        int penaltyInterval,

        @Setting(
                "images that the discriminator judges together, against few kinds of images; often 2, for models without labels")
        int packing,

        @Setting("show the discriminator real images with wrong labels as fakes; for models with labels")
        boolean matchingAware,

        @Setting("change of both learning rates during the training")
        LearningRateSchedule schedule) {

    /**
     * The non-saturating loss, with alternating updates of the networks. The moving average of the generator draws the
     * images. It does not change the training.
     */
    public static final AdversarialConfig DEFAULTS = new AdversarialConfig(
            AdversarialLoss.NON_SATURATING,
            1,
            0,
            0,
            false,
            0,
            0,
            0,
            false,
            false,
            0.999,
            0,
            0,
            0,
            1,
            1,
            false,
            LearningRateSchedule.CONSTANT);

    private static final int MAX_CRITIC_STEPS = 1000;
    private static final double MAX_PENALTY = 1e4;
    private static final int MAX_PENALTY_INTERVAL = 1000;
    private static final int MAX_PACKING = 16;
    private static final double MAX_BOUND = 10;
    private static final double MAX_SMOOTHING = 0.5;
    private static final double MAX_NOISE = 10;

    /** @throws IllegalArgumentException if a value lies outside its range, or two values are incompatible */
    public AdversarialConfig {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(schedule, "schedule");
        Checks.requireWithin("critic steps", criticSteps, 1, MAX_CRITIC_STEPS);
        Checks.requireWithin("gradient penalty", gradientPenalty, 0, MAX_PENALTY);
        Checks.requireWithin("weight clip", weightClip, 0, MAX_BOUND);
        Checks.requireWithin("label smoothing", labelSmoothing, 0, MAX_SMOOTHING);
        Checks.requireWithin("instance noise", instanceNoise, 0, MAX_NOISE);
        Checks.requireWithin("instance noise steps", instanceNoiseSteps, 0, Integer.MAX_VALUE);
        Checks.requireFraction("ema", ema);
        Checks.requireWithin("discriminator learning rate", discriminatorLearningRate, 0, 1.0);
        Checks.requireWithin("r1", r1, 0, MAX_PENALTY);
        Checks.requireWithin("r2", r2, 0, MAX_PENALTY);
        Checks.requireWithin("penalty interval", penaltyInterval, 1, MAX_PENALTY_INTERVAL);
        Checks.requireWithin("packing", packing, 1, MAX_PACKING);
        requireFittingClip(loss, gradientPenalty, weightClip, spectralNorm);
        Optional<String> penalty = penalty(gradientPenalty, r1, r2);
        if (loss == AdversarialLoss.WASSERSTEIN && penalty.isEmpty() && weightClip == 0 && !spectralNorm) {
            throw new IllegalArgumentException(
                    "loss is wasserstein: needs a bounded discriminator; set gradient penalty"
                            + " (10), weight clip (0.01), r1 (1) or spectral norm");
        }
        if (penalty.isPresent() && minibatchStddev) {
            throw new IllegalArgumentException(
                    penalty.get()
                            + ": cannot be had with minibatch stddev, through which no image's gradient is its own; choose one");
        }
        if (penalty.isPresent() && packing > 1) {
            throw new IllegalArgumentException(penalty.get()
                    + ": cannot be had with packing, through which no image's gradient is its own; choose one");
        }
        if (loss.isRelativistic() && (packing > 1 || matchingAware)) {
            throw new IllegalArgumentException("loss is " + name(loss)
                    + ": compares single pairs, so packing must be 1 and" + " matching aware false");
        }
        if (loss.isRelativistic() && minibatchStddev) {
            throw new IllegalArgumentException("loss is " + name(loss)
                    + ": cannot be had with minibatch stddev, which needs real and fake images apart; choose one");
        }
        if (penalty.isEmpty() && penaltyInterval > 1) {
            throw new IllegalArgumentException("penalty interval is " + penaltyInterval
                    + ": there is no penalty; set r1, r2 or gradient penalty, or leave it at 1");
        }
        if (labelSmoothing > 0 && !loss.hasTargets()) {
            throw new IllegalArgumentException(
                    "label smoothing is " + labelSmoothing + ": the " + name(loss)
                            + " loss has no targets to smooth; leave it at 0, or choose the loss non-saturating or least-squares");
        }
        if (instanceNoiseSteps > 0 && instanceNoise == 0) {
            throw new IllegalArgumentException("instance noise steps is " + instanceNoiseSteps
                    + ": there is no noise that could fade; set instance noise, such as 0.1");
        }
    }

    private static void requireFittingClip(
            AdversarialLoss loss, double gradientPenalty, double weightClip, boolean spectralNorm) {
        if (weightClip > 0) {
            if (loss != AdversarialLoss.WASSERSTEIN) {
                throw new IllegalArgumentException(
                        "weight clip is " + weightClip + ": belongs to the wasserstein loss, and the loss is "
                                + name(loss) + "; choose that loss, or leave it at 0");
            }
            if (gradientPenalty > 0 || spectralNorm) {
                throw new IllegalArgumentException("weight clip is " + weightClip + ": does the same as "
                        + (spectralNorm ? "spectral norm" : "gradient penalty") + "; choose one of the two");
            }
        }
    }

    private static Optional<String> penalty(double gradientPenalty, double r1, double r2) {
        if (gradientPenalty > 0) {
            return Optional.of("gradient penalty is " + gradientPenalty);
        }
        if (r1 > 0) {
            return Optional.of("r1 is " + r1);
        }
        return r2 > 0 ? Optional.of("r2 is " + r2) : Optional.empty();
    }

    /**
     * The first penalty on the discriminator's gradient, such as {@code r1 is 1.0}; empty if there is none. A
     * discriminator with batch normalisation cannot have a penalty. A model's settings refuse the two together.
     */
    public Optional<String> penalty() {
        return penalty(gradientPenalty, r1, r2);
    }

    private static String name(AdversarialLoss loss) {
        return ModelConfigs.text(loss);
    }

    /**
     * The learning rate of the discriminator, given the generator's.
     *
     * @throws IllegalArgumentException if the generator's is negative, infinite or NaN
     */
    public double discriminatorLearningRate(double generatorLearningRate) {
        Arguments.requireWithin("generatorLearningRate", generatorLearningRate, 0, Double.MAX_VALUE);
        return discriminatorLearningRate > 0 ? discriminatorLearningRate : generatorLearningRate;
    }

    /** The deviation of the instance noise in an update, counted from 1. */
    double instanceNoiseAt(long step) {
        return instanceNoiseSteps == 0
                ? instanceNoise
                : instanceNoise * Math.max(0, 1 - (step - 1.0) / instanceNoiseSteps);
    }

    /** Starts from the {@link #DEFAULTS}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder of the settings. */
    public static final class Builder {

        private AdversarialLoss loss = DEFAULTS.loss;
        private int criticSteps = DEFAULTS.criticSteps;
        private double gradientPenalty = DEFAULTS.gradientPenalty;
        private double weightClip = DEFAULTS.weightClip;
        private boolean spectralNorm = DEFAULTS.spectralNorm;
        private double labelSmoothing = DEFAULTS.labelSmoothing;
        private double instanceNoise = DEFAULTS.instanceNoise;
        private int instanceNoiseSteps = DEFAULTS.instanceNoiseSteps;
        private boolean minibatchStddev = DEFAULTS.minibatchStddev;
        private boolean diffAugment = DEFAULTS.diffAugment;
        private double ema = DEFAULTS.ema;
        private double discriminatorLearningRate = DEFAULTS.discriminatorLearningRate;
        private double r1 = DEFAULTS.r1;
        private double r2 = DEFAULTS.r2;
        private int penaltyInterval = DEFAULTS.penaltyInterval;
        private int packing = DEFAULTS.packing;
        private boolean matchingAware = DEFAULTS.matchingAware;
        private LearningRateSchedule schedule = DEFAULTS.schedule;

        private Builder() {}

        /** See {@link AdversarialConfig#loss()}. */
        public Builder loss(AdversarialLoss value) {
            loss = value;
            return this;
        }

        /** See {@link AdversarialConfig#criticSteps()}. */
        public Builder criticSteps(int value) {
            criticSteps = value;
            return this;
        }

        /** See {@link AdversarialConfig#gradientPenalty()}. */
        public Builder gradientPenalty(double value) {
            gradientPenalty = value;
            return this;
        }

        /** See {@link AdversarialConfig#weightClip()}. */
        public Builder weightClip(double value) {
            weightClip = value;
            return this;
        }

        /** See {@link AdversarialConfig#spectralNorm()}. */
        public Builder spectralNorm(boolean value) {
            spectralNorm = value;
            return this;
        }

        /** See {@link AdversarialConfig#labelSmoothing()}. */
        public Builder labelSmoothing(double value) {
            labelSmoothing = value;
            return this;
        }

        /** See {@link AdversarialConfig#instanceNoise()}. */
        public Builder instanceNoise(double value) {
            instanceNoise = value;
            return this;
        }

        /** See {@link AdversarialConfig#instanceNoiseSteps()}. */
        public Builder instanceNoiseSteps(int value) {
            instanceNoiseSteps = value;
            return this;
        }

        /** See {@link AdversarialConfig#minibatchStddev()}. */
        public Builder minibatchStddev(boolean value) {
            minibatchStddev = value;
            return this;
        }

        /** See {@link AdversarialConfig#diffAugment()}. */
        public Builder diffAugment(boolean value) {
            diffAugment = value;
            return this;
        }

        /** See {@link AdversarialConfig#ema()}. */
        public Builder ema(double value) {
            ema = value;
            return this;
        }

        /** See {@link AdversarialConfig#discriminatorLearningRate()}. */
        public Builder discriminatorLearningRate(double value) {
            discriminatorLearningRate = value;
            return this;
        }

        /** See {@link AdversarialConfig#r1()}. */
        public Builder r1(double value) {
            r1 = value;
            return this;
        }

        /** See {@link AdversarialConfig#r2()}. */
        public Builder r2(double value) {
            r2 = value;
            return this;
        }

        /** See {@link AdversarialConfig#penaltyInterval()}. */
        public Builder penaltyInterval(int value) {
            penaltyInterval = value;
            return this;
        }

        /** See {@link AdversarialConfig#packing()}. */
        public Builder packing(int value) {
            packing = value;
            return this;
        }

        /** See {@link AdversarialConfig#matchingAware()}. */
        public Builder matchingAware(boolean value) {
            matchingAware = value;
            return this;
        }

        /** See {@link AdversarialConfig#schedule()}. */
        public Builder schedule(LearningRateSchedule value) {
            schedule = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value lies outside its range, or two values are incompatible */
        public AdversarialConfig build() {
            return new AdversarialConfig(
                    loss,
                    criticSteps,
                    gradientPenalty,
                    weightClip,
                    spectralNorm,
                    labelSmoothing,
                    instanceNoise,
                    instanceNoiseSteps,
                    minibatchStddev,
                    diffAugment,
                    ema,
                    discriminatorLearningRate,
                    r1,
                    r2,
                    penaltyInterval,
                    packing,
                    matchingAware,
                    schedule);
        }
    }
}
