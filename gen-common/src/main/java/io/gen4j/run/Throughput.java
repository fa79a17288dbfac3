package io.gen4j.run;

import java.util.function.LongSupplier;

/**
 * Images per second of the updates alone: what happens between {@link #pause()} and the end of the next update, such as
 * the drawing of pictures, does not count.
 */
public final class Throughput {

    private static final double NANOS_PER_SECOND = 1e9;

    private final LongSupplier nanoTime;
    private boolean paused = true;
    private long last;
    private long nanos;
    private long images;

    /** Measures from now on. */
    public Throughput() {
        this(System::nanoTime);
    }

    /** @param nanoTime the clock, in nanoseconds */
    Throughput(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The next update starts now. */
    public void start() {
        last = nanoTime.getAsLong();
        paused = false;
    }

    /** An update of some images has ended. */
    public void add(int updateImages) {
        long now = nanoTime.getAsLong();
        if (!paused) {
            nanos += now - last;
            images += updateImages;
        }
        last = now;
        paused = false;
    }

    /** Something else happens until the next update, whose start is not known, and which is left out. */
    public void pause() {
        paused = true;
    }

    /** Forgets what was measured so far; the clock runs on. */
    public void reset() {
        nanos = 0;
        images = 0;
    }

    /** NaN if nothing was measured yet. */
    public double imagesPerSecond() {
        return nanos == 0 ? Double.NaN : images * NANOS_PER_SECOND / nanos;
    }
}
