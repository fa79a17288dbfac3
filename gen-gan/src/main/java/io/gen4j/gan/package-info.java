/** The generative adversarial network (Goodfellow et al. 2014). */
@NullMarked
package io.gen4j.gan;

import org.jspecify.annotations.NullMarked;
