package io.gen4j.nn.optim;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax and cross-entropy together on logits x with the label l: log(sum over k of exp(x_k)) - x_l, in nats. Its gradient
 * by x_k is the probability exp(x_k) / sum, less 1 for k = l.
 */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /**
     * The sum of the losses over some rows.
     *
     * @param logits {@code [n, labels]}, 'c' order
     * @param labels one per row, each less than the number of columns
     * @param gradient as many numbers as the logits; receives the gradient of the sum
     * @throws IllegalArgumentException if there is not one label per row, or a label is not a column
     */
    public static double sum(INDArray logits, int[] labels, INDArray gradient) {
        if (labels.length != logits.size(0)) {
            throw new IllegalArgumentException("labels has " + labels.length + " elements: must have " + logits.size(0)
                    + ", one per row of logits");
        }
        for (int label : labels) {
            Arguments.requireWithin("label", label, 0, logits.size(1) - 1);
        }
        float[] row = new float[(int) logits.size(1)];
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            HostMemory.read(logits, (long) i * row.length, row, row.length);
            float logit = row[labels[i]];
            sum += normalize(row) - logit;
            row[labels[i]] -= 1;
            HostMemory.write(row, gradient, (long) i * row.length, row.length);
        }
        return sum;
    }

    /**
     * Turns logits into probabilities, in place.
     *
     * @return the logarithm of the sum of their exponentials
     */
    public static double normalize(float[] logits) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            greatest = Math.max(greatest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - greatest);
        }
        double logSum = greatest + Math.log(sum);
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.exp(logits[k] - logSum);
        }
        return logSum;
    }
}
