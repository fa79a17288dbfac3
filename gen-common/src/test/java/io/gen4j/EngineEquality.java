package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.adversarial.AdversarialModelConfig;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.LayerPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What every model's two engines share: the losses of the same training, whichever began it, and the state in between. The
 * engine on the device takes its images by index.
 */
public abstract class EngineEquality {

    private static final int STEPS = 100;
    private static final int FIRST = 5;
    private static final double TOLERANCE = 1e-4;

    /** A learning rate at which rounding, too, grows little in a hundred steps of a game or of many kinks. */
    protected static final double LOW = 2e-5;

    /** The size of a metric that is a difference of larger numbers where it is smaller than this. */
    protected double leastSize(String metric) {
        return 0;
    }

    /** Models made anew, small ones, by a name for the report. */
    protected abstract Map<String, Function<ImageSpec, GenerativeModel>> models();

    /** The side of the images. */
    protected int side() {
        return 28;
    }

    private ImageDataset images() {
        return SyntheticDigits.draw(44, 7).resized(side());
    }

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private boolean comparesPairs;

    @AfterEach
    void forgetTheEngine() {
        System.clearProperty(Engine.PROPERTY);
    }

    @TestFactory
    Stream<DynamicTest> hundredStepsGiveEqualLosses() {
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(model.getKey(), () -> {
                    counts.clear();
                    List<Metrics> host = train(model.getValue(), Engine.HOST, Engine.HOST, STEPS);
                    List<Metrics> device = train(model.getValue(), Engine.ND4J, Engine.ND4J, STEPS);
                    assertEqual(host, device);
                }));
    }

    /** After ten steps, each engine continues from the other's state. */
    @TestFactory
    Stream<DynamicTest> eitherContinuesWhatTheOtherBegan() {
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(model.getKey(), () -> {
                    counts.clear();
                    List<Metrics> host = train(model.getValue(), Engine.HOST, Engine.HOST, 20);
                    assertEqual(host, train(model.getValue(), Engine.HOST, Engine.ND4J, 20));
                    assertEqual(host, train(model.getValue(), Engine.ND4J, Engine.HOST, 20));
                }));
    }

    /** From the same state, one step moves the weights of each network alike, at any rate and by any gradient. */
    @TestFactory
    Stream<DynamicTest> aStepFromTheSameStateMovesTheWeightsAlike() {
        return models().entrySet().stream()
                .map(model -> DynamicTest.dynamicTest(model.getKey(), () -> {
                    counts.clear();
                    State[] state = {new State()};
                    Map<String, INDArray> before = weights(model.getValue(), Engine.HOST, state, 0, FIRST);
                    Map<String, INDArray> host = weights(model.getValue(), Engine.HOST, state, FIRST, FIRST + 1);
                    Map<String, INDArray> device = weights(model.getValue(), Engine.ND4J, state, FIRST, FIRST + 1);
                    before.forEach((name, weights) -> {
                        double moved = host.get(name).distance2(weights);
                        double apart = host.get(name).distance2(device.get(name));
                        assertTrue(apart <= 3e-3 * moved, name + " moved by " + moved + " and is apart by " + apart);
                    });
                }));
    }

    /** Trains to a step, adds the state to the given one if it was empty, and returns the weights of each network. */
    private Map<String, INDArray> weights(
            Function<ImageSpec, GenerativeModel> newModel, Engine engine, State[] state, int from, int to)
            throws IOException {
        System.setProperty(Engine.PROPERTY, engine.text());
        try (GenerativeModel model = newModel.apply(ImageSpec.of(images()))) {
            State reached = train(model, state[0], from, to, new ArrayList<>());
            Map<String, INDArray> weights = new LinkedHashMap<>();
            model.networks().forEach((name, graph) -> {
                if (comparesPairs && name.equals("discriminator")) {
                    // Its gradient is 0 but for rounding, and Adam makes whole steps of it.
                    graph.getParam(LayerPath.of(graph).last().name() + "_b").assign(0);
                }
                weights.put(name, graph.params().dup());
            });
            state[0] = from == 0 ? reached : state[0];
            return weights;
        }
    }

    private void assertEqual(List<Metrics> expected, List<Metrics> actual) {
        assertEquals(expected.size(), actual.size());
        double largest = 0;
        String where = "";
        for (int step = 0; step < expected.size(); step++) {
            assertEquals(expected.get(step).names(), actual.get(step).names());
            double[] host = comparable(expected.get(step));
            double[] device = comparable(actual.get(step));
            for (int i = 0; i < host.length; i++) {
                double difference = Math.abs(host[i] - device[i]) / scale(expected, i);
                if (!(difference <= largest)) {
                    largest = difference;
                    where = "number " + i + " of step " + (step + 1) + ": " + expected.get(step) + " and "
                            + actual.get(step);
                }
            }
        }
        assertTrue(largest <= TOLERANCE, "the engines differ by " + largest + " in " + where);
    }

    /**
     * The metrics, without the level of a critic's outputs. Where a loss compares outputs alone, the gradient by the last
     * bias is 0 but for rounding, and Adam makes whole steps of it.
     */
    private double[] comparable(Metrics metrics) {
        double[] values = metrics.names().stream().mapToDouble(metrics::value).toArray();
        int real = metrics.names().indexOf("d_real_output");
        if (real > 0) {
            values[real] -= values[real + 1];
            // The generator's loss moves with the level, too, unless it compares pairs.
            values[1] += comparesPairs ? 0 : values[real + 1];
            values[real + 1] = 0;
        }
        return values;
    }

    /** The size of a number. A generator's loss without the level is a small difference of outputs, as large as d_loss. */
    private double scale(List<Metrics> metrics, int index) {
        double own = average(metrics, index);
        boolean isDifference = index == 1 && metrics.get(0).names().contains("d_real_output");
        double least = leastSize(metrics.get(0).names().get(index));
        return 1e-9 + Math.max(least, isDifference ? Math.max(own, average(metrics, 0)) : own);
    }

    private double average(List<Metrics> metrics, int index) {
        return metrics.stream()
                .mapToDouble(each -> Math.abs(comparable(each)[index]))
                .average()
                .orElseThrow();
    }

    private List<Metrics> train(Function<ImageSpec, GenerativeModel> newModel, Engine first, Engine second, int count)
            throws IOException {
        List<Metrics> metrics = new ArrayList<>();
        State state;
        System.setProperty(Engine.PROPERTY, first.text());
        try (GenerativeModel model = newModel.apply(ImageSpec.of(images()))) {
            state = train(model, new State(), 0, first == second ? count : count / 2, metrics);
        }
        if (first != second) {
            System.setProperty(Engine.PROPERTY, second.text());
            try (GenerativeModel model = newModel.apply(ImageSpec.of(images()))) {
                train(model, state, count / 2, count, metrics);
            }
        }
        return metrics;
    }

    /** The batches that each network counted; equal on both engines. */
    private static Map<String, Integer> batches(GenerativeModel model) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        model.networks()
                .forEach((name, graph) ->
                        counts.put(name, graph.getConfiguration().getIterationCount()));
        return counts;
    }

    /** Runs one epoch that is as long as need be, and returns its state. */
    private State train(GenerativeModel model, State state, int from, int to, List<Metrics> metrics)
            throws IOException {
        comparesPairs = model.config() instanceof AdversarialModelConfig adversarial
                && adversarial.adversarial().loss().isRelativistic();
        Batches batches = model.batches(images());
        try (Trainer trainer = model.newTrainer()) {
            TrainingListener stopper = new TrainingListener() {
                private TrainingLoop loop;

                @Override
                public void started(TrainingLoop started) {
                    loop = started;
                }

                @Override
                public void resumed(TrainingLoop resumed, State saved) {
                    loop = resumed;
                }

                @Override
                public void stepped(TrainingStep step) {
                    metrics.add(step.metrics());
                    if (step.step() == to) {
                        loop.stop();
                    }
                }
            };
            TrainingLoop loop = new TrainingLoop(trainer, batches, 1000, List.of(stopper));
            if (from > 0) {
                loop.restore(state);
            }
            loop.run();
            metrics.forEach(each -> each.value(0));
            batches(model)
                    .forEach((name, count) -> counts.merge(name + " after " + to, count, (a, b) -> {
                        assertEquals(a, b, name);
                        return a;
                    }));
            return loop.state();
        }
    }
}
