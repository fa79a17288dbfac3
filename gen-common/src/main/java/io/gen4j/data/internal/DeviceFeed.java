package io.gen4j.data.internal;

import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.PixelRange;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceMemory;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.Transfer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Brings the images of batches to a device. A dataset that fits goes there once, as bytes. Then only the indices of a batch
 * cross, and its images are gathered and scaled there.
 */
public final class DeviceFeed implements AutoCloseable {

    /** The share of the free memory that a dataset may take. */
    private static final int SHARE = 4;

    private static final int WHITE = 255;

    private final PixelRange range;
    private @Nullable ImageDataset resident;
    private @Nullable INDArray pixels;

    /** @param range of the numbers that the bytes become */
    public DeviceFeed(PixelRange range) {
        this.range = range;
    }

    /** Brings a dataset to the device if there is room, and says whether it is there. It replaces another one. */
    public boolean hold(Batches batches) {
        ImageDataset data = batches.data();
        if (data == resident) {
            return true;
        }
        long bytes = (long) data.size() * data.shape().size();
        if (bytes > Math.min(Integer.MAX_VALUE - 8, DeviceMemory.free() / SHARE) || resident != null) {
            // Inputs are bound to the first dataset.
            return false;
        }
        pixels = upload(data, (int) bytes);
        resident = data;
        return true;
    }

    private static INDArray upload(ImageDataset data, int bytes) {
        byte[] all = new byte[bytes];
        int size = data.shape().size();
        for (int i = 0; i < data.size(); i++) {
            data.copyPixels(i, all, i * size);
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        direct.put(all).flip();
        return Nd4j.create(Nd4j.createBuffer(direct, DataType.UINT8, bytes, 0), data.size(), size);
    }

    /** An array on the device that receives the images of batches. */
    public final class Input {

        private final INDArray target;
        private final DeviceArrays arrays;
        private @Nullable INDArray indices;
        private @Nullable Program gather;

        private Input(INDArray target, DeviceArrays arrays) {
            this.target = target;
            this.arrays = arrays;
        }

        /** Brings the images of a batch of the array's size. */
        public void bring(Batch batch) {
            if (resident != null && batch.isOf(resident)) {
                if (gather == null) {
                    gather = record();
                }
                Transfer.upload(batch.indices().get(), indices);
                gather.run();
            } else {
                Program copy = new Program();
                copy.assign(batch.images(), target);
                copy.run();
            }
        }

        private Program record() {
            long n = target.size(0);
            Program program = new Program();
            indices = arrays.keep(Nd4j.create(DataType.INT32, n));
            INDArray bytes = arrays.keep(Nd4j.create(DataType.UINT8, n, target.size(1)));
            program.gather(pixels, indices, bytes);
            program.convert(bytes, target);
            program.divided(target, arrays.scalar(WHITE), target);
            if (range == PixelRange.SIGNED) {
                program.times(target, arrays.scalar(2), target);
                program.minus(target, arrays.scalar(1), target);
            }
            return program;
        }
    }

    /** Makes an array receive the images of batches. */
    public Input into(INDArray target, DeviceArrays arrays) {
        return new Input(target, arrays);
    }

    @Override
    public void close() {
        if (pixels != null) {
            pixels.close();
            pixels = null;
            resident = null;
        }
    }
}
