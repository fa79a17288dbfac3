/** From arrays of pixels to pictures. */
@NullMarked
package io.gen4j.image;

import org.jspecify.annotations.NullMarked;
