/** Parts of the trainings of autoencoders that know no model. */
@NullMarked
package io.gen4j.vae.internal;

import org.jspecify.annotations.NullMarked;
