package io.gen4j.nn.device.internal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/** One operation of ND4J on fixed arrays. It is prepared once, and run in every step. */
public interface Operation {

    /** Runs the operation. It reads and writes arrays of the device alone. */
    void run();

    /**
     * Prepares a declarable operation of libnd4j.
     *
     * @param integers its integer arguments
     * @param numbers its floating-point arguments, which it takes by value
     */
    static Operation of(String name, INDArray[] inputs, INDArray[] outputs, long[] integers, double... numbers) {
        DynamicCustomOp operation = new DynamicCustomOp(name, inputs, outputs);
        operation.addIArgument(integers);
        operation.addTArgument(numbers);
        return of(operation);
    }

    /** Prepares a declarable operation whose arguments its owner may change between runs. */
    static Operation of(CustomOp operation) {
        return () -> Nd4j.getExecutioner().exec(operation);
    }

    /** Prepares one of ND4J's older operations, for functions that libnd4j does not declare by name. */
    static Operation of(Op operation) {
        return () -> Nd4j.getExecutioner().exec(operation);
    }
}
