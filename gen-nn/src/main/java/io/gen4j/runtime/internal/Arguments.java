package io.gen4j.runtime.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks arguments. The error is one line that names the argument, its value and its range. */
public final class Arguments {

    private Arguments() {}

    /** @throws IllegalArgumentException unless {@code value} is from {@code least} to {@code most} */
    public static void requireWithin(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be from " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException unless {@code value} is from {@code least} to {@code most} */
    public static void requireWithin(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ": must be from " + least + " to " + most);
        }
    }

    /** @throws IllegalArgumentException unless {@code value} is at least {@code least} */
    public static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": must be at least " + least);
        }
    }

    /**
     * Copies a list.
     *
     * @throws NullPointerException if the list or an element is null; the message names the list
     */
    public static <T> List<T> copyOf(String name, List<? extends T> list) {
        Objects.requireNonNull(list, name);
        int index = 0;
        for (T element : list) {
            if (element == null) {
                throw new NullPointerException(name + " holds null at index " + index);
            }
            index++;
        }
        return List.copyOf(list);
    }

    /**
     * Copies a list that must not be empty.
     *
     * @throws NullPointerException as {@link #copyOf}
     * @throws IllegalArgumentException if the list is empty
     */
    public static <T> List<T> copyOfSome(String name, List<? extends T> list) {
        List<T> copy = copyOf(name, list);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty: must hold at least one element");
        }
        return copy;
    }

    /** The first element that the list holds a second time. */
    public static <T> Optional<T> firstTwice(List<T> list) {
        Set<T> known = new HashSet<>();
        return list.stream().filter(element -> !known.add(element)).findFirst();
    }

    /**
     * Checks rows of equal length, as of features or probabilities.
     *
     * @return the length of the rows
     * @throws NullPointerException if the array or a row is null; the message names the array
     * @throws IllegalArgumentException if there is no row, or rows are empty or differ in length
     */
    public static int requireRows(String name, float[][] rows) {
        Objects.requireNonNull(rows, name);
        if (rows.length == 0) {
            throw new IllegalArgumentException(name + " has no rows: must have at least one");
        }
        for (int i = 0; i < rows.length; i++) {
            Objects.requireNonNull(rows[i], name + " holds null at index " + i);
            if (rows[i].length == 0 || rows[i].length != rows[0].length) {
                throw new IllegalArgumentException(name + " has " + rows[i].length + " numbers in row " + i
                        + ": must have " + Math.max(1, rows[0].length) + ", as many as row 0");
            }
        }
        return rows[0].length;
    }

    /** @throws IllegalArgumentException unless {@code value} is above 0 and finite */
    public static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be above 0 and finite");
        }
    }

    /** @throws IllegalArgumentException unless {@code value} is at least 0 and less than 1 */
    public static void requireBelowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ": must be at least 0 and less than 1");
        }
    }
}
