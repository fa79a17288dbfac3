package io.gen4j.adversarial;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.metric.SampleVariety;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A listener that warns once when an adversarial training collapses. The warning is one line that names a remedy. After
 * each epoch, it checks two signs. The discriminator's loss stays close to 0, so the generator learns no more. Or the
 * {@link SampleVariety} of the samples falls far below its maximum, so the samples repeat. It ignores trainers other
 * than {@link AdversarialTrainer}.
 */
public final class CollapseWatch implements TrainingListener {

    private static final String STATE = "collapse watch";

    private static final int SAMPLES = 100;

    /** The threshold, as a share of the loss of an untrained discriminator. */
    private static final double LOSS_SHARE = 0.03;

    /** Epochs before a warning. Early in training, a discriminator is often certain for a while. */
    private static final int LEAST_EPOCHS = 3;

    private static final int LEAST_STEPS = 1000;

    private static final double VARIETY_SHARE = 0.4;

    private final GenerativeModel model;
    private final Consumer<String> messages;
    private double ignorantLoss;
    private long stepsPerEpoch;
    private boolean watching;
    private int sureEpochs;
    private double greatestVariety;

    /** @param messages receives the warning */
    public CollapseWatch(GenerativeModel model, Consumer<String> messages) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(messages, "messages");
        this.model = model;
        this.messages = messages;
    }

    @Override
    public void started(TrainingLoop loop) {
        stepsPerEpoch = loop.batches().perEpoch();
        objective(loop.trainer()).ifPresent(objective -> {
            watching = true;
            ignorantLoss = objective.ignorant();
        });
    }

    private static Optional<AdversarialObjective> objective(Trainer trainer) {
        if (trainer instanceof AdversarialTrainer host) {
            return Optional.of(host.objective());
        }
        return trainer instanceof DeviceAdversarialTrainer device ? Optional.of(device.objective()) : Optional.empty();
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        started(loop);
        State mine = state.in(STATE);
        if (watching && !mine.isEmpty()) {
            watching = mine.integer("watching", 0, 1) == 1;
            sureEpochs = mine.integer("sure epochs", 0, Integer.MAX_VALUE);
            greatestVariety = mine.number("greatest variety");
        }
    }

    @Override
    public void save(State state) {
        State mine = state.in(STATE);
        mine.putInteger("watching", watching ? 1 : 0);
        mine.putInteger("sure epochs", sureEpochs);
        mine.putNumber("greatest variety", greatestVariety);
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) {
        if (!watching) {
            return;
        }
        watchLoss(epoch, mean.value(0));
        if (watching) {
            watchVariety(epoch);
        }
    }

    private void watchLoss(int epoch, double loss) {
        boolean sure = ignorantLoss > 0 && loss < LOSS_SHARE * ignorantLoss;
        sureEpochs = sure ? sureEpochs + 1 : 0;
        if (sureEpochs >= LEAST_EPOCHS && sureEpochs * stepsPerEpoch >= LEAST_STEPS) {
            say(
                    "epoch %d: the discriminator tells all fakes (its loss is %.3g), so the generator hardly learns any more: "
                            + "try the hinge loss with spectral norm and beta1 0.5, instance noise or label smoothing",
                    epoch, loss);
        }
    }

    private void watchVariety(int epoch) {
        double variety;
        try (INDArray samples = model.sample(SAMPLES, model.config().seed())) {
            variety = SampleVariety.of(samples);
        }
        greatestVariety = Math.max(greatestVariety, variety);
        if (variety < VARIETY_SHARE * greatestVariety) {
            say(
                    "epoch %d: the samples have become alike (variety %.3f, once %.3f), the generator may have collapsed: "
                            + "try the hinge loss with spectral norm and beta1 0.5, the wasserstein loss with a gradient penalty "
                            + "and beta1 0, or minibatch stddev",
                    epoch, variety, greatestVariety);
        }
    }

    private void say(String format, Object... values) {
        watching = false;
        messages.accept(String.format(Locale.ROOT, format, values));
    }
}
