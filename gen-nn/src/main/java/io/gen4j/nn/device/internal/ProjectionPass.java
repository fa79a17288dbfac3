package io.gen4j.nn.device.internal;

import io.gen4j.nn.graph.FeatureMap;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The last layers of a discriminator, and the label by projection (Miyato and Koyama 2018, arXiv:1802.05637): their output,
 * plus the product of the label's embedding and the sum of the features over the pixels, divided by the root of their number.
 */
final class ProjectionPass implements LayerPass {

    private final DeviceArrays arrays;
    private final NetworkPass head;
    private final INDArray labels;
    private final INDArray table;
    private final FeatureMap map;
    private final double share;
    private final INDArray sums;
    private final INDArray embedded;
    private final INDArray output;
    private final INDArray outputGradient;

    /**
     * @param head from the features to one output
     * @param labels one-hot, {@code [n, labels]}
     * @param table the embedding, {@code [labels, channels]}
     * @param map the shape of the features
     */
    ProjectionPass(NetworkPass head, INDArray labels, INDArray table, FeatureMap map, DeviceArrays arrays) {
        long n = head.features().size(0);
        this.arrays = arrays;
        this.head = head;
        this.labels = labels;
        this.table = table;
        this.map = map;
        this.share = 1 / Math.sqrt((double) map.height() * map.width());
        this.sums = arrays.zeros(n, map.channels());
        this.embedded = arrays.zeros(n, map.channels());
        this.output = arrays.zeros(n, 1);
        this.outputGradient = arrays.zeros(n, 1);
    }

    @Override
    public INDArray output() {
        return output;
    }

    @Override
    public INDArray outputGradient() {
        return outputGradient;
    }

    private INDArray images(INDArray rows) {
        return DeviceArrays.as(rows, rows.size(0), map.channels(), map.height(), map.width());
    }

    @Override
    public void forward(Program program) {
        long n = output.size(0);
        INDArray products = arrays.zeros(n, map.channels());
        head.forward(program);
        program.sum(images(head.features()), sums, 2, 3);
        program.times(sums, arrays.scalar(share), sums);
        program.matrixProduct(labels, false, table, false, embedded);
        program.times(sums, embedded, products);
        program.sum(products, DeviceArrays.as(output, n), 1);
        program.plus(output, head.outputs(), output);
    }

    @Override
    public void backward(Program program, @Nullable Gradients gradients, @Nullable INDArray inputGradient) {
        INDArray products = arrays.zeros(sums.shape());
        if (gradients != null) {
            program.times(sums, outputGradient, products);
            program.matrixProduct(labels, true, products, false, gradients.by(table));
        }
        program.assign(outputGradient, head.outputGradient());
        head.backward(program, gradients, inputGradient);
        if (inputGradient != null) {
            program.times(embedded, outputGradient, products);
            program.times(products, arrays.scalar(share), products);
            INDArray target = images(inputGradient);
            program.plus(target, DeviceArrays.as(products, products.size(0), map.channels(), 1, 1), target);
        }
    }

    @Override
    public LayerPass linearized(INDArray direction, INDArray directionGradient) {
        return new ProjectionPass(head.linearized(direction, directionGradient), labels, table, map, arrays);
    }
}
