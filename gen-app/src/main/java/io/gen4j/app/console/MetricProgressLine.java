package io.gen4j.app.console;

import io.gen4j.MetricProgress;
import java.io.PrintWriter;

/** Prints the progress of a metric: a changing line on a terminal, a line now and then elsewhere. */
public final class MetricProgressLine implements MetricProgress {

    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private long lastShown = System.nanoTime();

    public MetricProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void reached(String what, double share) {
        long now = System.nanoTime();
        if (terminal && share >= 1) {
            out.print("\r\033[K");
            out.flush();
        } else if (now - lastShown > (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            lastShown = now;
            String line = what + ": " + Math.round(100 * share) + " %";
            out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
            out.flush();
        }
    }
}
