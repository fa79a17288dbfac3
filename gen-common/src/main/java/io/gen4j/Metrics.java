package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import java.util.Arrays;
import java.util.List;

/**
 * The named metrics of one update, in a fixed order. Losses are in nats per image, probabilities from 0 to 1.
 * Immutable.
 */
public final class Metrics {

    private final List<String> names;
    private final double[] values;

    /** @throws IllegalArgumentException if the numbers of names and values differ */
    public Metrics(List<String> names, double... values) {
        if (names.size() != values.length) {
            throw new IllegalArgumentException(values.length + " values for the names " + names);
        }
        this.names = List.copyOf(names);
        this.values = values.clone();
    }

    /** The names, in order. */
    public List<String> names() {
        return names;
    }

    /** The value at a position of {@link #names()}. */
    public double value(int index) {
        return values[index];
    }

    /** @throws IllegalArgumentException if there is no such name */
    public double value(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no metric " + name + " among " + names);
        }
        return values[index];
    }

    /** A weighted mean over several updates. The weight is usually the number of images. */
    public static final class Mean {

        private final List<String> names;
        private final double[] sums;
        private double weight;

        /** Makes an empty mean. */
        public Mean(List<String> names) {
            this.names = List.copyOf(names);
            this.sums = new double[names.size()];
        }

        /** Adds one update. */
        public void add(Metrics metrics, double weight) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * metrics.value(i);
            }
            this.weight += weight;
        }

        /** Whether no update was added since the start or the last {@link #reset()}. */
        public boolean isEmpty() {
            return weight == 0;
        }

        /** The mean; each value is NaN if no update was added. */
        public Metrics get() {
            return new Metrics(
                    names, Arrays.stream(sums).map(sum -> sum / weight).toArray());
        }

        /** Writes the sums so far. */
        public void save(State state) {
            state.put("sums", sums);
            state.putNumber("weight", weight);
        }

        /** Restores the sums that {@link #save} wrote. */
        public void restore(State state) throws InvalidDataException {
            System.arraycopy(state.doubles("sums", sums.length), 0, sums, 0, sums.length);
            weight = state.number("weight");
        }

        /** Removes all updates. */
        public void reset() {
            Arrays.fill(sums, 0);
            weight = 0;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ').append(values[i]);
        }
        return text.toString();
    }
}
