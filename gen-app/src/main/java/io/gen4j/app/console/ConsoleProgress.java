package io.gen4j.app.console;

import io.gen4j.Metrics;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.run.Throughput;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Prints the progress of a training: a moving bar on a terminal, a line every ten seconds elsewhere, and a line per epoch. */
public final class ConsoleProgress implements TrainingListener {

    private static final int BAR_WIDTH = 20;
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final Throughput throughput = new Throughput();
    private long lastShown;
    private long total;
    private long stepsPerEpoch;
    private int epochs;
    private long steps;

    public ConsoleProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void started(TrainingLoop loop) {
        total = loop.totalSteps();
        stepsPerEpoch = loop.batches().perEpoch();
        epochs = loop.epochs();
        lastShown = System.nanoTime();
        throughput.start();
    }

    /** The number of updates since the start. */
    public long steps() {
        return steps;
    }

    @Override
    public void stepped(TrainingStep step) {
        steps++;
        throughput.add(step.images());
        long now = System.nanoTime();
        if (now - lastShown > (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            lastShown = now;
            show(step);
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics mean) {
        line(String.format(Locale.ROOT, "epoch %d/%d: %s%s", epoch, epochs, text(mean), speed()));
        throughput.reset();
        throughput.pause();
    }

    @Override
    public void evaluated(int epoch, Metrics mean) {
        line("epoch " + epoch + "/" + epochs + ", test images: " + text(mean));
    }

    private void show(TrainingStep step) {
        long inEpoch = (step.step() - 1) % stepsPerEpoch + 1;
        int filled = (int) (BAR_WIDTH * inEpoch / stepsPerEpoch);
        String bar = "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled);
        String line = String.format(
                Locale.ROOT,
                "epoch %d/%d [%s] %s%s%s",
                step.epoch(),
                epochs,
                bar,
                text(step.metrics()),
                speed(),
                timeLeft(step));
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else {
            line(line);
        }
    }

    /** Empty in the first update after an epoch's end, when there is nothing to measure. */
    private String speed() {
        double perSecond = throughput.imagesPerSecond();
        return Double.isNaN(perSecond) ? "" : String.format(Locale.ROOT, ", %.0f images/s", perSecond);
    }

    private String timeLeft(TrainingStep step) {
        double seconds = (total - step.step()) * step.images() / throughput.imagesPerSecond();
        return Double.isNaN(seconds) ? "" : ", " + duration((long) seconds) + " left";
    }

    /** Prints another line. */
    public void line(String text) {
        out.println((terminal ? "\r\033[K" : "") + text);
        out.flush();
    }

    private static String text(Metrics metrics) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < metrics.names().size(); i++) {
            text.append(i == 0 ? "" : "  ")
                    .append(metrics.names().get(i))
                    .append(String.format(Locale.ROOT, " %.3f", metrics.value(i)));
        }
        return text.toString();
    }

    private static String duration(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
