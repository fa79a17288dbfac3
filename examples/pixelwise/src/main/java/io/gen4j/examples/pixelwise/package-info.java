/** A minimal model of your own, as a template. */
@NullMarked
package io.gen4j.examples.pixelwise;

import org.jspecify.annotations.NullMarked;
