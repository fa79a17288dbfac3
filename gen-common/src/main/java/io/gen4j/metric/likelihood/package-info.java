/** Bounds on the likelihood of models with latents, and the latent dimensions that they use. */
@NullMarked
package io.gen4j.metric.likelihood;

import org.jspecify.annotations.NullMarked;
