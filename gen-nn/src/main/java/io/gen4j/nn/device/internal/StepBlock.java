package io.gen4j.nn.device.internal;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The numbers that the host draws for a step, in one array that crosses to the device at once. */
public final class StepBlock {

    private final INDArray array;
    private float[] values;
    private float[] other;
    private int taken;

    /** @param length the numbers of all parts */
    public StepBlock(long length, DeviceArrays arrays) {
        values = new float[Math.toIntExact(Math.max(1, length))];
        other = new float[values.length];
        array = arrays.zeros(values.length);
    }

    /** A part of the block: numbers on the host, and an array on the device that receives them. */
    public final class Part {

        private final int offset;
        private final int width;
        private final INDArray target;

        private Part(int offset, long[] shape) {
            this.offset = offset;
            this.target = DeviceArrays.part(array, offset, shape);
            this.width = shape.length == 2 ? (int) shape[1] : 1;
        }

        /** The array on the device. */
        public INDArray array() {
            return target;
        }

        /** Sets a number. */
        public void set(int index, double value) {
            values[offset + index] = (float) value;
        }

        /** Sets all numbers. */
        public void set(float[] some) {
            System.arraycopy(some, 0, values, offset, some.length);
        }

        /** Draws all numbers from a normal distribution. */
        public void drawNormal(RandomGenerator random, double deviation) {
            for (int i = 0; i < target.length(); i++) {
                values[offset + i] = (float) (deviation * random.nextGaussian());
            }
        }

        /** Draws all numbers from the uniform distribution on [0, 1). */
        public void drawUniform(RandomGenerator random) {
            for (int i = 0; i < target.length(); i++) {
                values[offset + i] = random.nextFloat();
            }
        }

        /** Sets each row to a one-hot label. */
        public void setLabels(int[] labels) {
            Arrays.fill(values, offset, offset + (int) target.length(), 0);
            for (int i = 0; i < labels.length; i++) {
                values[offset + i * width + labels[i]] = 1;
            }
        }
    }

    /** Takes the next part, a row-major array. */
    public Part take(long... shape) {
        Part part = new Part(taken, shape);
        taken += (int) part.target.length();
        if (taken > values.length) {
            throw new IllegalStateException("the block has " + values.length + " numbers: " + taken + " were taken");
        }
        return part;
    }

    /** Copies all parts to the device. The next numbers go to other memory, since the copy may still be under way. */
    public void upload() {
        Transfer.upload(values, array);
        float[] copied = values;
        values = other;
        other = copied;
    }
}
