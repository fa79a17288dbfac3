package io.gen4j.nn.optim;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's parameters: average = d average + (1 - d) value, with d = min(decay, (1 +
 * t) / (10 + t)) after t updates, so that the initial weights are soon forgotten (Yazıcı et al. 2019, arXiv:1806.04498;
 * Karras et al. 2018). The running statistics of batch normalisation, averages already, are copied, and the
 * count of the batches that they saw.
 */
public final class MovingAverage {

    private static final ChannelBlocks BLOCKS = new ChannelBlocks(1);
    private static final int WARM_UP = 10;

    private final GraphParameters source;
    private final GraphParameters average;
    private final List<INDArray> sourceStatistics;
    private final List<INDArray> averageStatistics;
    private final double decay;
    private long updates;

    /**
     * @param source what is averaged
     * @param average receives the average; of an equal graph, with equal values
     * @param decay in [0, 1); usually 0.999
     */
    public MovingAverage(GraphParameters source, GraphParameters average, double decay) {
        this.source = source;
        this.average = average;
        this.sourceStatistics = source.statistics();
        this.averageStatistics = average.statistics();
        this.decay = decay;
    }

    /** How many updates were taken in: with the average itself, all that there is to remember. */
    public long updates() {
        return updates;
    }

    /** Writes what to remember, but for the average itself, which is a graph's. */
    public void save(State state) {
        state.putInteger("updates", updates);
    }

    /** Goes on where {@link #save} was called. */
    public void restore(State state) throws InvalidDataException {
        updates = state.integer("updates");
    }

    /** Takes the parameters in as they are now. */
    public void update() {
        updates++;
        float kept = (float) Math.min(decay, (1.0 + updates) / (WARM_UP + updates));
        BLOCKS.run(source.values().length(), () -> {
            float[] values = new float[BLOCKS.width()];
            float[] averages = new float[BLOCKS.width()];
            return (offset, length) -> {
                HostMemory.read(source.values(), offset, values, length);
                HostMemory.read(average.values(), offset, averages, length);
                for (int i = 0; i < length; i++) {
                    averages[i] = kept * averages[i] + (1 - kept) * values[i];
                }
                HostMemory.write(averages, average.values(), offset, length);
            };
        });
        for (int i = 0; i < sourceStatistics.size(); i++) {
            averageStatistics.get(i).assign(sourceStatistics.get(i));
        }
        average.countBatchesOf(source);
    }
}
