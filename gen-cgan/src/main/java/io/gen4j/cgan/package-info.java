/** The conditional generative adversarial network (Mirza and Osindero 2014). */
@NullMarked
package io.gen4j.cgan;

import org.jspecify.annotations.NullMarked;
