/** The plain and the variational autoencoder (Kingma and Welling 2014), and the latter's variants. */
@NullMarked
package io.gen4j.vae;

import org.jspecify.annotations.NullMarked;
