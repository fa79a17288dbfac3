package io.gen4j.nn.device.internal;

import io.gen4j.nn.optim.MovingAverage;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The update of a {@link MovingAverage} by operations. The average's own count and state are used. */
public final class DeviceAverage {

    private final MovingAverage average;
    private final StepBlock.Part share;
    private final Program program = new Program();

    /** @param share one number of the step's block, the share of the new values */
    public DeviceAverage(MovingAverage average, StepBlock.Part share, DeviceArrays arrays) {
        this.average = average;
        this.share = share;
        long count = average.source().values().length();
        INDArray source = DeviceArrays.as(average.source().values(), count);
        INDArray target = DeviceArrays.as(average.average().values(), count);
        INDArray difference = arrays.zeros(count);
        program.minus(source, target, difference);
        program.times(difference, share.array(), difference);
        program.plus(target, difference, target);
        List<INDArray> statistics = average.source().statistics();
        List<INDArray> averages = average.average().statistics();
        for (int i = 0; i < statistics.size(); i++) {
            program.assign(statistics.get(i), averages.get(i));
        }
    }

    /** Counts an update, and sets its share in the block, before the block crosses to the device. */
    public void advance() {
        share.set(0, 1 - average.count());
    }

    /** Makes the update, after that of the source. */
    public void update() {
        program.run();
        average.average().countBatchesOf(average.source());
    }
}
