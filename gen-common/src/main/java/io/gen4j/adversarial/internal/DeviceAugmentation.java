package io.gen4j.adversarial.internal;

import io.gen4j.data.ImageShape;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.StepBlock;
import io.gen4j.nn.device.internal.Transfer;
import io.gen4j.nn.graph.FeatureMap;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link DifferentiableAugmentation} by operations. A shift is a product with a matrix of zeros and ones from either side,
 * which the device makes from the number of rows or columns.
 */
public final class DeviceAugmentation {

    private static final int RGB = 3;

    private final FeatureMap map;
    private final DeviceArrays arrays;
    private final long n;
    private final INDArray images;
    private final INDArray output;
    private final INDArray scratch;
    private final INDArray imageMeans;
    private final INDArray pixelMeans;
    private final INDArray rowShift;
    private final INDArray columnShift;
    private final INDArray kept;
    private final StepBlock.Part brightness;
    private final StepBlock.Part saturation;
    private final StepBlock.Part contrast;
    private final StepBlock.Part down;
    private final StepBlock.Part right;
    private final StepBlock.Part cutRows;
    private final StepBlock.Part cutColumns;

    /**
     * @param images {@code [n, pixels]}
     * @param block with {@link #numbers} for each image
     */
    public DeviceAugmentation(ImageShape shape, INDArray images, StepBlock block, DeviceArrays arrays) {
        this.map = new FeatureMap(shape.channels(), shape.height(), shape.width());
        this.arrays = arrays;
        this.n = images.size(0);
        this.images = images;
        this.output = arrays.zeros(images.shape());
        this.scratch = arrays.zeros(images.shape());
        this.imageMeans = arrays.zeros(n, 1, 1, 1);
        this.pixelMeans = arrays.zeros(n, 1, map.height(), map.width());
        this.rowShift = arrays.zeros(n, map.channels(), map.height(), map.height());
        this.columnShift = arrays.zeros(n, map.width(), map.width());
        this.kept = arrays.zeros(n, 1, map.height(), map.width());
        this.brightness = block.take(n, 1);
        this.saturation = block.take(n, 1);
        this.contrast = block.take(n, 1);
        this.down = block.take(n, 1);
        this.right = block.take(n, 1);
        this.cutRows = block.take(n, map.height());
        this.cutColumns = block.take(n, map.width());
    }

    /** The random numbers of one image. */
    public static long numbers(ImageShape shape) {
        return 5L + shape.height() + shape.width();
    }

    /** The changed images, {@code [n, pixels]}. */
    public INDArray output() {
        return output;
    }

    /** Draws the changes of a pass, as the host does. */
    public void draw(RandomGenerator random) {
        float[] rows = new float[(int) n * map.height()];
        float[] columns = new float[(int) n * map.width()];
        for (int i = 0; i < n; i++) {
            ImageChange change = ImageChange.draw(map, random);
            brightness.set(i, change.brightness());
            saturation.set(i, change.saturation());
            contrast.set(i, change.contrast());
            down.set(i, change.down());
            right.set(i, change.right());
            change.markCut(rows, i * map.height(), columns, i * map.width());
        }
        cutRows.set(rows);
        cutColumns.set(columns);
    }

    private static INDArray eachPixel(StepBlock.Part part) {
        return DeviceArrays.as(part.array(), part.array().length(), 1, 1, 1);
    }

    private INDArray asImages(INDArray rows) {
        return DeviceArrays.as(rows, n, map.channels(), map.height(), map.width());
    }

    /** Adds the changes. */
    public void forward(Program program) {
        prepare(program);
        program.plus(asImages(images), eachPixel(brightness), asImages(output));
        saturate(program, output);
        spread(program, output, imageMeans, contrast, 1, 2, 3);
        shift(program, output, false);
        program.times(asImages(output), kept, asImages(output));
    }

    /** Converts a gradient by the changed images to one by the images, in place, after {@link #forward}. */
    public void transpose(Program program, INDArray gradient) {
        program.times(asImages(gradient), kept, asImages(gradient));
        shift(program, gradient, true);
        spread(program, gradient, imageMeans, contrast, 1, 2, 3);
        saturate(program, gradient);
    }

    private void prepare(Program program) {
        INDArray square = shiftOf(map.channels(), map.height());
        one(program, square, eachPixel(down), rowShift);
        one(
                program,
                DeviceArrays.as(shiftOf(1, map.width()), 1, map.width(), map.width()),
                DeviceArrays.as(right.array(), n, 1, 1),
                columnShift);
        INDArray rows = DeviceArrays.as(cutRows.array(), n, 1, map.height(), 1);
        INDArray columns = DeviceArrays.as(cutColumns.array(), n, 1, 1, map.width());
        program.times(rows, columns, kept);
        program.minus(arrays.scalar(1), kept, kept);
    }

    /** For each target and source of a shift, its length: {@code [1, channels, side, side]}. */
    private INDArray shiftOf(int channels, int side) {
        INDArray lengths = arrays.zeros(1, channels, side, side);
        float[] values = new float[channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / side % side - i % side;
        }
        Transfer.upload(values, lengths);
        return lengths;
    }

    /** target = 1 where the whole numbers are equal, otherwise 0. */
    private void one(Program program, INDArray lengths, INDArray shifts, INDArray target) {
        program.minus(lengths, shifts, target);
        program.square(target, target);
        program.minus(arrays.scalar(1), target, target);
        program.relu(target, target);
    }

    private void saturate(Program program, INDArray rows) {
        if (map.channels() == RGB) {
            spread(program, rows, pixelMeans, saturation, 1);
        }
    }

    /** Moves values away from their means over some dimensions. */
    private void spread(Program program, INDArray rows, INDArray means, StepBlock.Part factor, long... dimensions) {
        INDArray values = asImages(rows);
        program.keptMean(values, means, dimensions);
        program.minus(values, means, values);
        program.times(values, eachPixel(factor), values);
        program.plus(values, means, values);
    }

    private void shift(Program program, INDArray rows, boolean back) {
        program.matrixProduct(rowShift, back, asImages(rows), false, asImages(scratch));
        program.matrixProduct(wide(scratch), false, columnShift, !back, wide(rows));
    }

    private INDArray wide(INDArray rows) {
        return DeviceArrays.as(rows, n, (long) map.channels() * map.height(), map.width());
    }
}
