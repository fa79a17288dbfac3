/** Weights of other programs: their names, and the sizes of the model that they belong to. */
@NullMarked
package io.gen4j.app.weights;

import org.jspecify.annotations.NullMarked;
