package io.gen4j.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code metrics.csv}: the columns {@code epoch}, {@code step}, the trainer's metrics and
 * {@code images_per_second}. Each row holds the means over the updates since the row before, weighted by their images.
 * There is a row every so many updates and one at the end of each epoch. Numbers have a decimal point everywhere in the
 * world; a speed that could not be measured is an empty cell.
 */
public final class MetricsCsv implements TrainingListener {

    private final Path file;
    private final int interval;
    private final Throughput throughput = new Throughput();
    private Metrics.@Nullable Mean mean;
    private @Nullable BufferedWriter writer;
    private long stepsPerEpoch;

    /**
     * @param file must not exist
     * @param interval updates from row to row, at least 1
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
        mean = new Metrics.Mean(loop.trainer().metricNames());
        stepsPerEpoch = loop.batches().perEpoch();
        writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
        writeLine("epoch,step," + String.join(",", loop.trainer().metricNames()) + ",images_per_second");
        throughput.start();
    }

    @Override
    public void stepped(TrainingStep step) throws IOException {
        throughput.add(step.images());
        mean.add(step.metrics(), step.images());
        if (step.step() % interval == 0 || step.step() % stepsPerEpoch == 0) {
            writeLine(row(step));
            mean.reset();
            throughput.reset();
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics epochMean) {
        throughput.pause();
    }

    @Override
    public void ended() throws IOException {
        if (writer != null) {
            writer.close();
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

    /** A row at a time reaches the disk, so that a run can be watched. */
    private void writeLine(String line) throws IOException {
        writer.write(line);
        writer.write('\n');
        writer.flush();
    }
}
