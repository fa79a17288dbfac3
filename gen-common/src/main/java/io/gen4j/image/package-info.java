/** Pictures made from arrays of pixels: grids, captions, PNG files and animated GIFs. */
@NullMarked
package io.gen4j.image;

import org.jspecify.annotations.NullMarked;
