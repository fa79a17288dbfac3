package io.gen4j.data.source;

import io.gen4j.data.PixelStore;
import java.util.Map;

/**
 * Pictures as pixels.
 *
 * @param pixels the usable ones first, in order
 * @param usable which of the pictures that were asked for these are, rising
 * @param failures by the number of the picture that was asked for, why it cannot be decoded
 * @param sizes the smallest and the largest, in words
 * @param colours how many have any colour
 */
record DecodedPictures(PixelStore pixels, int[] usable, Map<Integer, String> failures, String sizes, int colours) {}
