/** The deep convolutional generative adversarial network (Radford, Metz and Chintala 2016). */
@NullMarked
package io.gen4j.dcgan;

import org.jspecify.annotations.NullMarked;
