/** Priors of a training, and latents drawn from q(z|x); may change at any time. */
@NullMarked
package io.gen4j.prior.internal;

import org.jspecify.annotations.NullMarked;
