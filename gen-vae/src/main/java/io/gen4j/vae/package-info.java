/** The variational autoencoder (Kingma and Welling 2014). */
@NullMarked
package io.gen4j.vae;

import org.jspecify.annotations.NullMarked;
