/** A model of one's own, as small as can be. */
@NullMarked
package io.gen4j.examples.pixelwise;

import org.jspecify.annotations.NullMarked;
