/** Weights of other programs: the names of their tensors, and the sizes of the matching model. */
@NullMarked
package io.gen4j.app.weights;

import org.jspecify.annotations.NullMarked;
