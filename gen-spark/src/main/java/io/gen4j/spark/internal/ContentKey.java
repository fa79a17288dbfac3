package io.gen4j.spark.internal;

import java.io.Serializable;
import java.util.Arrays;

/** Orders images by label, then by pixels: equal images may stand in any order. */
record ContentKey(int label, byte[] pixels) implements Comparable<ContentKey>, Serializable {

    private static final long serialVersionUID = 1;

    @Override
    public int compareTo(ContentKey other) {
        int byLabel = Integer.compare(label, other.label);
        return byLabel != 0 ? byLabel : Arrays.compareUnsigned(pixels, other.pixels);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentKey key && label == key.label && Arrays.equals(pixels, key.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * label + Arrays.hashCode(pixels);
    }
}
