package io.gen4j.nn.device.internal;

import io.gen4j.runtime.HostMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The only door between the host and the arrays of a program, once its constants are there. */
public final class Transfer {

    private Transfer() {}

    /** Copies numbers to a whole array that is no view. */
    public static void upload(float[] values, INDArray target) {
        requireWhole(target, values.length);
        if (HostMemory.isLocal()) {
            HostMemory.write(values, target, 0, values.length);
        } else {
            target.data().setData(values);
        }
    }

    /** Copies indices to a whole array of integers that is no view. */
    public static void upload(int[] values, INDArray target) {
        requireWhole(target, values.length);
        target.data().setData(values);
    }

    private static void requireWhole(INDArray target, int length) {
        if (target.length() != length || target.offset() != 0) {
            throw new IllegalArgumentException(
                    "the target has " + target.length() + " numbers: must be a whole array of " + length);
        }
    }

    /** Copies a whole array to the host. */
    public static float[] download(INDArray source) {
        float[] values = new float[(int) source.length()];
        HostMemory.read(source, 0, values, values.length);
        return values;
    }
}
