/** The choice between the engines that run and train models. */
@NullMarked
package io.gen4j.nn.device;

import org.jspecify.annotations.NullMarked;
