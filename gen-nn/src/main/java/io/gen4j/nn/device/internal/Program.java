package io.gen4j.nn.device.internal;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;

/**
 * A sequence of {@link Operation}s, recorded once for a batch size and run in every step. It has no loop over rows or
 * channels: its length does not depend on the sizes of the arrays.
 *
 * <p>Methods add an operation that writes {@code target}. Where not stated otherwise, {@code target} may be an operand, and
 * a smaller operand is broadcast.
 */
public final class Program {

    private static final long[] NONE = {};
    private static final double NO_CUTOFF = 0;

    private final List<Operation> operations = new ArrayList<>();

    /** Runs the operations in order. */
    public void run() {
        operations.forEach(Operation::run);
    }

    /** The number of operations. */
    public int size() {
        return operations.size();
    }

    /** Adds a prepared operation. */
    public void add(Operation operation) {
        operations.add(operation);
    }

    /** Adds the operations of another program. */
    public void add(Program other) {
        operations.addAll(other.operations);
    }

    /** Adds a declarable operation with one result. */
    public void add(String name, INDArray[] inputs, INDArray target, long[] integers, double... numbers) {
        operations.add(Operation.of(name, inputs, new INDArray[] {target}, integers, numbers));
    }

    /** Adds a declarable operation with several results. */
    public void add(String name, INDArray[] inputs, INDArray[] targets, long[] integers, double... numbers) {
        operations.add(Operation.of(name, inputs, targets, integers, numbers));
    }

    private void elementwise(String name, INDArray a, INDArray b, INDArray target) {
        add(name, new INDArray[] {a, b}, target, NONE);
    }

    private void function(String name, INDArray x, INDArray target, double... numbers) {
        add(name, new INDArray[] {x}, target, NONE, numbers);
    }

    /** target = from. */
    public void assign(INDArray from, INDArray target) {
        elementwise("assign", target, from, target);
    }

    /** target = a + b. */
    public void plus(INDArray a, INDArray b, INDArray target) {
        elementwise("add", a, b, target);
    }

    /** target = a - b. */
    public void minus(INDArray a, INDArray b, INDArray target) {
        elementwise("subtract", a, b, target);
    }

    /** target = a * b, element by element. */
    public void times(INDArray a, INDArray b, INDArray target) {
        elementwise("multiply", a, b, target);
    }

    /** target = a / b, element by element. */
    public void divided(INDArray a, INDArray b, INDArray target) {
        elementwise("divide", a, b, target);
    }

    /** target = max(a, b). */
    public void maximum(INDArray a, INDArray b, INDArray target) {
        elementwise("maximum", a, b, target);
    }

    /**
     * target += factor * x.
     *
     * @param scratch of the shape of x; overwritten
     */
    public void plusScaled(INDArray x, INDArray factor, INDArray scratch, INDArray target) {
        // ND4J's axpy of 1.0.0-M2.1 ignores its factor.
        times(x, factor, scratch);
        plus(target, scratch, target);
    }

    /** target = x². */
    public void square(INDArray x, INDArray target) {
        function("square", x, target);
    }

    /** target = exp(x). */
    public void exp(INDArray x, INDArray target) {
        add(Operation.of(new Exp(x, target)));
    }

    /** target = log(x). */
    public void log(INDArray x, INDArray target) {
        add(Operation.of(new Log(x, target)));
    }

    /** target = 1 / (1 + exp(-x)). */
    public void sigmoid(INDArray x, INDArray target) {
        function("sigmoid", x, target);
    }

    /** target = max(x, 0). */
    public void relu(INDArray x, INDArray target) {
        function("relu", x, target, NO_CUTOFF);
    }

    /** target = gradient where x is positive, otherwise 0. */
    public void reluSlope(INDArray x, INDArray gradient, INDArray target) {
        add("relu_bp", new INDArray[] {x, gradient}, target, NONE);
    }

    /** target = x within [-bound, bound]. */
    public void clip(INDArray x, double bound, INDArray target) {
        function("clipbyvalue", x, target, -bound, bound);
    }

    /** target = the matrix product of a and b, or of their transposes; it is no operand. */
    public void matrixProduct(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray target) {
        add("matmul", new INDArray[] {a, b}, target, new long[] {transposeA ? 1 : 0, transposeB ? 1 : 0, 0});
    }

    /** target = the sum of x over some dimensions, or over all if none is named. */
    public void sum(INDArray x, INDArray target, long... dimensions) {
        add("reduce_sum", new INDArray[] {x}, target, dimensions);
    }

    /** target = the mean of x over some dimensions, or over all if none is named. */
    public void mean(INDArray x, INDArray target, long... dimensions) {
        add("reduce_mean", new INDArray[] {x}, target, dimensions);
    }

    /** target = the mean of x over some dimensions, which keep the size 1. */
    public void keptMean(INDArray x, INDArray target, long... dimensions) {
        add("reduce_mean", new INDArray[] {x}, target, dimensions, 1);
    }

    /** target = the sum of x over some dimensions, which keep the size 1. */
    public void keptSum(INDArray x, INDArray target, long... dimensions) {
        add("reduce_sum", new INDArray[] {x}, target, dimensions, 1);
    }

    /** target = the greatest number of x over some dimensions, which keep the size 1. */
    public void greatest(INDArray x, INDArray target, long... dimensions) {
        add("reduce_max", new INDArray[] {x}, target, dimensions, 1);
    }

    /** target = the Euclidean length of x over some dimensions, which keep the size 1; of all of x if none is named. */
    public void length(INDArray x, INDArray target, long... dimensions) {
        add("reduce_norm2", new INDArray[] {x}, target, dimensions, dimensions.length == 0 ? 0 : 1);
    }

    /** means and variances = those of x over some dimensions; the variance is biased. */
    public void moments(INDArray x, INDArray means, INDArray variances, long... dimensions) {
        add("moments", new INDArray[] {x}, new INDArray[] {means, variances}, dimensions);
    }

    /** target = the rows of a and b side by side. */
    public void join(INDArray a, INDArray b, INDArray target) {
        add("concat", new INDArray[] {a, b}, target, new long[] {1});
    }

    /** target = the rows of a table with these indices. */
    public void gather(INDArray table, INDArray indices, INDArray target) {
        add("gather", new INDArray[] {table, indices}, target, new long[] {0});
    }

    /** target = x in the target's type. */
    public void convert(INDArray x, INDArray target) {
        add("cast", new INDArray[] {x}, target, new long[] {target.dataType().toInt()});
    }
}
