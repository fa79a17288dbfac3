package io.gen4j.nn.internal;

/**
 * The labels of the batch that passes through a network. The network that splits labels from the input sets them, and
 * layers within read them.
 */
public final class BatchLabels {

    private int[] labels = {};

    /** Sets the labels of the next forward pass, one per row. */
    public void set(int[] value) {
        labels = value;
    }

    /**
     * The labels of the last forward pass, not copied.
     *
     * @throws IllegalStateException if there is not one label per row
     */
    int[] get(long rows) {
        if (labels.length != rows) {
            throw new IllegalStateException(labels.length + " labels for " + rows + " rows: must be as many");
        }
        return labels;
    }
}
