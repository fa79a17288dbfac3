package io.gen4j.nn.optim;

import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.InputRows;
import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax cross-entropy of logits x with the label l, in nats: log(sum over k of exp(x_k)) - x_l. Use it to train a
 * classifier.
 *
 * <p>Its gradient with respect to x_k is the probability exp(x_k) / sum, minus 1 for k = l.
 */
public final class SoftmaxCrossEntropy {

    private SoftmaxCrossEntropy() {}

    /**
     * Computes the sum of the losses over all rows.
     *
     * @param logits {@code [n, labels]}, 'c' order
     * @param labels one per row, each less than the number of columns
     * @param gradient of the same shape as the logits; receives the gradient of the sum
     * @throws IllegalArgumentException if the numbers of labels and rows differ, a label is not a column, or an array is
     *     not float and row by row
     */
    public static double sum(INDArray logits, int[] labels, INDArray gradient) {
        InputRows.requireExactMatrix("logits", logits);
        Objects.requireNonNull(labels, "labels");
        InputRows.requireExactMatrix("gradient", gradient);
        if (!gradient.equalShapes(logits)) {
            throw new IllegalArgumentException("gradient has the shape " + Arrays.toString(gradient.shape())
                    + ": must be that of logits, " + Arrays.toString(logits.shape()));
        }
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
     * Converts logits to probabilities in place. Use it on the outputs of a classifier.
     *
     * @return the logarithm of the sum of the logits' exponentials
     */
    public static double normalize(float[] logits) {
        Objects.requireNonNull(logits, "logits");
        Arguments.requireAtLeast("number of logits", logits.length, 1);
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
