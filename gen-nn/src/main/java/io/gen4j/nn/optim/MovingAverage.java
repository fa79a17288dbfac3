package io.gen4j.nn.optim;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.internal.ChannelBlocks;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The exponential moving average of a network's parameters. Use the average to generate images: it is more stable than
 * the trained weights (Yazıcı et al. 2019, arXiv:1806.04498; Karras et al. 2018).
 *
 * <p>An update computes average = d average + (1 - d) value, d = min(decay, (1 + t) / (10 + t)) at update t.
 * The small first d soon removes the initial weights. The running statistics of batch normalisation and its batch count
 * are copied instead, since they are averages already.
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
     * Makes an average before its first update.
     *
     * @param source the parameters to average
     * @param average receives the average; its graph has the same layers and initial values
     * @param decay the decay, in [0, 1); usually 0.999
     * @throws IllegalArgumentException if the decay lies outside its range, or if the numbers of parameters differ
     */
    public MovingAverage(GraphParameters source, GraphParameters average, double decay) {
        Arguments.requireBelowOne("decay", decay);
        if (source.values().length() != average.values().length()) {
            throw new IllegalArgumentException(
                    "the average has " + average.values().length() + " parameters: must have "
                            + source.values().length() + ", as many as the source");
        }
        this.source = source;
        this.average = average;
        this.sourceStatistics = source.statistics();
        this.averageStatistics = average.statistics();
        this.decay = decay;
    }

    /** The number of updates. This number and the average are the complete state. */
    public long updates() {
        return updates;
    }

    /** Writes the state. The average itself is not included, because it belongs to a graph. */
    public void save(State state) {
        state.putInteger("updates", updates);
    }

    /** Restores the state that {@link #save} wrote. */
    public void restore(State state) throws InvalidDataException {
        updates = state.integer("updates");
    }

    /** The parameters that are averaged. */
    public GraphParameters source() {
        return source;
    }

    /** The parameters that hold the average. */
    public GraphParameters average() {
        return average;
    }

    /**
     * Counts an update that the caller makes, on another engine. {@link #update()} calls it too.
     *
     * @return the share d of the old average in the new one
     */
    public double count() {
        updates++;
        return Math.min(decay, (1.0 + updates) / (WARM_UP + updates));
    }

    /** Adds the current parameters to the average. */
    public void update() {
        float kept = (float) count();
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
