/** Networks, losses and optimizers as recorded operations of ND4J, whose arrays stay on the device. */
@NullMarked
package io.gen4j.nn.device.internal;

import org.jspecify.annotations.NullMarked;
