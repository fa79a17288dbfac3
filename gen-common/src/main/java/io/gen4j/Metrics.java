package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.runtime.internal.Arguments;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The named metrics of one update, in a fixed order. Losses are in nats per image, probabilities from 0 to 1.
 * Immutable, except that values on a device are read when they are first asked for.
 */
public final class Metrics {

    private final List<String> names;
    private final Source source;
    private double @Nullable [] values;

    /** The source of values that may still be on a device. */
    public interface Source {

        /** Whether the values are on the host already. */
        boolean isRead();

        /** Reads the values; one per name. */
        double[] read();
    }

    /** @throws IllegalArgumentException if the numbers of names and values differ */
    public Metrics(List<String> names, double... values) {
        this(names, new Known(values.clone()));
        values();
    }

    private Metrics(List<String> names, Source source) {
        this.names = Arguments.copyOf("names", names);
        this.source = source;
    }

    /** Makes metrics whose values are read when one of them is first asked for. Use it in a trainer for a device. */
    public static Metrics of(List<String> names, Source source) {
        return new Metrics(names, Objects.requireNonNull(source, "source"));
    }

    private record Known(double[] read) implements Source {

        @Override
        public boolean isRead() {
            return true;
        }
    }

    private double[] values() {
        if (values == null) {
            double[] read = source.read();
            if (names.size() != read.length) {
                throw new IllegalArgumentException(read.length + " values for the names " + names);
            }
            values = read;
        }
        return values;
    }

    /** Whether the values are on the host. If not, the first call of {@link #value(int)} waits for a device. */
    public boolean isRead() {
        return values != null || source.isRead();
    }

    /** The names, in order. */
    public List<String> names() {
        return names;
    }

    /**
     * The value at a position of {@link #names()}.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public double value(int index) {
        Objects.checkIndex(index, names.size());
        return values()[index];
    }

    /** @throws IllegalArgumentException if there is no such name */
    public double value(String name) {
        Objects.requireNonNull(name, "name");
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no metric " + name + " among " + names);
        }
        return values()[index];
    }

    /** A weighted mean over several updates. The weight is usually the number of images. */
    public static final class Mean {

        private final List<String> names;
        private final double[] sums;
        private final Deque<Update> unread = new ArrayDeque<>();
        private double weight;

        private record Update(Metrics metrics, double weight) {}

        /** Makes an empty mean. */
        public Mean(List<String> names) {
            this.names = Arguments.copyOf("names", names);
            this.sums = new double[names.size()];
        }

        /**
         * Adds one update. Values on a device are read later, when the mean is needed.
         *
         * @param weight finite, at least 0
         * @throws IllegalArgumentException if the metrics have other names than this mean, or the weight lies outside its range
         */
        public void add(Metrics metrics, double weight) {
            Objects.requireNonNull(metrics, "metrics");
            if (!metrics.names().equals(names)) {
                throw new IllegalArgumentException(
                        "metrics has the names " + metrics.names() + ": must have those of the mean, " + names);
            }
            Arguments.requireWithin("weight", weight, 0, Double.MAX_VALUE);
            unread.add(new Update(metrics, weight));
            while (!unread.isEmpty() && unread.peek().metrics.isRead()) {
                sum(unread.remove());
            }
        }

        private void sumAll() {
            while (!unread.isEmpty()) {
                sum(unread.remove());
            }
        }

        private void sum(Update update) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += update.weight * update.metrics.value(i);
            }
            weight += update.weight;
        }

        /** Whether no update was added since the start or the last {@link #reset()}. */
        public boolean isEmpty() {
            return weight == 0 && unread.isEmpty();
        }

        /** The mean; each value is NaN if no update was added. */
        public Metrics get() {
            sumAll();
            return new Metrics(
                    names, Arrays.stream(sums).map(sum -> sum / weight).toArray());
        }

        /** Writes the sums so far. */
        public void save(State state) {
            sumAll();
            state.put("sums", sums);
            state.putNumber("weight", weight);
        }

        /** Restores the sums that {@link #save} wrote. */
        public void restore(State state) throws InvalidDataException {
            unread.clear();
            System.arraycopy(state.doubles("sums", sums.length), 0, sums, 0, sums.length);
            weight = state.number("weight");
        }

        /** Removes all updates. */
        public void reset() {
            unread.clear();
            Arrays.fill(sums, 0);
            weight = 0;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ').append(value(i));
        }
        return text.toString();
    }
}
