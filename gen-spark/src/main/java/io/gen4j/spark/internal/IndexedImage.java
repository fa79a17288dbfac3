package io.gen4j.spark.internal;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One image on its way to its rank.
 *
 * @param index in the order of all images, from 0
 * @param label index into the label names; 0 without labels
 * @param pixels unsigned bytes, channel by channel and row by row
 */
public record IndexedImage(long index, int label, byte[] pixels) implements Serializable {

    private static final long serialVersionUID = 1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** A number that hardly another image, label or place has. The sum over all images tells one data set from others. */
    public long checksum() {
        long hash = (31L * Arrays.hashCode(pixels) + label) * 31 + index;
        return (hash ^ (hash >>> 32)) * MIX;
    }
}
