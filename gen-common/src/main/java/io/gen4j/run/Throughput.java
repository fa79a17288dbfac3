package io.gen4j.run;

import io.gen4j.runtime.internal.Arguments;
import java.util.function.LongSupplier;

/**
 * Images per second of the updates alone. Use it to measure training speed without other work, such as drawing pictures.
 * The time from {@link #pause()} to the end of the next update does not count.
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
        Arguments.requireAtLeast("updateImages", updateImages, 0);
        long now = nanoTime.getAsLong();
        if (!paused) {
            nanos += now - last;
            images += updateImages;
        }
        last = now;
        paused = false;
    }

    /** Stops the clock for other work. The next update has no known start, so it is left out. */
    public void pause() {
        paused = true;
    }

    /** Drops the measurements so far. The clock runs on. */
    public void reset() {
        nanos = 0;
        images = 0;
    }

    /** NaN if nothing was measured yet. */
    public double imagesPerSecond() {
        return nanos == 0 ? Double.NaN : images * NANOS_PER_SECOND / nanos;
    }
}
