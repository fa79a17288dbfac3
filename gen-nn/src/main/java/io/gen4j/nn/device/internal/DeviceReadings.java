package io.gen4j.nn.device.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Numbers of every step, such as losses, that stay on the device until one of them is asked for. Then all steps since the
 * last such time cross to the host at once.
 */
public final class DeviceReadings {

    /** Steps after which the numbers cross even if nobody asks. */
    private static final int ROWS = 128;

    private final INDArray current;
    private final INDArray kept;
    private final List<Operation> copies = new ArrayList<>();
    private final List<Reading> unread = new ArrayList<>();

    /** @param count numbers of a step */
    public DeviceReadings(int count, DeviceArrays arrays) {
        current = arrays.zeros(count);
        kept = arrays.zeros(ROWS, count);
        for (int row = 0; row < ROWS; row++) {
            Program copy = new Program();
            copy.assign(current, DeviceArrays.part(kept, (long) row * count, count));
            copies.add(copy::run);
        }
    }

    /** The numbers of one step. */
    public final class Reading implements Supplier<float[]> {

        private float @Nullable [] values;

        /** The numbers, in order. Reads those of all steps if they are still on the device. */
        @Override
        public float[] get() {
            if (values == null) {
                read();
            }
            return values;
        }

        /** Whether the numbers are on the host. */
        public boolean isRead() {
            return values != null;
        }
    }

    /** The array of one number of the current step, of no dimension. Programs write it. */
    public INDArray value(int index) {
        return DeviceArrays.element(current, index);
    }

    /** Sets the numbers of the current step, such as after a checkpoint. */
    public void set(float[] values) {
        Transfer.upload(values, current);
    }

    /** Keeps the numbers of the current step. */
    public Reading keep() {
        if (unread.size() == ROWS) {
            read();
        }
        copies.get(unread.size()).run();
        Reading reading = new Reading();
        unread.add(reading);
        return reading;
    }

    /** Reads what is still on the device, before its arrays are closed. */
    public void finish() {
        if (!unread.isEmpty()) {
            read();
        }
    }

    private void read() {
        float[] all = Transfer.download(kept);
        int count = (int) current.length();
        for (int row = 0; row < unread.size(); row++) {
            float[] values = new float[count];
            System.arraycopy(all, row * count, values, 0, count);
            unread.get(row).values = values;
        }
        unread.clear();
    }
}
