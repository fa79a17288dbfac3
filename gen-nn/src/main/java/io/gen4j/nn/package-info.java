/**
 * Networks that run fast on a CPU. Their weights belong to an ordinary DL4J {@code ComputationGraph}, so that DL4J can save,
 * load and open every model. Forward and backward passes run on BLAS with reused buffers.
 */
@NullMarked
package io.gen4j.nn;

import org.jspecify.annotations.NullMarked;
