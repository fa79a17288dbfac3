/** Random changes of the images that a discriminator sees, on the host and on a device. */
@NullMarked
package io.gen4j.adversarial.internal;

import org.jspecify.annotations.NullMarked;
