/** Distributions of latents without an image, to draw from and to score: the standard normal one, and mixtures. */
@NullMarked
package io.gen4j.prior;

import org.jspecify.annotations.NullMarked;
