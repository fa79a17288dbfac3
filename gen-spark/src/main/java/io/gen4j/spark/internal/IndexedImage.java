package io.gen4j.spark.internal;

import java.io.Serializable;

/**
 * One image on its way to its rank.
 *
 * @param index in the order of all images, from 0
 * @param label index into the label names; 0 without labels
 * @param pixels unsigned bytes, channel by channel and row by row
 */
public record IndexedImage(long index, int label, byte[] pixels) implements Serializable {

    private static final long serialVersionUID = 1;
}
