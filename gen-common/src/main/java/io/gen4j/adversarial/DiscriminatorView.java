package io.gen4j.adversarial;

import io.gen4j.adversarial.internal.DifferentiableAugmentation;
import io.gen4j.data.ImageShape;
import io.gen4j.nn.Network;
import io.gen4j.nn.NetworkChain;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.random.RandomSource;
import org.jspecify.annotations.Nullable;

/** The discriminator in training, with changes to its images beforehand and to its weights around an update. */
final class DiscriminatorView {

    private final TrainableNetwork player;
    private final AdversarialConfig config;
    private final RandomSource random;
    private final WeightConstraint constraint;
    private final @Nullable DifferentiableAugmentation augmentation;
    private final @Nullable InstanceNoise noise;
    private final Network view;

    /** @param shape of the images */
    DiscriminatorView(TrainableNetwork player, AdversarialConfig config, ImageShape shape, RandomSource random) {
        this.player = player;
        this.config = config;
        this.random = random;
        this.constraint = constraint(player, config, random);
        this.augmentation = config.diffAugment()
                ? new DifferentiableAugmentation(new FeatureMap(shape.channels(), shape.height(), shape.width()))
                : null;
        this.noise = config.instanceNoise() > 0 ? new InstanceNoise(shape.size()) : null;
        this.view = behind(noise, behind(augmentation, player.network()));
    }

    private static WeightConstraint constraint(TrainableNetwork player, AdversarialConfig config, RandomSource random) {
        if (config.spectralNorm()) {
            return new SpectralNormalization(player.parameters(), random.stream("spectral norm", 0));
        }
        return config.weightClip() > 0
                ? new WeightClipping(player.parameters(), config.weightClip())
                : WeightConstraint.NONE;
    }

    private static Network behind(@Nullable Network first, Network second) {
        return first == null ? second : new NetworkChain(first, second);
    }

    /** The discriminator, including all changes to its input. */
    Network view() {
        return view;
    }

    /** The discriminator alone. */
    Network network() {
        return player.network();
    }

    WeightConstraint constraint() {
        return constraint;
    }

    /**
     * Prepares the passes of a turn.
     *
     * @param turn number of the turn, over both players
     * @param step number of the update
     */
    void begin(long turn, long step) {
        player.network().randomize(random.stream("discriminator dropout", turn));
        if (augmentation != null) {
            augmentation.randomize(random.stream("augmentation", turn));
        }
        if (noise != null) {
            noise.setDeviation(config.instanceNoiseAt(step));
            noise.randomize(random.stream("instance noise", turn));
        }
        constraint.beforePasses();
    }

    /**
     * Ends a turn with gradients of the parameters. It moves the parameters.
     *
     * @param rate factor of the learning rate
     */
    void learn(double rate) {
        constraint.afterPasses(ParameterGradients.WRITE);
        player.optimizer().step(rate);
        constraint.afterStep();
    }

    /** Ends a turn without gradients of the parameters. */
    void rest() {
        constraint.afterPasses(ParameterGradients.SKIP);
    }

    void close() {
        view.close();
    }
}
