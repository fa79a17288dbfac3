package io.gen4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.IdleTrainer;
import io.gen4j.Metrics;
import io.gen4j.ModelConfig;
import io.gen4j.NoModel;
import io.gen4j.Trainer;
import io.gen4j.TrainingLoop;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.LeakyNetwork;
import io.gen4j.nn.graph.GraphParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CollapseWatchTest {

    private static final int STEPS_PER_EPOCH = 500;

    private final List<String> lines = new ArrayList<>();
    private final StubModel model = new StubModel();
    private final CollapseWatch watch = new CollapseWatch(model, lines::add);

    @Test
    void saysOnceThatTheDiscriminatorKnowsAll() {
        start(AdversarialLoss.NON_SATURATING);
        for (int epoch = 1; epoch <= 6; epoch++) {
            watch.epochEnded(epoch, metrics(0.001));
            assertEquals(epoch < 3 ? 0 : 1, lines.size(), "after epoch " + epoch);
        }
        assertTrue(lines.get(0).contains("epoch 3") && lines.get(0).contains("spectral norm"), lines.get(0));
        assertEquals(1, lines.get(0).lines().count());
    }

    @Test
    void isPatientWhereTheLossRecovers() {
        start(AdversarialLoss.HINGE);
        for (int epoch = 1; epoch <= 8; epoch++) {
            watch.epochEnded(epoch, metrics(epoch % 3 == 0 ? 0.5 : 0.001));
        }
        assertEquals(List.of(), lines);
    }

    /** A critic's loss has no lower bound, so a negative loss is no sign of collapse. */
    @Test
    void doesNotJudgeACriticByItsLoss() {
        start(AdversarialLoss.WASSERSTEIN);
        for (int epoch = 1; epoch <= 8; epoch++) {
            watch.epochEnded(epoch, metrics(-3));
        }
        assertEquals(List.of(), lines);
    }

    @Test
    void saysOnceThatSamplesHaveBecomeAlike() {
        start(AdversarialLoss.NON_SATURATING);
        double[] spread = {0.1, 1, 0.8, 0.5, 0.2, 0.1, 0.1};
        for (int epoch = 1; epoch <= spread.length; epoch++) {
            model.spread = spread[epoch - 1];
            watch.epochEnded(epoch, metrics(0.5));
            assertEquals(epoch < 5 ? 0 : 1, lines.size(), "after epoch " + epoch);
        }
        assertTrue(lines.get(0).contains("alike") && lines.get(0).contains("minibatch stddev"), lines.get(0));
    }

    @Test
    void looksAtAdversarialTrainersAlone() {
        watch.started(new TrainingLoop(new IdleTrainer(new NoModel()), batches(), 1, List.of()));
        for (int epoch = 1; epoch <= 6; epoch++) {
            watch.epochEnded(epoch, metrics(0.001));
        }
        assertEquals(List.of(), lines);
    }

    private void start(AdversarialLoss loss) {
        LeakyNetwork network = new LeakyNetwork(4);
        GraphParameters parameters = network.parameters(1);
        TrainableNetwork player = new TrainableNetwork(network.network(parameters), parameters, 0.1, 0.5);
        AdversarialConfig config = AdversarialConfig.builder()
                .loss(loss)
                .spectralNorm(loss == AdversarialLoss.WASSERSTEIN)
                .build();
        Trainer trainer =
                AdversarialTrainer.builder(model, player, player).config(config).build();
        watch.started(new TrainingLoop(trainer, batches(), 1, List.of()));
    }

    private static Batches batches() {
        return new Batches(
                SyntheticDigits.draw(STEPS_PER_EPOCH, 1).resized(2), 1, PixelRange.SIGNED, 1, LastBatch.KEEP);
    }

    private static Metrics metrics(double discriminatorLoss) {
        return new Metrics(List.of("d_loss", "g_loss"), discriminatorLoss, 1);
    }

    /** A model whose samples have a given distance. */
    private static final class StubModel extends NoModel {

        private double spread = 1;

        @Override
        public ModelConfig config() {
            return new Config(1, 1, 1);
        }

        @Override
        public INDArray sample(int count, long seed) {
            return Nd4j.linspace(0, 1, count).reshape(count, 1).mul(spread);
        }
    }

    private record Config(int epochs, int batchSize, long seed) implements ModelConfig {}
}
