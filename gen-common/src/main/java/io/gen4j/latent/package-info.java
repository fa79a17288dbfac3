/** Latent space: interpolation, planes, encoded images and completion of masked images. */
@NullMarked
package io.gen4j.latent;

import org.jspecify.annotations.NullMarked;
