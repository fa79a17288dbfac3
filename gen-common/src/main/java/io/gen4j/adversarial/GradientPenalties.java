package io.gen4j.adversarial;

import io.gen4j.data.Batch;
import io.gen4j.nn.Network;
import io.gen4j.random.RandomSource;
import java.util.Arrays;
import java.util.List;

/**
 * The penalties on the discriminator's gradient in the settings. They apply in every update, or only in the first
 * update of each interval. With an interval, their weights are multiplied by its length (Karras et al. 2020,
 * arXiv:1912.04958, section 3.1).
 */
final class GradientPenalties {

    private final List<GradientPenalty> penalties;
    private final int interval;
    private final RandomSource random;

    /** @param labels label columns behind the pixels */
    GradientPenalties(Network discriminator, int labels, AdversarialConfig config, RandomSource random) {
        this.penalties = Arrays.stream(GradientPenalty.Form.values())
                .filter(form -> weight(form, config) > 0)
                .map(form -> new GradientPenalty(
                        discriminator, labels, form, weight(form, config) * config.penaltyInterval()))
                .toList();
        this.interval = config.penaltyInterval();
        this.random = random;
    }

    private static double weight(GradientPenalty.Form form, AdversarialConfig config) {
        return switch (form) {
            case BETWEEN -> config.gradientPenalty();
            case REAL -> config.r1() / 2;
            case FAKE -> config.r2() / 2;
        };
    }

    /** The names of the values that {@link #add} returns. */
    static List<String> names(AdversarialConfig config) {
        return Arrays.stream(GradientPenalty.Form.values())
                .filter(form -> weight(form, config) > 0)
                .map(GradientPenalties::name)
                .toList();
    }

    private static String name(GradientPenalty.Form form) {
        return switch (form) {
            case BETWEEN -> "gradient_penalty";
            case REAL -> "r1_penalty";
            case FAKE -> "r2_penalty";
        };
    }

    /**
     * Adds the penalties' gradients to the parameters' gradients.
     *
     * @param step number of the discriminator's update, from 1
     * @return the penalties, all 0 in updates without them; their mean over the updates corresponds to the weights in
     *     the settings
     */
    double[] add(Batch real, FakeImages.Drawn fakes, long step) {
        double[] added = new double[penalties.size()];
        if ((step - 1) % interval == 0) {
            for (int i = 0; i < added.length; i++) {
                added[i] = penalties.get(i).add(real, fakes, random.stream("gradient penalty", step));
            }
        }
        return added;
    }

    void close() {
        penalties.forEach(GradientPenalty::close);
    }
}
