package io.gen4j.run;

import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.checkpoint.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code metrics.csv}: the columns {@code epoch}, {@code step}, the trainer's metrics and
 * {@code images_per_second}. A row holds the means over the updates since the previous row, weighted by their images. There
 * is one row per interval and one at the end of each epoch. Numbers have a decimal point in every locale. The cell of a
 * speed that could not be measured is empty.
 */
final class MetricsCsv implements TrainingListener {

    private static final String STATE = "metrics.csv";

    private final Path file;
    private final int interval;
    private final Throughput throughput = new Throughput();
    private Metrics.@Nullable Mean mean;
    private @Nullable GrowingCsv csv;
    private long stepsPerEpoch;

    /**
     * @param file created with its first row, replacing rows of a training that has no checkpoint yet
     * @param interval updates per row, at least 1
     */
    public MetricsCsv(Path file, int interval) {
        if (interval < 1) {
            throw new IllegalArgumentException("the interval is " + interval + ": must be at least 1");
        }
        this.file = file;
        this.interval = interval;
    }

    @Override
    public void started(TrainingLoop loop) throws IOException {
        prepare(loop);
        csv = GrowingCsv.start(file, header(loop));
    }

    @Override
    public void resumed(TrainingLoop loop, State state) throws IOException {
        if (state.in(STATE).isEmpty()) {
            started(loop);
            return;
        }
        prepare(loop);
        mean.restore(state.in(STATE).in("mean"));
        csv = GrowingCsv.resume(file, header(loop), state.in(STATE));
    }

    private void prepare(TrainingLoop loop) {
        mean = new Metrics.Mean(loop.trainer().metricNames());
        stepsPerEpoch = loop.batches().perEpoch();
        throughput.reset();
        throughput.start();
    }

    private static String header(TrainingLoop loop) {
        return "epoch,step," + String.join(",", loop.trainer().metricNames()) + ",images_per_second";
    }

    @Override
    public void stepped(TrainingStep step) throws IOException {
        throughput.add(step.images());
        mean.add(step.metrics(), step.images());
        if (step.step() % interval == 0 || step.step() % stepsPerEpoch == 0) {
            csv.append(row(step));
            mean.reset();
            throughput.reset();
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics epochMean) {
        throughput.pause();
    }

    @Override
    public void save(State state) throws IOException {
        // The file first: if it cannot be flushed, the checkpoint is to know nothing of it.
        csv.save(state.in(STATE));
        mean.save(state.in(STATE).in("mean"));
    }

    @Override
    public void ended() throws IOException {
        if (csv != null) {
            csv.close();
            csv = null;
        }
    }

    private String row(TrainingStep step) {
        StringBuilder row = new StringBuilder();
        row.append(step.epoch()).append(',').append(step.step());
        Metrics metrics = mean.get();
        for (int i = 0; i < metrics.names().size(); i++) {
            row.append(',').append(metrics.value(i));
        }
        row.append(',');
        double speed = throughput.imagesPerSecond();
        if (!Double.isNaN(speed)) {
            row.append(String.format(Locale.ROOT, "%.1f", speed));
        }
        return row.toString();
    }
}
