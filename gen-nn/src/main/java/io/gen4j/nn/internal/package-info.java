/** Internal: the kernels behind the networks. These types may change without notice. */
@NullMarked
package io.gen4j.nn.internal;

import org.jspecify.annotations.NullMarked;
