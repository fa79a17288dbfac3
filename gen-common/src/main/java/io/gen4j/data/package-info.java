/** Data sets of images, and the batches that a training takes from them. */
@NullMarked
package io.gen4j.data;

import org.jspecify.annotations.NullMarked;
