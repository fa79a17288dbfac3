package io.gen4j;

import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import java.util.Arrays;
import java.util.List;

/**
 * Named numbers of one update, in a fixed order: losses in nats an image, probabilities from 0 to 1. Immutable.
 */
public final class Metrics {

    private final List<String> names;
    private final double[] values;

    /** @throws IllegalArgumentException if there is not one value a name */
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

    /** The mean of several updates, each with its weight, such as its number of images. */
    public static final class Mean {

        private final List<String> names;
        private final double[] sums;
        private double weight;

        /** A mean of nothing yet. */
        public Mean(List<String> names) {
            this.names = List.copyOf(names);
            this.sums = new double[names.size()];
        }

        /** Takes one update in. */
        public void add(Metrics metrics, double weight) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += weight * metrics.value(i);
            }
            this.weight += weight;
        }

        /** Whether nothing was taken in since the start or the last {@link #reset()}. */
        public boolean isEmpty() {
            return weight == 0;
        }

        /** The mean; NaN for each if nothing was taken in. */
        public Metrics get() {
            return new Metrics(
                    names, Arrays.stream(sums).map(sum -> sum / weight).toArray());
        }

        /** Writes the sums so far. */
        public void save(State state) {
            state.put("sums", sums);
            state.putNumber("weight", weight);
        }

        /** Goes on where {@link #save} was called. */
        public void restore(State state) throws InvalidDataException {
            System.arraycopy(state.doubles("sums", sums.length), 0, sums, 0, sums.length);
            weight = state.number("weight");
        }

        /** Forgets everything. */
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
