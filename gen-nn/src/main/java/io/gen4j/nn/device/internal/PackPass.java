package io.gen4j.nn.device.internal;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts consecutive images side by side (PacGAN, arXiv:1712.04086); see {@link io.gen4j.nn.PackedNetwork}. */
final class PackPass implements LayerPass {

    private final DeviceArrays arrays;
    private final INDArray images;
    private final INDArray rows;
    private final INDArray output;
    private final INDArray rowGradient;
    private final INDArray outputGradient;

    /** @param size images in a pack */
    PackPass(INDArray images, int size, DeviceArrays arrays) {
        long packs = packs(images.size(0), size);
        this.arrays = arrays;
        this.images = images;
        this.rows = arrays.zeros(packs * size, images.size(1));
        this.output = DeviceArrays.as(rows, packs, size * images.size(1));
        this.rowGradient = arrays.zeros(rows.shape());
        this.outputGradient = DeviceArrays.as(rowGradient, output.shape());
    }

    static long packs(long images, int size) {
        return (images + size - 1) / size;
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    /** A view of the rows from this one, with all images or the last few. */
    private static INDArray from(INDArray array, long first, long count) {
        return DeviceArrays.part(array, first * array.size(1), count, array.size(1));
    }

    private long count(long first) {
        return Math.min(images.size(0), rows.size(0) - first);
    }

    /** The first images fill the last pack, more than once if they are fewer than its gap. */
    @Override
    public void forward(Program program) {
        for (long first = 0; first < rows.size(0); first += images.size(0)) {
            program.assign(from(images, 0, count(first)), from(rows, first, count(first)));
        }
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        if (inputGradient == null) {
            return;
        }
        program.assign(from(rowGradient, 0, images.size(0)), inputGradient);
        for (long first = images.size(0); first < rows.size(0); first += images.size(0)) {
            INDArray again = from(inputGradient, 0, count(first));
            program.plus(again, from(rowGradient, first, count(first)), again);
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        throw new UnsupportedOperationException("in a pack, no image has a derivative of its own");
    }

    /** Gives each image the output of its pack. */
    LayerPass spread(INDArray outputs) {
        return new Spread(outputs);
    }

    private final class Spread implements LayerPass {

        private final INDArray packOutputs;
        private final INDArray spread;
        private final INDArray spreadGradient;
        private final INDArray members;

        Spread(INDArray packOutputs) {
            long n = images.size(0);
            long size = rows.size(0) / packOutputs.size(0);
            this.packOutputs = packOutputs;
            this.spread = arrays.zeros(n, packOutputs.size(1));
            this.spreadGradient = arrays.zeros(spread.shape());
            this.members = arrays.zeros(n, packOutputs.size(0));
            float[] ones = new float[(int) members.length()];
            for (int i = 0; i < n; i++) {
                ones[i * (int) members.size(1) + i / (int) size] = 1;
            }
            Transfer.upload(ones, members);
        }

        @Override
        public INDArray output() {
            return spread;
        }

        @Override
        public INDArray outputGradient() {
            return spreadGradient;
        }

        @Override
        public void forward(Program program) {
            program.matrixProduct(members, false, packOutputs, false, spread);
        }

        @Override
        public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
            if (inputGradient != null) {
                program.matrixProduct(members, true, spreadGradient, false, inputGradient);
            }
        }

        @Override
        public LayerPass linearized(INDArray direction, INDArray directionGradient) {
            return PackPass.this.linearized(direction, directionGradient);
        }
    }
}
