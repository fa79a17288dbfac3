package io.gen4j.parallel;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The model and the trainer of one shard. Used by one thread at a time. */
final class Replica {

    private static final String TRAINER = "trainer";
    private static final String WEIGHTS = "weights";

    private final Trainer trainer;
    private final GradientExchange exchange;
    private final Exchanges exchanges;
    private final List<INDArray> statistics;
    private final INDArray shared;
    private INDArray images = NativeArrays.zeros(1, 1);

    /** @param exchange with the other replicas */
    Replica(Trainer trainer, GradientExchange exchange, Exchanges exchanges) {
        this.trainer = trainer;
        this.exchange = exchange;
        this.exchanges = exchanges;
        if (exchanges.ofGradients()) {
            trainer.exchangeGradients(exchange);
        }
        this.statistics = statistics(trainer.model());
        this.shared = NativeArrays.zeros(
                1,
                trainer.metricNames().size()
                        + statistics.stream().mapToLong(INDArray::length).sum());
    }

    /** By the names of the networks, so in the same order in every replica. */
    private static List<INDArray> statistics(GenerativeModel model) {
        return new TreeMap<>(model.networks())
                .values().stream()
                        .flatMap(graph -> GraphParameters.statisticsOf(graph).stream())
                        .toList();
    }

    Trainer trainer() {
        return trainer;
    }

    /** One update on some images of a batch; returns the mean over all shards, or with local steps its own metrics. */
    Metrics step(Batch batch, int from, int size) {
        Metrics own = trainer.step(part(batch, from, size));
        if (exchanges.ofGradients()) {
            return share(own);
        }
        if (exchanges.isDue(trainer.steps())) {
            averageStates();
        }
        return own;
    }

    /** Takes the mean over all shards of everything that lasts: weights, statistics, optimizers, moving averages. */
    private void averageStates() {
        State state = new State();
        trainer.save(state.in(TRAINER));
        trainer.model().networks().forEach((name, graph) -> state.in(WEIGHTS).put(name, graph.params()));
        SortedMap<String, float[]> arrays = state.floats();
        float[] all = new float
                [arrays.values().stream().mapToInt(array -> array.length).sum()];
        int offset = 0;
        for (float[] array : arrays.values()) {
            System.arraycopy(array, 0, all, offset, array.length);
            offset += array.length;
        }
        average(all);
        offset = 0;
        for (Map.Entry<String, float[]> entry : arrays.entrySet()) {
            int length = entry.getValue().length;
            state.put(entry.getKey(), Arrays.copyOfRange(all, offset, offset + length));
            offset += length;
        }
        takeOver(state);
    }

    private void average(float[] numbers) {
        try (INDArray array = NativeArrays.zeros(1, numbers.length)) {
            HostMemory.write(numbers, array, 0, numbers.length);
            exchange.sum(array);
            HostMemory.read(array, 0, numbers, numbers.length);
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= exchange.shards();
        }
    }

    private void takeOver(State state) {
        try {
            for (Map.Entry<String, ComputationGraph> network :
                    trainer.model().networks().entrySet()) {
                state.in(WEIGHTS).read(network.getKey(), network.getValue().params());
            }
            trainer.restore(state.in(TRAINER));
        } catch (InvalidDataException e) {
            throw new IllegalStateException("a trainer does not take its own state: " + e.getMessage(), e);
        }
    }

    private Batch part(Batch batch, int from, int size) {
        int pixels = (int) batch.images().size(1);
        if (images.size(0) != size || images.size(1) != pixels) {
            images.close();
            images = NativeArrays.zeros(size, pixels);
        }
        HostMemory.copy(batch.images(), (long) from * pixels, images, 0, size * pixels);
        int[] labels = batch.labels();
        return new Batch(images, labels.length == 0 ? labels : Arrays.copyOfRange(labels, from, from + size));
    }

    /** Averages metrics and running statistics over all shards. */
    private Metrics share(Metrics own) {
        float[] numbers = new float[(int) shared.length()];
        int metrics = own.names().size();
        for (int i = 0; i < metrics; i++) {
            numbers[i] = (float) own.value(i);
        }
        int offset = metrics;
        for (INDArray array : statistics) {
            HostMemory.read(array, 0, numbers, offset, (int) array.length());
            offset += (int) array.length();
        }
        HostMemory.write(numbers, shared, 0, numbers.length);
        exchange.sum(shared);
        HostMemory.read(shared, 0, numbers, numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] /= exchange.shards();
        }
        offset = metrics;
        for (INDArray array : statistics) {
            HostMemory.write(numbers, offset, array, 0, (int) array.length());
            offset += (int) array.length();
        }
        double[] means = new double[metrics];
        for (int i = 0; i < metrics; i++) {
            means[i] = numbers[i];
        }
        return new Metrics(own.names(), means);
    }

    /** Takes over all weights, statistics and counts of another model of the same settings. */
    void copyWeights(GenerativeModel source) {
        Map<String, ComputationGraph> own = trainer.model().networks();
        source.networks().forEach((name, graph) -> {
            ComputationGraph target = own.get(name);
            target.params().assign(graph.params());
            target.getConfiguration().setIterationCount(graph.getConfiguration().getIterationCount());
        });
    }

    /** @param withModel whether the model is closed as well */
    void close(boolean withModel) {
        trainer.close();
        shared.close();
        images.close();
        if (withModel) {
            trainer.model().close();
        }
    }
}
