package io.gen4j.metric.likelihood;

/**
 * The logarithm of the mean of exp(x) over numbers x that come one by one. The largest so far is taken out of the sum, so that
 * nothing overflows, and not all underflows.
 */
final class LogMeanExp {

    private double largest = Double.NEGATIVE_INFINITY;
    /** The sum of exp(x - largest): from 1 to the number of x. */
    private double sum;

    private long count;

    void add(double x) {
        count++;
        if (x == Double.NEGATIVE_INFINITY) {
            return;
        }
        if (x <= largest) {
            sum += Math.exp(x - largest);
        } else {
            sum = sum * Math.exp(largest - x) + 1;
            largest = x;
        }
    }

    /** The result; NaN if there were no numbers, or one was NaN. */
    double get() {
        return largest + Math.log(sum / count);
    }
}
