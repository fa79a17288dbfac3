package io.gen4j.checkpoint;

import io.gen4j.file.InvalidDataException;
import io.gen4j.interop.Tensor;
import io.gen4j.interop.TensorType;
import io.gen4j.runtime.HostMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a training: named arrays, numbers and texts. Use it to save and restore a trainer or a listener of your
 * own, so that training continues exactly.
 *
 * <p>Each part of a training writes its values under its own names and reads them back. A part with parts of its own
 * gives each a nested state:
 *
 * <pre>{@code
 * state.putInteger("steps", steps);
 * optimizer.save(state.in("optimizer"));
 * }</pre>
 *
 * <p>Values are copied, and come back bit for bit. If a value is missing or has another size, reading it throws an
 * {@link InvalidDataException} that names it.
 */
public final class State {

    private static final String SEPARATOR = "/";

    private final String prefix;
    private final Map<String, Tensor> tensors;
    private final Map<String, String> texts;

    /** Makes an empty state. */
    public State() {
        this("", new TreeMap<>(), new TreeMap<>());
    }

    State(Map<String, Tensor> tensors, Map<String, String> texts) {
        this("", new TreeMap<>(tensors), new TreeMap<>(texts));
    }

    private State(String prefix, Map<String, Tensor> tensors, Map<String, String> texts) {
        this.prefix = prefix;
        this.tensors = tensors;
        this.texts = texts;
    }

    /** The state of a part: a view of this state. Its names start with the part's name. */
    public State in(String part) {
        Objects.requireNonNull(part, "part");
        return new State(prefix + part + SEPARATOR, tensors, texts);
    }

    /** Whether this state and its parts hold no values. */
    public boolean isEmpty() {
        return tensors.keySet().stream().noneMatch(name -> name.startsWith(prefix))
                && texts.keySet().stream().noneMatch(name -> name.startsWith(prefix));
    }

    /** Whether there is a value with this name. */
    public boolean has(String name) {
        Objects.requireNonNull(name, "name");
        return tensors.containsKey(prefix + name) || texts.containsKey(prefix + name);
    }

    /** Adds a whole float array, in the order of its memory. */
    public void put(String name, INDArray array) {
        Objects.requireNonNull(array, "array");
        if (array.isEmpty()) {
            throw new IllegalArgumentException("array is empty: must hold numbers");
        }
        Objects.requireNonNull(name, "name");
        float[] values = new float[Math.toIntExact(array.length())];
        HostMemory.read(array, 0, values, values.length);
        put(name, values);
    }

    /** Adds single-precision numbers. */
    public void put(String name, float[] values) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(values, "values");
        tensors.put(prefix + name, Tensor.of(values, values.length));
    }

    /**
     * Copies of all arrays of single precision in this state and its parts, by name, sorted. Use it to average the states of
     * several trainings; {@link #put(String, float[])} takes each array back.
     */
    public SortedMap<String, float[]> floats() {
        SortedMap<String, float[]> floats = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix) && tensor.type() == TensorType.F32) {
                floats.put(name.substring(prefix.length()), tensor.floats());
            }
        });
        return floats;
    }

    /** Adds double-precision numbers. Their bits are stored as integers. */
    public void put(String name, double[] values) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(values, "values");
        tensors.put(
                prefix + name,
                Tensor.of(
                        DoubleStream.of(values)
                                .mapToLong(Double::doubleToRawLongBits)
                                .toArray(),
                        values.length));
    }

    /** Adds one double-precision number, infinite ones and NaN too. */
    public void putNumber(String name, double value) {
        putText(name, Double.toString(value));
    }

    /** Adds a whole number, negative ones too. */
    public void putInteger(String name, long value) {
        putText(name, Long.toString(value));
    }

    /** Adds a text. */
    public void putText(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        texts.put(prefix + name, value);
    }

    /** Reads an array that {@link #put(String, INDArray)} added, into one of the same length. */
    public void read(String name, INDArray target) throws InvalidDataException {
        Objects.requireNonNull(target, "target");
        HostMemory.write(floats(name, target.length()), target, 0, (int) target.length());
    }

    /** Reads numbers that {@link #put(String, float[])} added, into an array of the same length. */
    public void read(String name, float[] target) throws InvalidDataException {
        Objects.requireNonNull(target, "target");
        System.arraycopy(floats(name, target.length), 0, target, 0, target.length);
    }

    private float[] floats(String name, long count) throws InvalidDataException {
        Tensor tensor = tensor(name, TensorType.F32);
        float[] values = tensor.floats();
        if (values.length != count) {
            throw new InvalidDataException("the checkpoint's " + prefix + name + " has " + values.length
                    + " numbers: expected " + count + "; it belongs to other settings");
        }
        return values;
    }

    /** Returns the numbers that {@link #put(String, double[])} added. */
    public double[] doubles(String name) throws InvalidDataException {
        return LongStream.of(tensor(name, TensorType.I64).longs())
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
    }

    /** Returns numbers as {@link #doubles(String)} does, and checks their count. */
    public double[] doubles(String name, int count) throws InvalidDataException {
        double[] values = doubles(name);
        if (values.length != count) {
            throw new InvalidDataException("the checkpoint's " + prefix + name + " has " + values.length
                    + " numbers: expected " + count + "; it belongs to other settings");
        }
        return values;
    }

    /** Returns the number that {@link #putNumber} added. */
    public double number(String name) throws InvalidDataException {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", e);
        }
    }

    /** Returns the number that {@link #putInteger} added. */
    public long integer(String name) throws InvalidDataException {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number", e);
        }
    }

    /**
     * Returns the number that {@link #putInteger} added, and checks its range.
     *
     * @return {@code least} to {@code most}
     */
    public int integer(String name, int least, int most) throws InvalidDataException {
        long value = integer(name);
        if (value < least || value > most) {
            throw new InvalidDataException(
                    "the checkpoint's " + prefix + name + " is " + value + ": must be " + least + " to " + most);
        }
        return (int) value;
    }

    /** Returns the text that {@link #putText} added. */
    public String text(String name) throws InvalidDataException {
        Objects.requireNonNull(name, "name");
        String text = texts.get(prefix + name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    private Tensor tensor(String name, TensorType type) throws InvalidDataException {
        Objects.requireNonNull(name, "name");
        Tensor tensor = tensors.get(prefix + name);
        if (tensor == null) {
            throw missing(name);
        }
        if (tensor.type() != type) {
            throw new InvalidDataException(
                    "the checkpoint's " + prefix + name + " is " + tensor + ": expected numbers of type " + type);
        }
        return tensor;
    }

    private InvalidDataException missing(String name) {
        return new InvalidDataException(
                "the checkpoint has no " + prefix + name + ": it belongs to another model or to other settings");
    }

    private InvalidDataException wrong(String name, String expected, NumberFormatException cause)
            throws InvalidDataException {
        return new InvalidDataException(
                "the checkpoint's " + prefix + name + " is \"" + text(name) + "\": expected " + expected, cause);
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }

    Map<String, String> texts() {
        return texts;
    }

    /** True for equal names, arrays and numbers. */
    @Override
    public boolean equals(Object other) {
        return other instanceof State state
                && prefix.equals(state.prefix)
                && tensors.equals(state.tensors)
                && texts.equals(state.texts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new Object[] {prefix, tensors, texts});
    }

    /** The names. Tests show them in messages. */
    @Override
    public String toString() {
        return texts + " " + tensors.keySet();
    }
}
